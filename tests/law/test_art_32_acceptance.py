"""行政许可法 第三十二条: who does not ask for supplements within five days has accepted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples

from engine.law.acceptance import acceptance, decision_origin, deemed_acceptance, deemed_day, intake_due
from engine.law.clocks import due_day
from engine.law.national_calendar import NATIONAL

RECEIVED = date(2025, 9, 24)


def test_five_working_days_to_ask_for_supplements() -> None:
    assert intake_due(RECEIVED, NATIONAL) == date(2025, 9, 30)
    assert deemed_day(RECEIVED, NATIONAL) == date(2025, 10, 1)
    assert intake_due(RECEIVED, NATIONAL, count_start_day=True) == date(2025, 9, 29)


def test_silence_accepts_from_the_day_of_receipt() -> None:
    assert deemed_acceptance(RECEIVED, NATIONAL, date(2025, 9, 30)) is None
    silent = deemed_acceptance(RECEIVED, NATIONAL, date(2025, 10, 1))
    assert silent is not None
    assert (silent.day, silent.cause) == (RECEIVED, "deemed")
    assert "第三十二条第一款第四项" in silent.basis


def test_the_decision_is_due_from_receipt_and_not_from_the_day_the_rule_fired() -> None:
    silent = deemed_acceptance(RECEIVED, NATIONAL, date(2025, 10, 20))
    assert silent is not None
    assert due_day(NATIONAL, silent.day, 10) == date(2025, 10, 14)
    assert due_day(NATIONAL, date(2025, 10, 1), 10) == date(2025, 10, 21)


def test_an_answer_in_time_is_no_silence_but_a_late_one_is() -> None:
    today = date(2025, 10, 20)
    assert deemed_acceptance(RECEIVED, NATIONAL, today, answered=date(2025, 9, 30)) is None
    late = deemed_acceptance(RECEIVED, NATIONAL, today, answered=date(2025, 10, 9))
    assert late is not None
    assert late.day == RECEIVED


def test_market_registration_hands_back_and_never_accepts_by_silence() -> None:
    assert deemed_day(RECEIVED, NATIONAL, mode="return") is None
    assert deemed_acceptance(RECEIVED, NATIONAL, date(2025, 12, 1), mode="return") is None


def test_real_estate_is_accepted_when_the_day_is_over_unless_refused_on_the_spot() -> None:
    assert deemed_acceptance(RECEIVED, NATIONAL, RECEIVED, mode="on_the_spot_or_accepted") is None
    silent = deemed_acceptance(RECEIVED, NATIONAL, RECEIVED + timedelta(days=1), mode="on_the_spot_or_accepted")
    assert silent is not None
    assert silent.day == RECEIVED
    assert "不动产" in silent.basis
    later = date(2025, 12, 1)
    assert deemed_acceptance(RECEIVED, NATIONAL, later, answered=RECEIVED, mode="on_the_spot_or_accepted") is None


def test_the_spot_of_what_comes_in_on_a_rest_day_is_the_next_working_day() -> None:
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    assert deemed_acceptance(saturday, NATIONAL, monday, mode="on_the_spot_or_accepted") is None
    silent = deemed_acceptance(saturday, NATIONAL, monday + timedelta(days=1), mode="on_the_spot_or_accepted")
    assert silent is not None
    assert silent.day == saturday


def test_a_complete_application_is_accepted_on_the_day_it_became_complete() -> None:
    accepted = acceptance(date(2026, 3, 9))
    assert (accepted.day, accepted.cause) == (date(2026, 3, 9), "accepted")
    assert "第五项" in accepted.basis


@pytest.mark.parametrize(("origin", "day"), [("acceptance", date(2026, 3, 9)), ("receipt", date(2026, 3, 2))])
def test_some_statutes_count_from_receipt(origin: str, day: date) -> None:
    assert decision_origin(origin, received=date(2026, 3, 2), accepted=date(2026, 3, 9)) == day  # type: ignore[arg-type]


@examples
@given(st.dates(date(2019, 1, 1), date(2027, 6, 30)), st.integers(0, 40))
def test_deemed_acceptance_never_comes_before_five_working_days(received: date, later: int) -> None:
    today = received + timedelta(days=later)
    silent = deemed_acceptance(received, NATIONAL, today)
    assert (silent is not None) == (today > NATIONAL.add_workdays(received, 5))
