"""What waits for the workers: how much of each kind, since when, and what has failed so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.jobs.agenda import DUE
from engine.jobs.due_work import LONGEST_HELD, Backlog
from engine.queries.staff import require_administrator
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.claims import WorkClaim

if TYPE_CHECKING:
    from engine.hall import Hall

_claim, _case = table_of(WorkClaim).c, table_of(Case).c


@dataclass(frozen=True)
class PutOffLine:
    """Work that failed and will be tried again at ``next_try`` (system time); nothing else of its case is done till
    then. ``due_at`` is the legal time at which it fell due."""

    case_number: str
    matter_name: str
    kind: str
    due_at: datetime
    tries: int
    next_try: datetime
    reason: str


def backlog(hall: Hall, connection: Connection, by: Actor) -> tuple[Backlog, ...]:
    """Return what is due of each kind, in the order of the agenda; for administrators."""
    require_administrator(by)
    return _backlog(hall, connection)


def longest_wait(hall: Hall, connection: Connection) -> tuple[int, timedelta]:
    """Return how many pieces of work are due (each kind up to MOST_COUNTED + 1) and how long the oldest waits."""
    lines = _backlog(hall, connection)
    return sum(line.count for line in lines), max(line.waits for line in lines)


def _backlog(hall: Hall, connection: Connection) -> tuple[Backlog, ...]:
    now = hall.legal_now(connection)
    lines: dict[str, Backlog] = {}
    for kind in DUE:
        line = kind.backlog(hall, connection, now)
        if same := lines.get(line.kind):
            days = [one.oldest for one in (same, line) if one.oldest is not None]
            oldest = min(days, default=None)
            line = Backlog(line.kind, same.count + line.count, oldest, max(same.waits, line.waits))
        lines[line.kind] = line
    return tuple(lines.values())


def put_off(connection: Connection, by: Actor, now: datetime) -> tuple[PutOffLine, ...]:
    """Return what failed and waits for another try at system time ``now``, the next try first."""
    require_administrator(by)
    rows = connection.execute(
        select(table_of(WorkClaim), _case.number, _case.matter_name)
        .join(Case, _case.id == _claim.case_id)
        .where(_claim.leased_until > now, _claim.leased_until <= now + LONGEST_HELD, _claim.owner.is_(None))
        .order_by(_claim.leased_until, _claim.case_id)
        .limit(200)
    )
    return tuple(
        PutOffLine(row.number, row.matter_name, row.kind, row.due_at, row.attempts, row.leased_until, row.reason or "")
        for row in rows
    )


def held_by(connection: Connection, now: datetime) -> dict[str, tuple[int, datetime]]:
    """Return for each worker how many cases it holds at system time ``now``, and the oldest due time of them."""
    rows = connection.execute(
        select(_claim.owner, func.count().label("many"), func.min(_claim.due_at).label("oldest"))
        .where(_claim.leased_until > now, _claim.leased_until <= now + LONGEST_HELD, _claim.owner.is_not(None))
        .group_by(_claim.owner)
    )
    return {row.owner: (row.many, row.oldest) for row in rows}
