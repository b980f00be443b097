"""行政许可法 第四十五条: from rows of pauses to the facts of a clock, and to what lists forecast."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from engine.cases.clock_facts import Standstill, facts_of, standstill
from engine.cases.days import NO_LIMIT, clock_days, look_again, step_days
from engine.law.clocks import due, used
from engine.law.counting import Counting
from engine.law.national_calendar import NATIONAL


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(origin: str, limit: int, kind: str = "statutory", extension: int = 0, stopped: str = "") -> Any:
    return SimpleNamespace(
        kind=kind,
        origin=day(origin),
        unit="workday",
        limit=limit,
        extension=extension,
        count_start_day=False,
        stopped_on=day(stopped) if stopped else None,
    )


def pause(
    first: str, last: str = "", told: int | None = 10, cap: int | None = None, cap_unit: str = "workday"
) -> SimpleNamespace:
    ended = day(last) if last else None
    return SimpleNamespace(started_on=day(first), ended_on=ended, days_told=told, cap=cap, cap_unit=cap_unit)


def still(today: str, *pauses: SimpleNamespace) -> Standstill:
    return standstill(pauses, NATIONAL, day(today))


@pytest.mark.parametrize(
    ("origin", "first", "last", "expected"),
    [
        ("2025-09-15", "2025-09-22", "2025-09-29", "2025-10-13"),
        ("2026-09-14", "2026-09-21", "2026-09-29", "2026-10-10"),  # a working Saturday
    ],
)
def test_the_time_of_an_expert_review_is_added_to_the_limit(origin: str, first: str, last: str, expected: str) -> None:
    facts = facts_of(clock(origin, 10), still(last, pause(first, last)))
    assert due(facts, NATIONAL) == day(expected)


def test_overlapping_pauses_of_different_causes_count_once() -> None:
    both = still("2026-09-29", pause("2026-09-21", "2026-09-24"), pause("2026-09-23", "2026-09-29"))
    assert due(facts_of(clock("2026-09-14", 10), both), NATIONAL) == day("2026-10-10")


def test_a_pause_that_began_while_another_ran_stands_still_from_the_first() -> None:
    found = still("2026-09-28", pause("2026-09-21", "2026-09-24"), pause("2026-09-23"))
    assert found.since == day("2026-09-21")
    assert used(facts_of(clock("2026-09-14", 10), found), NATIONAL, day("2026-09-28")) == 6


def test_days_over_the_cap_count_again() -> None:
    row = clock("2026-09-14", 10)
    before, after = (still(today, pause("2026-09-21", cap=3)) for today in ("2026-09-24", "2026-09-27"))
    assert (before.since, before.until) == (day("2026-09-21"), day("2026-09-24"))
    assert after.since is None
    # Until the cap and a day past it the due day is one and the same: of 21 to 29 September three days are taken out.
    ended = still("2026-09-29", pause("2026-09-21", "2026-09-29", cap=3))
    assert due(facts_of(row, after), NATIONAL) == due(facts_of(row, ended), NATIONAL) == day("2026-10-08")
    assert look_again(clock_days(Counting(NATIONAL), facts_of(row, before), before), before, "green") == day(
        "2026-09-25"
    )


def test_while_a_pause_runs_the_due_day_is_the_one_the_applicant_was_told() -> None:
    found = still("2026-09-22", pause("2026-09-21", told=5))
    days = clock_days(Counting(NATIONAL), facts_of(clock("2026-09-14", 10), found), found)
    assert (days.due_on, days.paused_since) == (day("2026-10-10"), day("2026-09-21"))
    assert look_again(days, found, "green") is None


def test_what_is_suspended_has_no_forecast_and_is_sorted_last() -> None:
    found = still("2026-09-22", pause("2026-09-21", told=None))
    assert step_days(Counting(NATIONAL), day("2026-09-18"), 3, found).sort_on == NO_LIMIT


def test_a_step_that_opens_during_a_pause_has_used_nothing() -> None:
    found = still("2026-09-23", pause("2026-09-21", told=4))
    step = step_days(Counting(NATIONAL), day("2026-09-23"), 2, found)
    assert (step.paused_since, step.due_on) == (day("2026-09-23"), day("2026-09-30"))


def test_clocks_that_are_not_of_the_decision_go_on() -> None:
    found = still("2026-09-28", pause("2026-09-21"))
    delivery = facts_of(clock("2026-09-14", 10, kind="delivery"), found)
    assert delivery.paused_since is None
    assert due(delivery, NATIONAL) == day("2026-09-28")
    stopped = facts_of(clock("2026-09-14", 10, stopped="2026-09-18"), found)
    assert stopped.paused_since is None


def test_an_extension_is_counted_after_the_limit() -> None:
    assert due(facts_of(clock("2026-03-02", 45, extension=15)), NATIONAL) == day("2026-05-28")
