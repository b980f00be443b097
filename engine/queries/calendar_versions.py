"""Versions of the calendar, which was in force when, and how far the worker has come after a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, distinct, func, or_, select

from engine.actor import Actor
from engine.administration.calendars import KEEPERS
from engine.errors import NotFound
from engine.hall import Hall
from engine.jobs.worker import HEARTBEAT_SECONDS
from engine.law.calendar import Calendar, CalendarYear
from engine.queries.machinery import MISSED_BEATS
from engine.store.base import table_of
from engine.store.calendars import CalendarInForce, CalendarVersion
from engine.store.clocks import CaseClock, counted_by_another
from engine.store.office import WorkerHeartbeat

_version, _act, _clock = table_of(CalendarVersion).c, table_of(CalendarInForce).c, table_of(CaseClock).c
MOST_ACTS = 50


@dataclass(frozen=True)
class VersionLine:
    """A version; ``years`` are those that its maker replaced, none for what the system brought."""

    version: str
    based_on: str | None
    years: tuple[int, ...]
    made_at: datetime
    made_by: str
    is_in_force: bool


@dataclass(frozen=True)
class ActLine:
    """That a version was put in force."""

    version: str
    replaced: str
    since: datetime
    put_by: str
    reason: str
    running: int


@dataclass(frozen=True)
class Progress:
    """How many cases with running limits the worker has not come to yet, of how many."""

    left: int
    running: int


@dataclass(frozen=True)
class ChangedDay:
    """A day that is worked by one calendar and not by the other, with the reason of each."""

    day: date
    works_now: bool
    works_then: bool
    reason_now: str
    reason_then: str


def require_keeper(by: Actor) -> None:
    """Raise NotFound unless ``by`` may look after the calendar."""
    if not by.posts & KEEPERS:
        raise NotFound


def versions(hall: Hall, connection: Connection, by: Actor) -> tuple[VersionLine, ...]:
    """Return all versions, the newest first; until one is made there is only the calendar of the system."""
    require_keeper(by)
    present = hall.in_force(connection).calendar.version
    wanted = (_version.version, _version.based_on, _version.changed_years, _version.made_at, _version.made_by)
    rows = connection.execute(
        select(*wanted).order_by(_version.made_at.desc(), _version.based_on.is_(None), _version.version)
    )
    return tuple(
        VersionLine(row.version, row.based_on, tuple(row.changed_years), row.made_at, row.made_by,
                    row.version == present)
        for row in rows
    )  # fmt: skip


def version_line(hall: Hall, connection: Connection, by: Actor, version: str) -> VersionLine:
    """Return one version; raises NotFound."""
    found = next((one for one in versions(hall, connection, by) if one.version == version), None)
    if found is None:
        raise NotFound
    return found


def acts(connection: Connection, by: Actor) -> tuple[ActLine, ...]:
    """Return which version was put in force when, the latest first."""
    require_keeper(by)
    wanted = (_act.version, _act.replaced, _act.since, _act.put_by, _act.reason, _act.running)
    rows = connection.execute(select(*wanted).order_by(_act.since.desc(), _act.id.desc()).limit(MOST_ACTS))
    return tuple(ActLine(*row) for row in rows)


def progress(hall: Hall, connection: Connection) -> Progress:
    """Return how far running limits have followed what is in force, the calendar and the rule of lights."""
    behind = or_(*counted_by_another(hall.in_force(connection).counting.version))
    count = select(func.count(distinct(_clock.case_id)))
    left = connection.execute(count.where(behind)).scalar_one()
    running = connection.execute(count.where(_clock.stopped_on.is_(None))).scalar_one() if left else 0
    return Progress(left, running)


def is_worker_alive(hall: Hall, connection: Connection) -> bool:
    """Tell whether a worker runs, which is who moves limits."""
    recent = hall.clock.now() - timedelta(seconds=HEARTBEAT_SECONDS * MISSED_BEATS)
    beats = select(WorkerHeartbeat.name).where(WorkerHeartbeat.beat_at >= recent).limit(1)
    return connection.execute(beats).first() is not None


def changed_days(present: Calendar, target: Calendar) -> tuple[ChangedDay, ...]:
    """Return the days on which the two calendars differ."""
    return tuple(
        ChangedDay(day, present.is_workday(day), target.is_workday(day), present.reason(day), target.reason(day))
        for day in present.changed_days(target)
    )


def changed_years(present: Calendar, target: Calendar) -> tuple[CalendarYear, ...]:
    """Return the years of ``target`` that ``present`` does not have just so."""
    known = {year.year: year for year in present.years}
    return tuple(year for year in target.years if known.get(year.year) != year)
