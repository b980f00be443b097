"""What may fall due: each kind of work says how it is found by index, when it was due, and what then takes effect.

A new kind is a subclass of DueKind with an instance in engine/jobs/agenda.py. Claims, order, tries, incidents, the
console and /readyz come with that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, select

from engine.clock import HALL_ZONE
from engine.command import Command
from engine.hall import Hall
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.claims import WorkClaim
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident

LEASE = timedelta(seconds=60)
LONGEST_HELD = timedelta(minutes=10)
"""Longer than any lease and any wait after a failure: what ends later was written before the clock was set back."""
MOST_COUNTED = 1000
_claim, _incident = table_of(WorkClaim).c, table_of(Incident).c


@dataclass(frozen=True)
class Due:
    """One piece of due work: ``ref`` is the id of its row, ``at`` the legal time at which it fell due."""

    kind: DueKind
    ref: str
    case_id: str
    at: datetime


@dataclass(frozen=True)
class Backlog:
    """How much of a kind is due, counted up to MOST_COUNTED + 1, since when in legal time, and how long it waits.

    ``waits`` counts from when the row was written where that was later: a step of one day is yellow from the
    midnight before it was opened.
    """

    kind: str
    count: int
    oldest: datetime | None
    waits: timedelta


class DueKind(ABC):
    """A kind of due work. The columns are those of one table with a partial index that begins with ``due``."""

    name: str
    """At most 16 letters; also the kind of the incident when it was given up."""
    counted: str
    """The word under which a sweep counts it."""
    ref: ColumnElement[str]
    case: ColumnElement[str]
    due: ColumnElement[Any]
    """A day or a moment."""
    order: tuple[ColumnElement[Any], ...] = ()
    """The order of its index, the oldest first, where that is not by ``due`` and ``ref``."""
    written: ColumnElement[datetime] | None = None
    """When the row was written, in system time, where that may be later than it is due."""

    @abstractmethod
    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        """Return the conditions on its table under which work is due at ``now`` (legal time)."""

    @abstractmethod
    def effect(self, hall: Hall, due: Due) -> Command:
        """Return what is to be done; whatever must happen outside every transaction has happened then."""

    def moment(self, hall: Hall, connection: Connection, due: Any) -> datetime:
        """Return the legal time that belongs to the value of ``due``: of a day its beginning."""
        return due if isinstance(due, datetime) else day_begins(due)

    def effects(self, answer: Mapping[str, Any]) -> int:
        """Return how many effects the answer of the command stands for."""
        return 1

    def give_up(self, uow: UnitOfWork, due: Due, reason: str) -> None:
        """Open the incident that takes the place of the work until an administrator lets it be tried again."""
        row = {"id": new_id(uow.now), "case_id": due.case_id, "token": due.ref, "kind": self.name}
        uow.execute(insert(Incident), row | {"reason": reason[:500], "opened_at": uow.now})

    def is_given_up(self) -> ColumnElement[bool]:
        """Return the condition under which its work waits for an administrator."""
        return exists().where(
            _incident.case_id == self.case,
            _incident.token == self.ref,
            _incident.kind == self.name,
            _incident.closed_at.is_(None),
        )

    def oldest(
        self, hall: Hall, connection: Connection, now: datetime, most: int, *but: ColumnElement[bool]
    ) -> list[Due]:
        """Return up to ``most`` that are due, the oldest first."""
        wanted = (
            select(self.ref.label("ref"), self.case.label("case_id"), self.due.label("due"))
            .where(*self.is_due(hall, connection, now), ~self.is_given_up(), *but)
            .order_by(*(self.order or (self.due, self.ref)))
            .limit(most)
        )
        return [
            Due(self, row.ref, row.case_id, self.moment(hall, connection, row.due))
            for row in connection.execute(wanted)
        ]

    def still_due(self, hall: Hall, connection: Connection, due: Due, now: datetime) -> bool:
        """Tell whether nothing came of ``due`` so far."""
        return due in self.oldest(hall, connection, now, 1, self.ref == due.ref)

    def backlog(self, hall: Hall, connection: Connection, now: datetime) -> Backlog:
        """Return how much is due, whoever holds it."""
        written = self.due if self.written is None else self.written
        wanted = (
            select(self.due.label("due"), written.label("written"))
            .where(*self.is_due(hall, connection, now), ~self.is_given_up())
            .order_by(*(self.order or (self.due, self.ref)))
            .limit(MOST_COUNTED + 1)
        )
        first = connection.execute(wanted.limit(1)).first()
        if first is None:
            return Backlog(self.name, 0, None, timedelta(0))
        count = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
        at = self.moment(hall, connection, first.due)
        since = at if self.written is None else max(at, first.written + hall.legal_offset(connection))
        return Backlog(self.name, count, at, max(timedelta(0), now - since))


def day_begins(day: date) -> datetime:
    """Return the moment in UTC at which ``day`` begins in the hall."""
    return datetime.combine(day, time(0), HALL_ZONE).astimezone(UTC)


def is_held(case: ColumnElement[str], now: datetime) -> ColumnElement[bool]:
    """Return the condition that a worker holds the case, or that it waits for another try, at system time ``now``."""
    return exists().where(
        and_(_claim.case_id == case, _claim.leased_until > now, _claim.leased_until <= now + LONGEST_HELD)
    )
