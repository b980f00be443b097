"""行政许可法 第四十二条: twenty days and ten more, or forty-five and fifteen more."""

from __future__ import annotations

from datetime import date

import pytest

from engine.law.clocks import ClockFacts, depends_on_provisional, due, is_overdue, remaining, used
from engine.law.extensions import AUTHORITY_HEAD, GOVERNMENT_HEAD, REGIMES, check_extension
from engine.law.kinds import KINDS
from engine.law.national_calendar import NATIONAL


def test_unified_handling_and_its_extension() -> None:
    facts = ClockFacts("joint", date(2026, 3, 2), "workday", 45)
    extended = ClockFacts("joint", date(2026, 3, 2), "workday", 45, extension=15)
    assert due(facts, NATIONAL) == date(2026, 5, 8)
    assert due(extended, NATIONAL) == date(2026, 5, 28)


def test_days_used_and_left() -> None:
    facts = ClockFacts("statutory", date(2026, 3, 2), "workday", 20)
    assert used(facts, NATIONAL, date(2026, 3, 1)) == 0
    assert used(facts, NATIONAL, date(2026, 3, 2)) == 0
    assert remaining(facts, NATIONAL, date(2026, 3, 2)) == 20
    assert used(facts, NATIONAL, date(2026, 3, 9)) == 5
    assert remaining(facts, NATIONAL, date(2026, 3, 30)) == 0
    assert remaining(facts, NATIONAL, date(2026, 4, 1)) == -2
    assert not is_overdue(facts, NATIONAL, date(2026, 3, 30))
    assert is_overdue(facts, NATIONAL, date(2026, 3, 31))


def test_the_decision_stops_the_clock() -> None:
    facts = ClockFacts("statutory", date(2026, 3, 2), "workday", 20, stopped=date(2026, 3, 10))
    assert used(facts, NATIONAL, date(2026, 6, 1)) == 6
    assert not is_overdue(facts, NATIONAL, date(2026, 6, 1))


def test_a_hall_may_count_the_starting_day() -> None:
    facts = ClockFacts("statutory", date(2026, 3, 2), "workday", 5, count_start_day=True)
    assert due(facts, NATIONAL) == date(2026, 3, 6)
    assert used(facts, NATIONAL, date(2026, 3, 2)) == 1
    on_a_holiday = ClockFacts("statutory", date(2025, 10, 1), "workday", 5, count_start_day=True)
    assert due(on_a_holiday, NATIONAL) == date(2025, 10, 14)


def test_calendar_days_run_through_holidays() -> None:
    facts = ClockFacts("public_notice", date(2025, 9, 26), "calendar", 7)
    assert due(facts, NATIONAL) == date(2025, 10, 3)


def test_a_period_that_ends_on_a_rest_day_goes_on_to_the_next_working_day() -> None:
    facts = ClockFacts("fee", date(2025, 9, 26), "calendar", 7, next_workday_if_rest=True)
    assert due(facts, NATIONAL) == date(2025, 10, 9)
    assert not is_overdue(facts, NATIONAL, date(2025, 10, 9))
    assert remaining(facts, NATIONAL, date(2025, 10, 8)) == 1


def test_a_pause_in_calendar_days() -> None:
    facts = ClockFacts("fee", date(2026, 3, 2), "calendar", 7, ((date(2026, 3, 4), date(2026, 3, 6)),))
    assert due(facts, NATIONAL) == date(2026, 3, 11)


def test_a_limit_into_a_provisional_year_may_still_move() -> None:
    into_2027 = ClockFacts("joint", date(2026, 11, 24), "workday", 45)
    assert due(into_2027, NATIONAL) == date(2027, 1, 27)
    assert depends_on_provisional(into_2027, NATIONAL)
    assert not depends_on_provisional(ClockFacts("joint", date(2026, 3, 2), "workday", 45), NATIONAL)


def test_negative_limits_and_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="不能是负数"):
        ClockFacts("statutory", date(2026, 3, 2), "workday", -1)
    with pytest.raises(ValueError, match="期限单位"):
        ClockFacts("statutory", date(2026, 3, 2), "week", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("regime", "most", "approver"),
    [
        ("licence", 10, AUTHORITY_HEAD),
        ("joint", 15, GOVERNMENT_HEAD),
        ("market_registration", 3, AUTHORITY_HEAD),
    ],
)
def test_how_far_and_by_whom_a_limit_is_extended(regime: str, most: int, approver: str) -> None:
    rule = REGIMES[regime]

    def broken(days: int = most, before: int = 0, by: str = approver, why: str = "案情复杂") -> str | None:
        breach = check_extension(rule, days, extended_before=before, approver=by, reason=why)
        return breach and breach.rule

    assert broken() is None
    assert broken(days=most + 1) == "extension_most"
    assert broken(days=0) == "extension_most"
    assert broken(before=1) == "extension_once"
    assert broken(by="section_head") == "extension_approver"
    assert broken(why=" ") == "extension_reason"


def test_who_extends_unified_handling_is_the_government_not_the_authority() -> None:
    breach = check_extension(REGIMES["joint"], 15, extended_before=0, approver=AUTHORITY_HEAD, reason="案情复杂")
    assert breach is not None
    assert "本级人民政府负责人" in breach.message
    assert "第四十二条第二款" in breach.basis


@pytest.mark.parametrize(
    ("kind", "limit", "unit"),
    [
        ("intake", 5, "workday"),
        ("statutory", 20, "workday"),
        ("joint", 45, "workday"),
        ("level", 20, "workday"),
        ("delivery", 10, "workday"),
        ("consultation", 7, "workday"),
        ("hearing_request", 5, "workday"),
        ("hearing", 20, "workday"),
        ("public_notice", 5, "workday"),
        ("complaint", 5, "workday"),
    ],
)
def test_default_limits_of_the_kinds_of_clock(kind: str, limit: int, unit: str) -> None:
    assert (KINDS[kind].limit, KINDS[kind].unit) == (limit, unit)


def test_consultation_of_departments_runs_inside_the_limit() -> None:
    assert not KINDS["consultation"].pausable
    assert KINDS["statutory"].pausable
