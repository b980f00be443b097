"""The days of a clock and of a task: what follows from the limit, the pauses and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, select

from engine.cases.clock_facts import RUNNING, Standstill, foreseen
from engine.clock import legal_day
from engine.law.clocks import ClockFacts, due, expected_due
from engine.law.counting import Counting
from engine.law.lights import step_red_day, yellow_day
from engine.store.base import table_of
from engine.store.trail import TrailEntry

NO_LIMIT = date(9999, 12, 31)
"""A day far away, by which a task without a limit is sorted."""
_entry = table_of(TrailEntry).c
GREEN = "green"
_LIGHTS = (GREEN, "soon", "yellow", "red")
"""What may have been told, the gravest last; ``soon`` is a reminder and no light."""
Stages = tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Days:
    """Due and yellow day of a clock; with ``paused_since`` they are a forecast."""

    due_on: date
    yellow_on: date
    paused_since: date | None

    @property
    def stages(self) -> Stages:
        """What is told of it, each with the first day on which it is true."""
        return (("yellow", self.yellow_on), ("red", self.due_on + timedelta(days=1)))


@dataclass(frozen=True)
class StepDays:
    """Due and yellow day of a task, none without a limit, and the day by which lists sort it.

    While it stands still the days are a forecast; where nobody can make one, it is sorted as if it had no limit.
    """

    due_on: date | None
    yellow_on: date | None
    sort_on: date
    paused_since: date | None = None
    red_on: date | None = None

    @property
    def stages(self) -> Stages:
        """What is told of it, each with the first day: near its end, late, and late by as much again (EM-05)."""
        if self.due_on is None or self.yellow_on is None or self.red_on is None:
            return ()
        return (("soon", self.yellow_on), ("yellow", self.due_on + timedelta(days=1)), ("red", self.red_on))


def clock_days(counting: Counting, facts: ClockFacts, still: Standstill = RUNNING) -> Days:
    """Return the days of a clock under the pauses of its case.

    A limit that had passed before the pause began stays passed: it does not stand still, and its red light stays.
    """
    calendar = counting.calendar
    if facts.paused_since is not None and expected_due(facts, calendar) < facts.paused_since:
        facts = replace(facts, paused_since=None)
    expected = foreseen(facts, still)
    return Days(due(expected, calendar), yellow_day(expected, calendar, counting.rule), facts.paused_since)


@lru_cache(maxsize=256)
def step_days(
    counting: Counting,
    origin: date,
    limit_workdays: int | None,
    still: Standstill = RUNNING,
    *,
    count_start_day: bool = False,
) -> StepDays:
    """Return the days of a task that opened on ``origin``; all steps of a day with one limit share them."""
    since = None if still.since is None else max(still.since, origin)
    if limit_workdays is None:
        return StepDays(None, None, NO_LIMIT, since)
    clock = ClockFacts(
        "step",
        origin,
        "workday",
        limit_workdays,
        pauses=still.spans,
        paused_since=since,
        count_start_day=count_start_day,
    )
    days = clock_days(counting, clock, still)
    unknown = days.paused_since is not None and still.expected is None
    as_foreseen = foreseen(replace(clock, paused_since=days.paused_since), still)
    red_on = step_red_day(as_foreseen, counting.calendar, counting.rule)
    sort_on = NO_LIMIT if unknown else days.due_on
    return StepDays(days.due_on, days.yellow_on, sort_on, days.paused_since, red_on)


def look_again(days: Days | StepDays, still: Standstill, told: str) -> date | None:
    """Return the day on which the worker must look next, after the light ``told`` was told of these days.

    A clock that stands still can become late only where its pauses run into their cap.
    """
    if days.due_on is None:
        return None
    if days.paused_since is not None:
        return None if still.until is None else still.until + timedelta(days=1)
    return next((first for name, first in days.stages if _LIGHTS.index(name) > _LIGHTS.index(told)), None)


def true_now(days: Days | StepDays, today: date) -> str:
    """Return what is to be told of a limit that is not paused: green, soon, yellow or red."""
    return next((name for name, first in reversed(days.stages) if first <= today), "green")


def told_already(raised: str, stage: str) -> bool:
    """Tell whether ``stage`` or something graver has been told."""
    return _LIGHTS.index(stage) <= _LIGHTS.index(raised)


def still_true(raised: str, days: Days | StepDays, today: date) -> str:
    """Return the light that stays told when the days change: one told too early is told again when it is true."""
    if days.due_on is None or days.yellow_on is None or days.paused_since is not None:
        return raised
    return min(raised, true_now(days, today), key=_LIGHTS.index)


def opened_on(connection: Connection, case_id: str) -> dict[datetime, date]:
    """Return the legal day of each moment at which something happened to a case.

    A task keeps the system time at which it opened. The act that opened it stands in the trail with the same
    time, and beside it what day it was for the law, which in training is another.
    """
    rows = connection.execute(select(_entry.at, _entry.legal_at).where(_entry.case_id == case_id).distinct())
    return {row.at: legal_day(row.legal_at) for row in rows}
