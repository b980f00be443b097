"""电子监察 EM-02 to EM-04: yellow at nine tenths or one working day left, red once the limit has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples

from engine.law.clocks import ClockFacts, ClockPaused, due, remaining, used
from engine.law.lights import LightRule, light, red_day, yellow_day
from engine.law.national_calendar import NATIONAL

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("limit", "yellow", "red"),
    [
        (1, "2026-03-02", "2026-03-04"),
        (2, "2026-03-03", "2026-03-05"),
        (5, "2026-03-06", "2026-03-10"),
        (10, "2026-03-13", "2026-03-17"),
        (20, "2026-03-26", "2026-03-31"),
    ],
)
def test_when_a_limit_turns_yellow_and_red(limit: int, yellow: str, red: str) -> None:
    facts = ClockFacts("promised", MONDAY, "workday", limit)
    assert yellow_day(facts, NATIONAL) == date.fromisoformat(yellow)
    assert red_day(facts, NATIONAL) == date.fromisoformat(red)


def test_the_light_of_each_day() -> None:
    facts = ClockFacts("promised", MONDAY, "workday", 5)
    seen = [light(facts, NATIONAL, date(2026, 3, day)) for day in (2, 5, 6, 9, 10)]
    assert seen == ["green", "green", "yellow", "yellow", "red"]


def test_finished_in_time_is_green_and_finished_late_stays_red() -> None:
    in_time = ClockFacts("promised", MONDAY, "workday", 5, stopped=date(2026, 3, 9))
    late = ClockFacts("promised", MONDAY, "workday", 5, stopped=date(2026, 3, 10))
    assert light(in_time, NATIONAL, date(2026, 6, 1)) == "green"
    assert light(late, NATIONAL, date(2026, 6, 1)) == "red"


def test_a_paused_clock_keeps_its_light() -> None:
    green = ClockFacts("promised", MONDAY, "workday", 5, paused_since=date(2026, 3, 4))
    yellow = ClockFacts("promised", MONDAY, "workday", 5, paused_since=date(2026, 3, 6))
    red = ClockFacts("promised", MONDAY, "workday", 5, paused_since=date(2026, 3, 12))
    assert [light(facts, NATIONAL, date(2026, 6, 1)) for facts in (green, yellow, red)] == [
        "green",
        "yellow",
        "red",
    ]
    for day_of in (yellow_day, red_day):
        with pytest.raises(ClockPaused):
            day_of(green, NATIONAL)


def test_an_extension_turns_a_red_light_off() -> None:
    today = date(2026, 3, 31)
    assert light(ClockFacts("statutory", MONDAY, "workday", 20), NATIONAL, today) == "red"
    assert light(ClockFacts("statutory", MONDAY, "workday", 20, extension=10), NATIONAL, today) == "green"


def test_calendar_days_warn_while_somebody_is_at_work() -> None:
    notice = ClockFacts("public_notice", date(2026, 3, 1), "calendar", 7)
    assert due(notice, NATIONAL) == date(2026, 3, 8)  # a Sunday
    assert yellow_day(notice, NATIONAL) == date(2026, 3, 5)  # Thursday: Friday is the last working day
    assert red_day(notice, NATIONAL) == date(2026, 3, 9)


def test_a_hall_may_warn_earlier() -> None:
    facts = ClockFacts("promised", MONDAY, "workday", 20)
    assert yellow_day(facts, NATIONAL, LightRule(percent=50)) == date(2026, 3, 16)
    assert yellow_day(facts, NATIONAL, LightRule(workdays_left=5)) == date(2026, 3, 23)


starts = st.dates(date(2019, 1, 2), date(2026, 6, 30))
limits = st.integers(1, 60)


@examples
@given(starts, limits, st.integers(0, 120))
def test_the_light_follows_the_numbers(start: date, limit: int, later: int) -> None:
    facts = ClockFacts("promised", start, "workday", limit)
    today = start + timedelta(days=later)
    expected = "green"
    if today > due(facts, NATIONAL):
        expected = "red"
    elif 10 * used(facts, NATIONAL, today) >= 9 * limit or remaining(facts, NATIONAL, today) <= 1:
        expected = "yellow"
    assert light(facts, NATIONAL, today) == expected


@examples
@given(
    starts,
    limits,
    st.sampled_from(["workday", "calendar"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=2),
)
def test_a_worker_can_schedule_by_yellow_day_and_red_day(
    start: date, limit: int, unit: str, roll: bool, stretches: list[tuple[int, int]]
) -> None:
    pauses = tuple((start + timedelta(days=a), start + timedelta(days=a + b)) for a, b in stretches)
    facts = ClockFacts("x", start, unit, limit, pauses, next_workday_if_rest=roll)  # type: ignore[arg-type]
    yellow, red = yellow_day(facts, NATIONAL), red_day(facts, NATIONAL)
    assert start <= yellow < red
    assert light(facts, NATIONAL, yellow) == "yellow"
    assert light(facts, NATIONAL, red - timedelta(days=1)) == "yellow"
    assert light(facts, NATIONAL, red) == "red"
    if yellow > start:
        assert light(facts, NATIONAL, yellow - timedelta(days=1)) == "green"
