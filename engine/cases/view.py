"""What conditions may read: the latest answers of a case and its facts, loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal, or_, select, union_all

from engine.bpmn.definition import Definition
from engine.sealing import Key, unseal_values
from engine.store.base import table_of
from engine.store.prepared import Prepared
from engine.store.trail import TrailEntry, TrailValue

_trail = table_of(TrailEntry)
_value = table_of(TrailValue).c
_entry = _trail.c
_earlier = _trail.alias("earlier")
# SQLite joins at most 500 queries into one.
_AT_ONCE = 200


def _answered(act: Any) -> Any:
    return or_(act == "done", act == "caught", act == "filed")


def _answers(of: Any) -> Select[Any]:
    return (
        select(_entry.seq, _entry.element_id, _entry.group_token, _entry.instance, _value.sealed)
        .join(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
        .where(_entry.case_id == bindparam("case"), _entry.element_id == of, _answered(_entry.act))
    )


@lru_cache(maxsize=512)
def _latest(names: tuple[str, ...]) -> Prepared:
    """Return the query of the latest answer of each of ``names``: as many look-ups as names, however long the case."""
    one = [_answers(literal(name)).order_by(_entry.seq.desc()).limit(1).subquery() for name in names]
    return Prepared(union_all(*(select(found) for found in one)))


# The last activation of a multi-instance task: its answers back to the first that is not of its group.
_GROUP = Prepared(
    _answers(bindparam("element"))
    .where(
        _entry.seq
        > func.coalesce(
            select(_earlier.c.seq)
            .where(
                _earlier.c.case_id == bindparam("case"),
                _earlier.c.element_id == bindparam("element"),
                _answered(_earlier.c.act),
                _earlier.c.group_token.is_(None) | (_earlier.c.group_token != bindparam("group")),
            )
            .order_by(_earlier.c.seq.desc())
            .limit(1)
            .scalar_subquery(),
            0,
        )
    )
    .order_by(_entry.seq)
)


class CaseView(Mapping[str, object]):
    """Element id to its latest answer; for a multi-instance task the list of its instances' answers.

    The form that the applicant filed is called ``application``. ``renamed`` maps ids that elements had before the
    case moved to another version to those they have now; what was answered under an old one is read under the new.
    """

    def __init__(
        self,
        connection: Connection,
        case_id: str,
        key: Key,
        definition: Definition,
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self._connection = connection
        self._case_id = case_id
        self._key = key
        self._definition = definition
        self._renamed = renamed or {}
        self._answers: dict[str, object] | None = None

    def put(self, name: str, values: object) -> None:
        """Lay an answer over what is stored, in the transaction that is about to store it."""
        self._loaded()[name] = values

    def __getitem__(self, name: str) -> object:
        return self._loaded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())

    def _loaded(self) -> dict[str, object]:
        if self._answers is None:
            names = tuple(sorted(self._definition.heads))
            self._answers = self.read(names)
        return self._answers

    def read(self, names: Sequence[str]) -> dict[str, object]:
        """Return the latest stored answers of these elements, whether or not the process reads them."""
        rows: list[dict[str, Any]] = []
        if self._renamed:
            names = [*names, *(old for old, now in self._renamed.items() if now in names)]
        for start in range(0, len(names), _AT_ONCE):
            query = _latest(tuple(names[start : start + _AT_ONCE]))
            rows += query.execute(self._connection, {"case": self._case_id}).all()
        answers: list[dict[str, Any]] = []
        for row in self._newest(rows):
            if row["group_token"] is None:
                answers.append(row)
                continue
            group = {"case": self._case_id, "element": row["element_id"], "group": row["group_token"]}
            answers += _GROUP.execute(self._connection, group).all()
        return latest(
            (self._now(row), row["group_token"], row["instance"], unseal_values(self._key, row["sealed"])[0])
            for row in answers
        )

    def _now(self, row: Mapping[str, Any]) -> str:
        element: str = row["element_id"]
        return self._renamed.get(element, element)

    def _newest(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the newest row of each element, whatever id it had when it was answered."""
        if not self._renamed:
            return rows
        newest = {self._now(row): row for row in sorted(rows, key=lambda row: row["seq"])}
        return list(newest.values())


def latest(answers: Iterable[tuple[str, str | None, Any, object]]) -> dict[str, object]:
    """Fold (element, group, instance, values) in order of time into the latest answer of each element."""
    found: dict[str, object] = {}
    groups: dict[str, tuple[str, dict[int, object]]] = {}
    for element, group, instance, values in answers:
        if group is None:
            found[element] = values
            continue
        if element not in groups or groups[element][0] != group:
            groups[element] = (group, {})
        groups[element][1][instance] = values
    for element, (_, instances) in groups.items():
        found[element] = [instances[number] for number in sorted(instances)]
    return found
