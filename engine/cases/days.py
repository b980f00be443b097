"""The days of a task: when it opened for the law, and what follows from its limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Connection, select

from engine.clock import legal_day
from engine.law.calendar import Calendar
from engine.law.clocks import ClockFacts, due
from engine.law.lights import yellow_day
from engine.store.base import table_of
from engine.store.trail import TrailEntry

NO_LIMIT = date(9999, 12, 31)
"""A day far away, by which a task without a limit is sorted."""
_entry = table_of(TrailEntry).c


@dataclass(frozen=True)
class StepDays:
    """Due and yellow day of a task, none without a limit, and the day by which lists sort it."""

    due_on: date | None
    yellow_on: date | None
    sort_on: date


@lru_cache(maxsize=256)
def step_days(calendar: Calendar, origin: date, limit_workdays: int | None) -> StepDays:
    """Return the days of a task that opened on ``origin``; all steps of a day with one limit share them."""
    if limit_workdays is None:
        return StepDays(None, None, NO_LIMIT)
    clock = ClockFacts(kind="step", origin=origin, unit="workday", limit=limit_workdays)
    last = due(clock, calendar)
    return StepDays(last, yellow_day(clock, calendar), last)


def opened_on(connection: Connection, case_id: str) -> dict[datetime, date]:
    """Return the legal day of each moment at which something happened to a case.

    A task keeps the system time at which it opened. The act that opened it stands in the trail with the same
    time, and beside it what day it was for the law, which in training is another.
    """
    rows = connection.execute(select(_entry.at, _entry.legal_at).where(_entry.case_id == case_id).distinct())
    return {row.at: legal_day(row.legal_at) for row in rows}
