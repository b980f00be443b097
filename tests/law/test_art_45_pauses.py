"""行政许可法 第四十五条: the time that hearings, tests and expert reviews need is not counted."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from law_examples import examples

from engine.law.clocks import ClockFacts, ClockPaused, due, expected_due, remaining, used
from engine.law.national_calendar import NATIONAL
from engine.law.pauses import CAUSES, MatterCause, capped, check_pause, excluded_workdays, merge


def promised(accepted: date, limit: int, *pauses: tuple[date, date]) -> ClockFacts:
    return ClockFacts("promised", accepted, "workday", limit, pauses)


@pytest.mark.parametrize(
    ("accepted", "pause", "before", "after"),
    [
        (date(2025, 9, 15), (date(2025, 9, 22), date(2025, 9, 29)), date(2025, 9, 28), date(2025, 10, 13)),
        (date(2026, 9, 14), (date(2026, 9, 21), date(2026, 9, 29)), date(2026, 9, 28), date(2026, 10, 10)),
    ],
)
def test_the_published_pauses(accepted: date, pause: tuple[date, date], before: date, after: date) -> None:
    assert due(promised(accepted, 10), NATIONAL) == before
    assert due(promised(accepted, 10, pause), NATIONAL) == after
    assert excluded_workdays([pause], NATIONAL) == NATIONAL.workdays_between(*pause)


def test_the_day_a_pause_begins_is_used_and_the_day_it_ends_is_not() -> None:
    facts = promised(date(2026, 3, 2), 10, (date(2026, 3, 4), date(2026, 3, 6)))
    assert [used(facts, NATIONAL, date(2026, 3, day)) for day in (3, 4, 5, 6, 9)] == [1, 2, 2, 2, 3]


def test_a_pause_over_a_holiday_takes_out_working_days_only() -> None:
    assert due(promised(date(2025, 9, 30), 5, (date(2025, 9, 30), date(2025, 10, 9))), NATIONAL) == date(2025, 10, 15)


def test_a_pause_after_the_limit_moves_nothing() -> None:
    late = (date(2026, 3, 20), date(2026, 3, 27))
    assert due(promised(date(2026, 3, 2), 10, late), NATIONAL) == date(2026, 3, 16)


def test_a_second_pause_is_reached_because_of_the_first() -> None:
    first, second = (date(2026, 3, 10), date(2026, 3, 16)), (date(2026, 3, 18), date(2026, 3, 20))
    assert due(promised(date(2026, 3, 2), 10, first), NATIONAL) == date(2026, 3, 20)
    assert due(promised(date(2026, 3, 2), 10, first, second), NATIONAL) == date(2026, 3, 24)


def test_a_running_pause_has_no_due_day_yet() -> None:
    facts = ClockFacts("promised", date(2026, 3, 2), "workday", 10, paused_since=date(2026, 3, 5))
    with pytest.raises(ClockPaused, match="2026-03-05起暂停"):
        due(facts, NATIONAL)
    assert used(facts, NATIONAL, date(2026, 6, 1)) == 3
    assert remaining(facts, NATIONAL, date(2026, 6, 1)) == 7
    assert expected_due(facts, NATIONAL) == date(2026, 3, 16)
    assert due(facts.resumed(date(2026, 3, 12)), NATIONAL) == date(2026, 3, 23)
    with pytest.raises(ValueError, match="没有暂停"):
        facts.resumed(date(2026, 3, 12)).resumed(date(2026, 3, 13))


starts = st.dates(date(2019, 1, 2), date(2026, 3, 31))
limits = st.integers(1, 60)
stretch = st.tuples(st.integers(0, 120), st.integers(0, 60))


@examples
@given(starts, limits, st.integers(0, 40), st.integers(0, 60))
def test_pause_and_resume_add_exactly_the_working_days_between(
    start: date, limit: int, after: int, length: int
) -> None:
    plain = promised(start, limit)
    pause = (start + timedelta(days=after), start + timedelta(days=after + length))
    assume(pause[0] < due(plain, NATIONAL))
    moved = NATIONAL.workdays_between(due(plain, NATIONAL), due(promised(start, limit, pause), NATIONAL))
    assert moved == NATIONAL.workdays_between(*pause)


@examples
@given(starts, limits, st.lists(stretch, max_size=5))
def test_due_day_equals_a_count_that_skips_paused_days(
    start: date, limit: int, stretches: list[tuple[int, int]]
) -> None:
    pauses = tuple(
        (start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in stretches
    )
    day, left = start, limit
    while left:
        day += timedelta(days=1)
        paused = any(first < day <= last for first, last in pauses)
        left -= NATIONAL.is_workday(day) and not paused
    assert due(promised(start, limit, *pauses), NATIONAL) == day


@examples
@given(starts, limits, st.lists(stretch, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_pauses_do_not_matter(
    start: date, limit: int, stretches: list[tuple[int, int]], shuffler: random.Random
) -> None:
    pauses = [(start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in stretches]
    again = [*pauses, *pauses]
    shuffler.shuffle(again)
    assert promised(start, limit, *again) == promised(start, limit, *pauses)


def test_overlapping_pauses_count_once() -> None:
    spans = [(date(2026, 3, 4), date(2026, 3, 10)), (date(2026, 3, 6), date(2026, 3, 12))]
    assert merge(spans) == ((date(2026, 3, 4), date(2026, 3, 12)),)
    assert excluded_workdays(spans, NATIONAL) == 6
    with pytest.raises(ValueError, match="早于开始日"):
        merge([(date(2026, 3, 10), date(2026, 3, 4))])


def test_a_pause_counts_up_to_its_cap() -> None:
    assert capped(date(2026, 3, 2), date(2026, 6, 1), 30, NATIONAL) == (date(2026, 3, 2), date(2026, 4, 14))
    assert capped(date(2026, 3, 2), date(2026, 3, 9), 30, NATIONAL) == (date(2026, 3, 2), date(2026, 3, 9))
    assert capped(date(2026, 3, 2), date(2026, 6, 1), None, NATIONAL) == (date(2026, 3, 2), date(2026, 6, 1))


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_each_of_the_eight_causes_may_pause(cause: str) -> None:
    assert check_pause(cause, notice_given=True, days_told=10) is None


@pytest.mark.parametrize("cause", ["site_check", "joint_signature", "leader_absent", "consultation", ""])
def test_no_other_cause_may_pause(cause: str) -> None:
    breach = check_pause(cause, notice_given=True, days_told=10)
    assert breach is not None
    assert breach.rule == "pause_cause"
    assert "第四十五条" in str(breach)


@pytest.mark.parametrize(("given_", "told"), [(False, 10), (True, None), (True, 0)])
def test_the_time_needed_must_be_told_in_writing(given_: bool, told: int | None) -> None:
    breach = check_pause("expert_review", notice_given=given_, days_told=told)
    assert breach is not None
    assert breach.rule == "pause_notice"


def test_a_matter_may_carry_its_own_cause_with_its_basis_and_cap() -> None:
    dispute = MatterCause("dispute", "争议处理", "取水许可和水资源费征收管理条例 第十八条第三款", cap=5)
    assert check_pause("dispute", notice_given=True, days_told=5, matter_causes=[dispute]) is None
    over = check_pause("dispute", notice_given=True, days_told=6, matter_causes=[dispute])
    assert over is not None
    assert (over.rule, over.basis) == ("pause_cap", dispute.basis)
    unfounded = MatterCause("site_check", "现场审核", " ")
    assert check_pause("site_check", notice_given=True, days_told=3, matter_causes=[unfounded]) is not None


def test_a_matter_may_cap_a_cause_of_article_45() -> None:
    review = MatterCause("expert_review", "技术评审", "", cap=30)
    breach = check_pause("expert_review", notice_given=True, days_told=31, matter_causes=[review])
    assert breach is not None
    assert breach.rule == "pause_cap"
