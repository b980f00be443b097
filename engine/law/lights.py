"""Green, yellow, red: when a clock warns (电子监察 EM-02 to EM-04)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from engine.law.calendar import Calendar
from engine.law.clocks import ClockFacts, ClockPaused, due, expected_due, is_overdue, nth_day

Light = Literal["green", "yellow", "red"]


@dataclass(frozen=True)
class LightRule:
    """When a hall warns: at ``percent`` used or ``workdays_left`` working days left, whichever is first.

    A result that was not handed over within ``push_workdays`` is late for Shaanxi, before the law says so (EM-11). A
    step that took ``step_factor`` times its limit is as bad as a case that is late (EM-05).
    """

    percent: int = 90
    workdays_left: int = 1
    push_workdays: int = 3
    step_factor: int = 2


DEFAULT_RULE = LightRule()


def light(facts: ClockFacts, calendar: Calendar, today: date, rule: LightRule = DEFAULT_RULE) -> Light:
    """Return the light at ``today``; a clock that stopped in time is green, one that stopped late stays red.

    While a pause runs the light stays as it was on the day the pause began.
    """
    if is_overdue(facts, calendar, today):
        return "red"
    if facts.stopped is not None and facts.stopped <= today:
        return "green"
    at = today if facts.paused_since is None else min(today, facts.paused_since)
    return "yellow" if at >= _yellow(facts, calendar, rule) else "green"


def yellow_day(facts: ClockFacts, calendar: Calendar, rule: LightRule = DEFAULT_RULE) -> date:
    """Return the first yellow day, which of a one-day limit is its origin; ClockPaused in a pause."""
    if facts.paused_since is not None:
        raise ClockPaused(f"计时自{facts.paused_since}起暂停，恢复之前不能确定预警日。")
    return _yellow(facts, calendar, rule)


def red_day(facts: ClockFacts, calendar: Calendar) -> date:
    """Return the first day on which the clock is red: the one after the due day; ClockPaused in a pause."""
    return due(facts, calendar) + timedelta(days=1)


def step_red_day(facts: ClockFacts, calendar: Calendar, rule: LightRule = DEFAULT_RULE) -> date:
    """Return the first day on which a late step is red: after ``step_factor`` times its limit (EM-05).

    Raises ClockPaused in a pause.
    """
    return red_day(replace(facts, limit=facts.limit * rule.step_factor), calendar)


def _yellow(facts: ClockFacts, calendar: Calendar, rule: LightRule) -> date:
    if facts.kind == "delivery" and facts.unit == "workday" and facts.total > rule.push_workdays:
        return nth_day(facts, calendar, rule.push_workdays) + timedelta(days=1)
    by_share = -(-facts.total * rule.percent // 100)
    if facts.unit == "workday":
        return nth_day(facts, calendar, min(by_share, facts.total - rule.workdays_left))
    # Of calendar days too it is working days that must be left, or a Sunday's warning would come on Saturday.
    last = expected_due(facts, calendar)
    by_left = last
    while by_left > facts.origin and calendar.workdays_between(by_left, last) < rule.workdays_left:
        by_left -= timedelta(days=1)
    while by_left > facts.origin and (
        calendar.workdays_between(by_left - timedelta(days=1), last) <= rule.workdays_left
    ):
        by_left -= timedelta(days=1)
    return max(facts.origin, min(nth_day(facts, calendar, by_share), by_left))
