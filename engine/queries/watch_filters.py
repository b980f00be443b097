"""What the lists of supervision are narrowed by, and how many cases a filter leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from engine.law.calendar import Calendar
from engine.queries.intake_desk import matching
from engine.queries.lit_clocks import case_has, case_has_step, is_red, is_yellow, step_is_late, turns_yellow
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.tasks import Task

OPEN, NONE = "open", "none"
LIGHTS = ("red", "yellow", "green", "today", "tomorrow", "step", "paused")
"""What ``WatchFilters.light`` may say: a light, what turns yellow today or by the next working day, a late step, or
limits that stand still."""
IN_TIME, LATE = "in_time", "late"
_case, _task = table_of(Case).c, table_of(Task).c


@dataclass(frozen=True)
class WatchFilters:
    """What the list is narrowed to; empty strings narrow nothing."""

    light: str = ""
    """One of LIGHTS."""
    department: str = ""
    """The code of a department that has a step of the case, or NONE where nobody in the hall has one."""
    matter: str = ""
    status: str = ""
    """A state of a case, or OPEN for all that is not closed."""
    town: str = ""
    """The code of a town, or NONE."""
    words: str = ""
    person: str = ""
    """The id of a person who has a step of the case, or NONE where a step waits for somebody to take it."""
    decided: str = ""
    """IN_TIME or LATE: how the decision kept the limit, of those decided within the days below."""
    first: date | None = None
    last: date | None = None


def narrowed(query: Select[Any], filters: WatchFilters, today: date, calendar: Calendar) -> Select[Any]:
    """Return ``query`` over cases with the conditions of ``filters`` as of ``today``."""
    if filters.light:
        query = query.where(_case.closed_at.is_(None), _lit_as(filters.light, today, calendar))
    if filters.department == NONE:
        query = query.where(~case_has_step())
    elif filters.department:
        query = query.where(case_has_step(_task.department == filters.department))
    if filters.person:
        query = query.where(case_has_step(_held_by(filters.person)))
    if filters.matter:
        query = query.where(_case.matter_key == filters.matter)
    if filters.status == OPEN:
        query = query.where(_case.closed_at.is_(None))
    elif filters.status:
        query = query.where(_case.status == filters.status)
    if filters.town:
        query = query.where(_case.town.is_(None) if filters.town == NONE else _case.town == filters.town)
    if filters.words.strip():
        query = query.where(matching(filters.words))
    if filters.decided in (IN_TIME, LATE):
        query = query.where(decided_late() if filters.decided == LATE else ~decided_late())
    if filters.first and filters.last:
        query = query.where(_case.decided_on.between(filters.first, filters.last))
    return query


def how_many(connection: Connection, filters: WatchFilters, today: date, calendar: Calendar) -> int:
    """Return how many cases the filters leave."""
    query = narrowed(select(func.count(_case.id)), filters, today, calendar)
    return int(connection.execute(query).scalar_one())


def decided_late() -> ColumnElement[bool]:
    """Return the condition for a case decided after its promised limit, or the statutory one where none is promised."""
    limit = func.coalesce(_case.promised_due, _case.statutory_due)
    return and_(limit.is_not(None), _case.decided_on.is_not(None), _case.decided_on > limit)


def _held_by(person: str) -> ColumnElement[bool]:
    return _task.assignee_id.is_(None) if person == NONE else _task.assignee_id == person


def _lit_as(light: str, today: date, calendar: Calendar) -> ColumnElement[bool]:
    """Return the condition that a case shows as ``light``; a word that is none finds nothing."""
    red = case_has(is_red(today))
    if light == "red":
        return red
    if light == "yellow":
        return and_(case_has(is_yellow(today)), ~red)
    if light == "green":
        return ~or_(red, case_has(is_yellow(today)))
    if light == "today":
        return and_(case_has(turns_yellow(today, today, today)), ~red)
    if light == "tomorrow":
        # What turns yellow on a day off is seen on the working day before it, or nobody would be there.
        following, first = calendar.add_workdays(today, 1), date.fromordinal(today.toordinal() + 1)
        return and_(case_has(turns_yellow(first, following, today)), ~red)
    if light == "step":
        return case_has_step(step_is_late(today))
    return _case.paused_since.is_not(None) if light == "paused" else false()
