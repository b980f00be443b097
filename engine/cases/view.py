"""What conditions may read: the latest answers of a case and its facts, loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.bpmn.definition import Definition
from engine.sealing import Key, unseal_values
from engine.store.base import table_of
from engine.store.trail import TrailEntry, TrailValue

_entry, _value = table_of(TrailEntry).c, table_of(TrailValue).c
_ANSWERS = (
    select(_entry.element_id, _entry.group_token, _entry.instance, _value.sealed)
    .join(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
    .where(
        _entry.case_id == bindparam("case"),
        _entry.act.in_(("done", "caught", "filed")),
        _entry.element_id.in_(bindparam("names", expanding=True)),
    )
    .order_by(_entry.seq)
)


class CaseView(Mapping[str, object]):
    """Element id to its latest answer; for a multi-instance task the list of its instances' answers.

    The form that the applicant filed is called ``application``.
    """

    def __init__(self, connection: Connection, case_id: str, key: Key, definition: Definition) -> None:
        self._connection = connection
        self._case_id = case_id
        self._key = key
        self._definition = definition
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
            names = sorted({name.partition(".")[0] for name in self._definition.reads})
            rows = self._connection.execute(_ANSWERS, {"case": self._case_id, "names": names}).all() if names else []
            self._answers = latest(
                (row.element_id, row.group_token, row.instance, unseal_values(self._key, row.sealed)[0]) for row in rows
            )
        return self._answers


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
