"""Calendars as values: versions, provisional years, corrections, and what may not be in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.law.calendar import Calendar, CalendarYear, OutsideCalendar
from engine.law.national_calendar import NATIONAL


def test_the_version_names_the_content() -> None:
    again = Calendar.from_record(list(reversed(NATIONAL.record())))
    assert again == NATIONAL
    assert again.version == NATIONAL.version
    assert hash(again) == hash(NATIONAL)


def test_a_correction_makes_another_version_and_moves_what_crosses_it() -> None:
    year = NATIONAL.years[-2]
    longer = replace(year, off=(*year.off, (date(2026, 10, 8), "国庆节")), worked=year.worked[:-1])
    corrected = NATIONAL.replace(longer)
    assert corrected.version != NATIONAL.version
    assert NATIONAL.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert corrected.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 9)
    assert corrected.add_workdays(date(2026, 3, 2), 20) == NATIONAL.add_workdays(date(2026, 3, 2), 20)


def test_2027_is_provisional_and_has_the_thirteen_statutory_days() -> None:
    assert not NATIONAL.is_provisional(date(2026, 12, 31))
    assert NATIONAL.is_provisional(date(2027, 1, 1))
    statutory = ["01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15"]
    statutory += ["10-01", "10-02", "10-03"]
    assert len(statutory) == 13
    assert not any(NATIONAL.is_workday(date.fromisoformat(f"2027-{day}")) for day in statutory)


def test_the_year_after_the_last_can_be_added() -> None:
    year = CalendarYear(2028, "试排", off=())
    assert NATIONAL.replace(year).is_workday(date(2028, 1, 3))
    with pytest.raises(OutsideCalendar):
        NATIONAL.is_workday(date(2028, 1, 3))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 3, 2), "工作日"),
        (date(2026, 3, 1), "周日休息"),
        (date(2026, 2, 17), "春节放假（国务院办公厅关于2026年部分节假日安排的通知）"),
        (date(2026, 2, 14), "周六调休上班（国务院办公厅关于2026年部分节假日安排的通知）"),
        (date(2027, 3, 1), "工作日（2027年日历为暂定）"),
    ],
)
def test_each_day_has_a_reason(day: date, reason: str) -> None:
    assert NATIONAL.reason(day) == reason


@pytest.mark.parametrize(
    ("off", "worked", "message"),
    [
        ([(date(2026, 5, 2), "劳动节")], [], "本来就休息"),
        ([], [date(2026, 5, 5)], "本来就上班"),
        ([(date(2025, 5, 1), "劳动节")], [], "不在2026年之内"),
        ([(date(2026, 5, 1), "劳动节"), (date(2026, 5, 1), "劳动节")], [], "重复的日期"),
    ],
)
def test_a_year_that_contradicts_the_week_is_refused(off: list, worked: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CalendarYear(2026, "通知", tuple(off), tuple(worked))


def test_a_gap_between_years_is_refused() -> None:
    with pytest.raises(ValueError, match="依次相连"):
        Calendar((NATIONAL.years[0], NATIONAL.years[2]))
    with pytest.raises(ValueError, match="至少要有一个年度"):
        Calendar(())


def test_an_incomplete_record_is_refused() -> None:
    with pytest.raises(ValueError, match="不完整"):
        CalendarYear.from_record({"year": 2026})


def test_years_beyond_the_last_are_provisional_and_know_only_fixed_holidays() -> None:
    longer = NATIONAL.prolonged(2030)
    assert (longer.years[: len(NATIONAL.years)], longer.last) == (NATIONAL.years, date(2030, 12, 31))
    assert [year.provisional for year in longer.years[-3:]] == [True, True, True]
    off = {day.strftime("%m-%d") for day, _ in longer.years[-3].off}
    assert off == {"05-01", "05-02", "10-02", "10-03"}  # in 2028, 1 January is a Saturday and 1 October a Sunday
    assert "暂定" in longer.reason(date(2028, 5, 1))
    assert NATIONAL.prolonged(2020) == NATIONAL


def test_a_limit_in_a_year_beyond_is_rather_too_early_than_too_late() -> None:
    spring_festival = CalendarYear(2028, "通知", tuple((date(2028, 1, day), "春节") for day in range(25, 29)))
    start = date(2028, 1, 20)
    assert NATIONAL.prolonged(2028).add_workdays(start, 10) < NATIONAL.replace(spring_festival).add_workdays(start, 10)
