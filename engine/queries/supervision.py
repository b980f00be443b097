"""The supervision desk: every case of the hall, by its lights; only supervisors may ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.law.calendar import Calendar
from engine.law.masking import mask_name
from engine.queries.holders import Holder, holders_of
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.lights import days_left, light_of
from engine.queries.lit_clocks import lit, owed, step_is_late
from engine.queries.watch_filters import WatchFilters, how_many, narrowed
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

SUPERVISOR = "supervisor"
BATCH = 500
"""Cases read at once for an export."""
BY_DUE_DAY = ("red", "yellow", "today", "tomorrow", "step")
"""Lists that begin with what is worst; the others begin with the newest case."""
_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c
_COLUMNS = (
    _case.id,
    _case.number,
    _case.matter_name,
    _case.applicant_name,
    _case.subject,
    _case.status,
    _case.received_at,
    _case.closed_at,
    _case.decided_on,
    _case.paused_since,
)


@dataclass(frozen=True)
class WatchedCase:
    """A case as a supervisor sees it in a list: names masked; ``holders`` are where it lies now."""

    case_id: str
    number: str
    matter_name: str
    applicant: str
    subject: str
    status: str
    received_at: datetime
    closed_at: datetime | None
    limit: str
    """The kind of the limit that ends first, of those that the hall owes; empty where none runs."""
    due_on: date | None
    days_left: int | None
    """Working days; below zero when the limit has passed."""
    light: str
    red_since: date | None
    """The first day after the limit, once that has come."""
    holders: tuple[Holder, ...]
    paused_since: date | None
    """The day from which the limits of the decision stand still."""
    decided_on: date | None


@dataclass(frozen=True)
class WatchPage:
    """One page; ``counts`` are running cases by light, ``total`` is the whole list; ``after`` asks for what follows."""

    rows: tuple[WatchedCase, ...]
    counts: dict[str, int]
    total: int
    after: str | None


def watched_cases(
    connection: Connection,
    by: Actor,
    today: date,
    calendar: Calendar,
    filters: WatchFilters | None = None,
    after: str | None = None,
) -> WatchPage:
    """Return a page of all cases; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    filters = filters or WatchFilters()
    rows, more = _rows(connection, today, calendar, filters, after, PAGE)
    lights = ("red", "yellow", "green")
    counts = {one: how_many(connection, WatchFilters(light=one), today, calendar) for one in lights}
    return WatchPage(rows, counts, how_many(connection, filters, today, calendar), more)


def worst_cases(
    connection: Connection, by: Actor, today: date, calendar: Calendar, most: int
) -> tuple[WatchedCase, ...]:
    """Return the cases that are red for longest; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    return _rows(connection, today, calendar, WatchFilters(light="red"), None, most)[0]


def every_watched_case(
    connection: Connection, by: Actor, today: date, calendar: Calendar, filters: WatchFilters
) -> Iterator[WatchedCase]:
    """Yield all rows of the list, some hundred read at a time; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    after: str | None = ""
    while after is not None:
        rows, after = _rows(connection, today, calendar, filters, after, BATCH)
        yield from rows


def require_supervisor(by: Actor) -> None:
    """Raise NotFound for whoever is no supervisor."""
    if not by.holds(SUPERVISOR):
        raise NotFound


def _rows(
    connection: Connection, today: date, calendar: Calendar, filters: WatchFilters, after: str | None, most: int
) -> tuple[tuple[WatchedCase, ...], str | None]:
    newest_first = filters.light not in BY_DUE_DAY
    sort = _case.received_at if newest_first else _first_due(filters, today)
    query = narrowed(select(*_COLUMNS, sort.label("sorted_by")), filters, today, calendar)
    if (condition := beyond(sort, _case.id, after, newest_first=newest_first)) is not None:
        query = query.where(condition)
    ordered = (sort.desc(), _case.id.desc()) if newest_first else (sort, _case.id)
    found = connection.execute(query.order_by(*ordered).limit(most + 1)).all()
    shown = found[:most]
    ids = [row.id for row in shown]
    clocks, holders = _clocks(connection, ids), holders_of(connection, ids, today)
    rows = tuple(_row(row, clocks.get(row.id), holders.get(row.id, ()), today, calendar) for row in shown)
    return rows, cursor(shown[-1].sorted_by, shown[-1].id) if len(found) > most else None


def _first_due(filters: WatchFilters, today: date) -> Any:
    if filters.light == "step":
        late = (_task.case_id == _case.id, _task.status == "open", step_is_late(today))
        return select(func.min(_task.due_on)).where(*late).scalar_subquery()
    return select(func.min(_clock.due_on)).where(lit(_clock.case_id == _case.id)).scalar_subquery()


def _row(row: Any, clock: Any, holders: tuple[Holder, ...], today: date, calendar: Calendar) -> WatchedCase:
    running = row.closed_at is None
    due, yellow, stands = (clock.due_on, clock.yellow_on, clock.paused_since) if clock else (None, None, None)
    light = light_of(due, yellow, today, stands)
    return WatchedCase(
        row.id,
        row.number,
        row.matter_name,
        mask_name(row.applicant_name),
        row.subject,
        row.status,
        row.received_at,
        row.closed_at,
        clock.kind if clock else "",
        due,
        days_left(calendar, due, today),
        light,
        due + timedelta(days=1) if due and light == "red" else None,
        holders,
        row.paused_since if running else None,
        row.decided_on,
    )


def _clocks(connection: Connection, cases: list[str]) -> dict[str, Any]:
    """Return the clock of each case that ends first; one that can have a light goes before one that stands still."""
    query = select(_clock.case_id, _clock.kind, _clock.due_on, _clock.yellow_on, _clock.paused_since)
    rows = connection.execute(query.where(owed(_clock.case_id.in_(cases))).order_by(_clock.due_on.desc(), _clock.id))
    found: dict[str, Any] = {}
    for row in rows:
        before = found.get(row.case_id)
        # Sorted from the last to the first: a later row wins, unless it stands still and the one before does not.
        if before is None or not _stands(row) or _stands(before):
            found[row.case_id] = row
    return found


def _stands(row: Any) -> bool:
    return row.paused_since is not None and row.paused_since <= row.due_on
