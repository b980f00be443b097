"""What the hall tells everybody of its work: how much came in, how much was decided, how much of it in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, and_, func, select

from engine.clock import HALL_ZONE
from engine.store.base import table_of
from engine.store.cases import Case

_case = table_of(Case).c


@dataclass(frozen=True)
class Figures:
    """Counts of one span of days; ``on_time`` are those of ``decided`` that kept the promised limit."""

    received: int
    decided: int
    on_time: int

    @property
    def share(self) -> int | None:
        """Percent decided in time, rounded down so that 100 means all; none where nothing was decided."""
        return self.on_time * 100 // self.decided if self.decided else None


def figures(connection: Connection, first: date, last: date) -> Figures:
    """Count the cases received, and those decided, from ``first`` to ``last``, both legal days included."""
    received = select(func.count()).where(_case.received_at >= _midnight(first))
    received = received.where(_case.received_at < _midnight(last + timedelta(days=1)))
    # Without a promise there is no limit that could have been missed.
    kept = and_(_case.promised_due.is_not(None), _case.decided_on > _case.promised_due).is_not(True)
    decided = select(func.count(), func.count().filter(kept)).where(_case.decided_on.between(first, last))
    count, in_time = connection.execute(decided).one()
    return Figures(connection.execute(received).scalar_one(), count, in_time)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HALL_ZONE).astimezone(UTC)
