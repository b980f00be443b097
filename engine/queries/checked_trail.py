"""The whole trail of a case with its chain checked entry by entry, for who supervises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, select

from engine.actor import SYSTEM, Actor
from engine.errors import NotFound
from engine.queries.case_file import CaseFile, TrailLine, case_file, case_key
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.trail import Sight, TrailEntry, TrailValue
from engine.trail import broken_at

if TYPE_CHECKING:
    from engine.hall import Hall

_entry, _value, _sight, _person = (table_of(one).c for one in (TrailEntry, TrailValue, Sight, Person))
Content = Literal["none", "holds", "forgotten", "changed"]


@dataclass(frozen=True)
class CheckedEntry:
    """One entry: what it says, and whether it still is what was written."""

    line: TrailLine
    post: str
    written_at: datetime
    """System time; ``line.at`` is the day for the law."""
    hash: str
    in_chain: bool
    """Whether the chain holds up to and with this entry."""
    content: Content
    """Of the sealed values beside it: none, whole, deleted as the law orders, or not the ones that were written."""
    by_person: bool
    """Whether a person did it: staff, or the applicant; else it came about by itself."""
    address: str
    """From which address of the network."""


@dataclass(frozen=True)
class Look:
    """A day on which somebody saw the personal data of the case."""

    person: str
    day: date
    at: datetime


@dataclass(frozen=True)
class CheckedTrail:
    """All entries of a case, oldest first; ``broken`` is the number of the first that does not fit, none if all do."""

    file: CaseFile
    entries: tuple[CheckedEntry, ...]
    broken: int | None
    looks: tuple[Look, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken out or put in."""
        return self.broken is None and all(one.content != "changed" for one in self.entries)


def checked_trail(hall: Hall, connection: Connection, by: Actor, case_id: str) -> CheckedTrail:
    """Return the trail of a case for a supervisor; raises NotFound for everybody else."""
    if not by.holds("supervisor"):
        raise NotFound
    file = case_file(hall, connection, by, case_id)
    rows = (
        connection.execute(
            select(table_of(TrailEntry), _value.sealed)
            .outerjoin(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
            .where(_entry.case_id == case_id)
            .order_by(_entry.seq)
        )
        .mappings()
        .all()
    )
    broken = broken_at(rows, file.case["trail_hash"], file.case["trail_seq"])
    key = case_key(hall, file.case)
    entries = tuple(
        CheckedEntry(
            line,
            row["post"] or "",
            row["at"],
            row["hash"],
            broken is None or row["seq"] < broken,
            _content(key, row),
            row["actor_id"] is not None or row["actor_name"] != SYSTEM.name,
            row["address"] or "",
        )
        for line, row in zip(file.trail, rows, strict=True)
    )
    return CheckedTrail(file, entries, broken, _looks(connection, case_id))


def _content(key: Key | None, row: Any) -> Content:
    if row["digest"] is None:
        return "none"
    if key is None or row["sealed"] is None:
        return "forgotten"
    try:
        return "holds" if unseal_values(key, row["sealed"])[1] == row["digest"] else "changed"
    except (Unsealable, ValueError):
        return "changed"


def _looks(connection: Connection, case_id: str) -> tuple[Look, ...]:
    rows = connection.execute(
        select(_person.name, _sight.day, _sight.at)
        .join_from(table_of(Sight), table_of(Person), _person.id == _sight.person_id)
        .where(_sight.case_id == case_id)
        .order_by(_sight.at, _person.id)
    )
    return tuple(Look(*row) for row in rows)
