"""The supervision desk: every case of the hall, by its lights; only supervisors may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, distinct, exists, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.law.calendar import Calendar
from engine.law.masking import mask_name
from engine.queries.holders import Holder, holders_of
from engine.queries.intake_desk import matching
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.lights import PAUSED, days_left, light_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

SUPERVISOR = "supervisor"
OPEN, NO_TOWN = "open", "none"
# What the hall owes the applicant; the wait for a supplement is the applicant's own time.
OWED = ("intake", "statutory", "promised", "delivery")
_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c


@dataclass(frozen=True)
class WatchFilters:
    """What the list is narrowed to; empty strings narrow nothing."""

    light: str = ""
    department: str = ""
    matter: str = ""
    status: str = ""
    """A state of a case, or OPEN for all that is not closed."""
    town: str = ""
    """The code of a town, or NO_TOWN."""
    words: str = ""


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
    due_on: date | None
    days_left: int | None
    light: str
    holders: tuple[Holder, ...]
    paused_since: date | None
    """The day from which the limits of the decision stand still."""


@dataclass(frozen=True)
class WatchPage:
    """One page, newest case first; ``counts`` are running cases by light; ``after`` asks for the next page."""

    rows: tuple[WatchedCase, ...]
    counts: dict[str, int]
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
    if not by.holds(SUPERVISOR):
        raise NotFound
    columns = [column for column in table_of(Case).columns if column.name not in ("state", "sealing_key")]
    query = _narrow(select(*columns), filters or WatchFilters(), today)
    if (condition := beyond(_case.received_at, _case.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    query = query.order_by(_case.received_at.desc(), _case.id.desc()).limit(PAGE + 1)
    found = connection.execute(query).all()
    shown = [row.id for row in found[:PAGE]]
    clocks, holders = _clocks(connection, shown), holders_of(connection, shown, today)
    rows = tuple(
        WatchedCase(
            row.id,
            row.number,
            row.matter_name,
            mask_name(row.applicant_name),
            row.subject,
            row.status,
            row.received_at,
            row.closed_at,
            (due := clocks.get(row.id, (None, None, None)))[0],
            days_left(calendar, due[0], today),
            light_of(due[0], due[1], today, due[2]),
            holders.get(row.id, ()),
            None if row.closed_at else row.paused_since,
        )
        for row in found[:PAGE]
    )
    more = cursor(rows[-1].received_at, rows[-1].case_id) if len(found) > PAGE else None
    return WatchPage(rows, _counts(connection, today), more)


def _running(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(_clock.stopped_on.is_(None), _clock.kind.in_(OWED), *conditions)


def _lit(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for a clock that can have a light: one that stands still has none."""
    return _running(_clock.paused_since.is_(None), *conditions)


def _narrow(query: Select[Any], filters: WatchFilters, today: date) -> Select[Any]:
    own = _clock.case_id == _case.id
    red = exists(select(_clock.id).where(_lit(own, _clock.due_on < today)))
    yellow = exists(select(_clock.id).where(_lit(own, _clock.due_on >= today, _clock.yellow_on <= today)))
    if filters.light == "red":
        query = query.where(red)
    elif filters.light == "yellow":
        query = query.where(yellow, ~red)
    elif filters.light == "green":
        query = query.where(_case.closed_at.is_(None), ~red, ~yellow)
    elif filters.light == PAUSED:
        query = query.where(_case.closed_at.is_(None), _case.paused_since.is_not(None))
    if filters.department:
        here = _task.department == filters.department
        query = query.where(exists(select(_task.id).where(_task.case_id == _case.id, _task.status == "open", here)))
    if filters.matter:
        query = query.where(_case.matter_key == filters.matter)
    if filters.status == OPEN:
        query = query.where(_case.closed_at.is_(None))
    elif filters.status:
        query = query.where(_case.status == filters.status)
    if filters.town:
        query = query.where(_case.town.is_(None) if filters.town == NO_TOWN else _case.town == filters.town)
    if filters.words.strip():
        query = query.where(matching(filters.words))
    return query


def _counts(connection: Connection, today: date) -> dict[str, int]:
    """Return how many running cases are red, yellow and green."""
    running = connection.execute(select(func.count()).where(_case.closed_at.is_(None))).scalar_one()
    open_case = select(func.count(distinct(_clock.case_id))).join(Case, _case.id == _clock.case_id)
    open_case = open_case.where(_case.closed_at.is_(None))
    late = select(_clock.case_id).where(_lit(_clock.due_on < today))
    red = connection.execute(open_case.where(_lit(_clock.due_on < today))).scalar_one()
    soon = _lit(_clock.yellow_on <= today, _clock.due_on >= today, _clock.case_id.not_in(late))
    yellow = connection.execute(open_case.where(soon)).scalar_one()
    return {"red": red, "yellow": yellow, "green": running - red - yellow}


def _clocks(connection: Connection, cases: list[str]) -> dict[str, tuple[date, date, date | None]]:
    """Return due day, yellow day and since when it stands still, of the clock of each case that ends first."""
    query = select(_clock.case_id, _clock.due_on, _clock.yellow_on, _clock.paused_since)
    rows = connection.execute(query.where(_running(_clock.case_id.in_(cases))).order_by(_clock.due_on.desc()))
    return {row.case_id: (row.due_on, row.yellow_on, row.paused_since) for row in rows}
