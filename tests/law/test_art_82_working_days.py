"""行政许可法 第八十二条: limits are counted in working days, statutory holidays not included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples

from engine.law.calendar import OutsideCalendar
from engine.law.clocks import due_day
from engine.law.national_calendar import NATIONAL

VECTORS = [
    ("2019-09-26", 5, "2019-10-09"),
    ("2019-09-26", 20, "2019-10-29"),
    ("2020-01-20", 20, "2020-02-25"),
    ("2020-04-28", 5, "2020-05-08"),
    ("2024-02-08", 5, "2024-02-21"),
    ("2024-02-08", 20, "2024-03-13"),
    ("2025-01-24", 5, "2025-02-07"),
    ("2025-09-24", 5, "2025-09-30"),
    ("2025-09-24", 20, "2025-10-28"),
    ("2025-09-24", 30, "2025-11-11"),
    ("2025-08-01", 45, "2025-10-10"),
    ("2025-08-01", 60, "2025-10-30"),
    ("2025-09-26", 5, "2025-10-10"),
    ("2025-09-26", 7, "2025-10-13"),
    ("2025-09-26", 10, "2025-10-16"),
    ("2025-09-26", 20, "2025-10-30"),
    ("2025-09-28", 10, "2025-10-17"),
    ("2025-10-01", 5, "2025-10-14"),
    ("2026-02-12", 5, "2026-02-26"),
    ("2026-02-12", 20, "2026-03-18"),
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-02-13", 1, "2026-02-14"),
    ("2026-09-18", 10, "2026-10-09"),
    ("2026-03-02", 5, "2026-03-09"),
    ("2026-03-02", 10, "2026-03-16"),
    ("2026-03-02", 20, "2026-03-30"),
]

days = st.dates(date(2019, 1, 1), date(2026, 6, 30))
counts = st.integers(1, 90)


@pytest.mark.parametrize(("start", "count", "due"), VECTORS)
def test_due_day_of_the_published_examples(start: str, count: int, due: str) -> None:
    assert due_day(NATIONAL, date.fromisoformat(start), count) == date.fromisoformat(due)


def test_working_days_of_each_year() -> None:
    counted = {
        year: NATIONAL.workdays_between(date(year, 1, 1), date(year, 12, 31))
        for year in range(2019, 2027)  # 1 January is a holiday in each of them
    }
    assert counted == {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


@examples
@given(days, counts)
def test_due_day_equals_a_count_day_by_day(start: date, count: int) -> None:
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= NATIONAL.is_workday(day)
    assert NATIONAL.add_workdays(start, count) == day


@examples
@given(days, counts)
def test_due_day_is_never_a_day_of_rest(start: date, count: int) -> None:
    assert NATIONAL.is_workday(NATIONAL.add_workdays(start, count))


@examples
@given(days, counts)
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    end = NATIONAL.add_workdays(start, count)
    assert NATIONAL.workdays_between(start, end) == count
    assert NATIONAL.workdays_between(end, start) == -count


@examples
@given(days, st.integers(0, 40), counts)
def test_a_later_start_is_never_due_earlier(start: date, later: int, count: int) -> None:
    after = start + timedelta(days=later)
    assert NATIONAL.add_workdays(start, count) <= NATIONAL.add_workdays(after, count)


@examples
@given(days, days, days)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    there = NATIONAL.workdays_between
    assert there(a, b) + there(b, c) == there(a, c)


def test_zero_days_stay_where_they_are() -> None:
    assert NATIONAL.add_workdays(date(2025, 10, 1), 0) == date(2025, 10, 1)
    with pytest.raises(ValueError, match="不能是负数"):
        NATIONAL.add_workdays(date(2025, 10, 1), -1)


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2028, 1, 1)])
def test_days_outside_the_calendar_are_not_guessed(day: date) -> None:
    with pytest.raises(OutsideCalendar, match="日历只有2019年至2027年"):
        NATIONAL.is_workday(day)


def test_a_limit_that_runs_out_of_the_calendar_says_so() -> None:
    with pytest.raises(OutsideCalendar, match="超出了日历的范围"):
        NATIONAL.add_workdays(date(2027, 12, 1), 40)
