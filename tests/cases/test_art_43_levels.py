"""行政许可法 第四十三条: a lower level reviews within twenty working days of its own acceptance."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update
from support import catering, limits
from support.levels import accepted, file_upward, level_limits, open_upward
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.jobs.worker import sweep_all
from engine.queries.clock_explanations import explain_clocks, in_chinese
from engine.store.base import table_of
from engine.store.clocks import CaseClock

OWN = """  levels:
    - level: town
      limit: {value: {days: 10}, mark: own, source: 试验}
fee:
"""
LAW = "行政许可法 第四十三条"


def at(training: TrainingHall, day: str) -> None:
    training.clock.at = datetime.fromisoformat(f"{day}T01:30").replace(tzinfo=UTC)


def said(training: TrainingHall, case: str) -> list[str]:
    with training.hall.reading() as connection:
        explained = explain_clocks(training.hall, connection, case, "level")
    return [line for one in explained for line in in_chinese(one)]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-03-02", "2026-03-30"),
        # 劳动节 off, Saturday 9 May worked.
        ("2026-04-20", "2026-05-20"),
        # 中秋 and 国庆 off, Sunday 20 September and Saturday 10 October worked.
        ("2026-09-14", "2026-10-16"),
        # The first day counted is a Saturday that is worked (10 October).
        ("2026-10-09", "2026-11-05"),
    ],
)
def test_twenty_working_days_from_its_own_acceptance(training: TrainingHall, day: str, due: str) -> None:
    open_upward(training)
    at(training, day)
    case = accepted(training)
    (clock,) = level_limits(training, case)
    assert (clock.origin.isoformat(), clock.limit, clock.due_on.isoformat()) == (day, 20, due)
    assert clock.basis == LAW
    assert list(verify(training.hall)) == []


def test_it_stops_when_the_town_sends_up_and_the_county_has_the_limit_of_the_decision(training: TrainingHall) -> None:
    open_upward(training)
    case = accepted(training)
    assert level_limits(training, case)[0].stopped_on is None
    training.pass_days(3)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    (clock,) = level_limits(training, case)
    assert clock.stopped_on == training.today
    training["county_reviewer"].complete(case, "county_review", result="pass")
    training["county_approver"].complete(case, "county_approval", result="grant")
    assert len(level_limits(training, case)) == 1
    assert list(verify(training.hall)) == []


def test_the_matter_may_give_the_town_less(training: TrainingHall) -> None:
    open_upward(training, ("fee:\n", OWN))
    (clock,) = level_limits(training, accepted(training))
    assert (clock.limit, clock.due_on, clock.basis) == (10, date(2026, 3, 16), LAW)


def test_it_counts_from_receipt_where_the_matter_does(training: TrainingHall) -> None:
    open_upward(training, ("clock_origin: {value: acceptance", "clock_origin: {value: receipt"))
    case = file_upward(training)
    training.pass_days(2)
    training["town_clerk"].complete(case, "acceptance", result="accept")
    assert level_limits(training, case)[0].origin == date(2026, 3, 2)


def test_silence_accepts_for_the_town_too(training: TrainingHall) -> None:
    open_upward(training)
    case = file_upward(training)
    training.pass_days(8)
    sweep_all(training.hall)
    assert [clock.origin for clock in level_limits(training, case)] == [date(2026, 3, 2)]
    assert list(verify(training.hall)) == []


def test_a_case_of_one_level_has_none(training: TrainingHall) -> None:
    assert level_limits(training, catering.to_approval(training)) == []


def test_a_town_that_helps_a_county_which_accepted_has_none(training: TrainingHall) -> None:
    open_upward(training, accepts="county")
    case = file_upward(training)
    training["county_clerk"].complete(case, "acceptance", result="accept")
    assert training.open_elements(case) == ["town_review"]
    training["town_reviewer"].complete(case, "town_review", result="pass")
    assert level_limits(training, case) == []
    assert list(verify(training.hall)) == []


def test_a_case_that_is_sent_back_goes_on_with_what_was_left(training: TrainingHall) -> None:
    open_upward(training)
    case = accepted(training)
    training.pass_days(7)  # Monday: five working days used.
    training["town_reviewer"].complete(case, "town_review", result="pass")
    training.pass_days(7)  # The county's own week.
    training["county_reviewer"].complete(case, "county_review", result="return")
    first, again = level_limits(training, case)
    assert first.stopped_on == date(2026, 3, 9)
    assert (again.origin, again.limit, again.due_on) == (date(2026, 3, 16), 15, date(2026, 4, 7))
    assert again.basis == f"{LAW}，退回后接续计算"
    assert list(verify(training.hall)) == []
    training["town_reviewer"].complete(case, "town_review", result="pass")
    assert all(clock.stopped_on for clock in level_limits(training, case))
    # Back on the day on which it went up: nothing is used twice.
    training["county_reviewer"].complete(case, "county_review", result="return")
    assert level_limits(training, case)[-1].limit == 15


def test_a_town_that_used_all_its_days_has_none_left(training: TrainingHall) -> None:
    open_upward(training)
    case = accepted(training)
    training.pass_days(40)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    training["county_reviewer"].complete(case, "county_review", result="return")
    again = level_limits(training, case)[-1]
    assert (again.limit, again.due_on) == (0, training.today)
    assert list(verify(training.hall)) == []


def test_each_level_below_the_deciding_one_has_its_own(training: TrainingHall) -> None:
    open_upward(training, city=True)
    case = accepted(training)
    training.pass_days(1)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    town, county = level_limits(training, case)
    assert (town.stopped_on, county.origin, county.limit) == (training.today, training.today, 20)
    training.pass_days(2)
    training["county_reviewer"].complete(case, "county_review", result="return")
    training.pass_days(1)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    assert [clock.limit for clock in level_limits(training, case)] == [20, 20, 19, 18]
    training["county_reviewer"].complete(case, "county_review", result="pass")
    assert all(clock.stopped_on for clock in level_limits(training, case))
    training["city_approver"].complete(case, "city_approval", result="return")
    assert [clock.stopped_on for clock in level_limits(training, case)][-1] is None
    assert list(verify(training.hall)) == []


def test_a_special_procedure_stands_it_still(training: TrainingHall) -> None:
    open_upward(training)
    case = accepted(training)
    by = training["town_reviewer"]
    pause = limits.start(by, case, days=5, at="town_review")
    assert level_limits(training, case)[0].paused_since == date(2026, 3, 2)
    training.pass_days(7)
    limits.end(by, pause)
    (clock,) = level_limits(training, case)
    assert (clock.paused_since, clock.due_on) == (None, date(2026, 4, 7))  # Five working days and 清明.
    assert list(verify(training.hall)) == []


def test_it_is_explained_day_by_day_with_the_article(training: TrainingHall) -> None:
    open_upward(training)
    lines = said(training, accepted(training))
    assert lines[0] == f"下级审查时限：自2026-03-02起20个工作日（{LAW}）"
    assert lines[-1] == "  截止日 2026-03-30"
    assert any("休息日" in line or "周末" in line or "星期六" in line for line in lines)


def test_the_doctor_finds_one_that_runs_on_and_one_that_does_not_run(training: TrainingHall) -> None:
    open_upward(training)
    case = accepted(training)
    clock = table_of(CaseClock)
    own = update(clock).where(clock.c.case_id == case, clock.c.kind == "level")
    with training.hall.database.begin() as connection:
        connection.execute(own.values(due_on=date(2026, 5, 1)))
    assert [one.detail for one in verify(training.hall) if "level" in one.detail] == ["level 2026-05-01"]
    with training.hall.database.begin() as connection:
        connection.execute(own.values(due_on=date(2026, 3, 30)))
    training["town_reviewer"].complete(case, "town_review", result="pass")
    with training.hall.database.begin() as connection:
        connection.execute(own.values(stopped_on=None))
    assert ["level" in one.detail for one in verify(training.hall)] == [True]
