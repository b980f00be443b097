"""How the hall itself runs: workers, schedule, incidents; for administrators, without what cases say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.jobs.worker import HEARTBEAT_SECONDS, SCHEDULE
from engine.queries.due_work import held_by
from engine.queries.staff import require_administrator
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.office import Schedule, WorkerHeartbeat
from engine.store.waits import Incident

if TYPE_CHECKING:
    from engine.hall import Hall

MISSED_BEATS = 4


@dataclass(frozen=True)
class WorkerLine:
    """A worker by its name; ``is_alive`` while it was heard of within a few beats.

    ``holds`` is how many cases it has in hand now, ``oldest`` the legal time at which the first of them fell due.
    """

    name: str
    started_at: datetime
    beat_at: datetime
    is_alive: bool
    holds: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class SweepLine:
    """A sweep of the schedule with its last run; none where it never ran."""

    name: str
    trigger: str
    finished_at: datetime | None
    result: str


@dataclass(frozen=True)
class IncidentLine:
    """A failure that waits for somebody; ``element_name`` is the step it stopped."""

    id: str
    kind: str
    case_number: str
    matter_name: str
    element_id: str
    element_name: str
    reason: str
    opened_at: datetime
    retries: int


def workers(connection: Connection, by: Actor, now: datetime) -> tuple[WorkerLine, ...]:
    """Return every worker that has not retired in good order, the newest beat first."""
    require_administrator(by)
    beat = table_of(WorkerHeartbeat).c
    rows = connection.execute(select(table_of(WorkerHeartbeat)).order_by(beat.beat_at.desc(), beat.name))
    limit = timedelta(seconds=HEARTBEAT_SECONDS * MISSED_BEATS)
    held = held_by(connection, now)
    return tuple(
        WorkerLine(row.name, row.started_at, row.beat_at, now - row.beat_at <= limit, *held.get(row.name, (0, None)))
        for row in rows
    )


def schedule(connection: Connection, by: Actor) -> tuple[SweepLine, ...]:
    """Return every sweep in the order in which workers run them."""
    require_administrator(by)
    ran = {row.name: row for row in connection.execute(select(table_of(Schedule)))}
    return tuple(
        SweepLine(
            one.name,
            one.trigger,
            ran[one.name].last_finished_at if one.name in ran else None,
            (ran[one.name].last_result or "") if one.name in ran else "",
        )
        for one in SCHEDULE
    )


def open_incidents(hall: Hall, connection: Connection, by: Actor) -> tuple[IncidentLine, ...]:
    """Return the failures that nobody has seen to yet, the oldest first."""
    require_administrator(by)
    incident, case = table_of(Incident).c, table_of(Case).c
    rows = connection.execute(
        select(table_of(Incident), case.number, case.matter_name, case.bundle_sha256)
        .outerjoin(Case, case.id == incident.case_id)
        .where(incident.closed_at.is_(None))
        .order_by(incident.opened_at, incident.id)
        .limit(200)
    )
    return tuple(
        IncidentLine(
            row.id,
            row.kind,
            row.number or "",
            row.matter_name or "",
            row.element_id or "",
            _element_name(hall, connection, row.bundle_sha256, row.element_id),
            row.reason,
            row.opened_at,
            row.retries,
        )
        for row in rows
    )


def _element_name(hall: Hall, connection: Connection, sha256: str | None, element: str | None) -> str:
    if sha256 is None or element is None:
        return ""
    try:
        facts = hall.bundle(connection, sha256).steps.get(element)
    except NotFound:
        return element
    return facts.name if facts else element
