"""行政许可法 第四十五条: the time of eight causes does not count, and the applicant is told how long in writing."""

from __future__ import annotations

from datetime import date

import pytest
from support import catering, limits
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound, TaskClosed
from engine.jobs.worker import sweep_all
from engine.queries.inbox import Filters, inbox
from engine.queries.pauses import overlong_pauses
from engine.queries.supervision import WatchFilters, watched_cases


def dues(training: TrainingHall, case: str) -> dict[str, date]:
    return {clock.kind: clock.due_on for clock in training.supervisor.file(case).clocks if clock.stopped_on is None}


def sound(training: TrainingHall) -> bool:
    return list(verify(training.hall)) == []


def test_the_time_from_start_to_result_is_taken_out_of_every_limit(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Accepted on Monday 2 March.
    before, (step,) = dues(training, case), training.approver.file(case).open_tasks
    pause = limits.start(training.approver, case, days=5)
    assert sound(training)
    training.pass_days(7)  # Five working days on: what the applicant was told is what it came to.
    assert dues(training, case)["promised"] == before["promised"].replace(day=before["promised"].day + 7)
    limits.end(training.approver, pause)
    after, (same,) = dues(training, case), training.approver.file(case).open_tasks
    assert [(after[kind] - before[kind]).days for kind in ("promised", "statutory")] == [7, 7]
    assert (same.due_on - step.due_on).days == 7
    assert training.approver.file(case).case["promised_due"] == after["promised"]
    assert sound(training)


def test_while_it_runs_nothing_is_late_and_lists_say_since_when(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    pause = limits.start(training.approver, case, days=60)
    training.pass_days(80)
    sweep_all(training.hall)
    file = training.approver.file(case)
    assert {clock.light for clock in file.clocks if clock.stopped_on is None} == {"paused"}
    assert not any(line.act == "light" for line in file.trail)
    with training.hall.reading() as connection:
        calendar, boss = training.hall.calendar, training.supervisor.actor
        (row,) = inbox(connection, training.approver.actor, training.today, calendar, "claimable").rows
        assert (row.light, row.case_light, row.paused_since) == ("paused", "paused", date(2026, 3, 2))
        late = inbox(connection, training.approver.actor, training.today, calendar, "claimable", Filters(light="red"))
        assert late.rows == ()
        page = watched_cases(connection, boss, training.today, calendar, WatchFilters(light="paused"))
        assert [one.case_id for one in page.rows] == [case]
        assert page.counts["red"] == 0
    limits.end(training.approver, pause)
    sweep_all(training.hall)
    assert sound(training)


def test_what_the_law_counts_cannot_stop_the_clock_and_the_article_is_named(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    for cause in ("现场核查", "会签", "集体讨论", "征求意见", "leader_absent"):
        with pytest.raises(Forbidden, match="行政许可法 第四十五条"):
            limits.start(training.approver, case, cause)
    with pytest.raises(Invalid, match="第四十七条"):
        limits.start(training.approver, case, "hearing", days=21)
    for days in (None, 0, -1, 251):
        with pytest.raises(Invalid, match="1 至 250"):
            limits.start(training.approver, case, days=days)
    assert training.supervisor.file(case).case["paused_since"] is None


def test_a_cause_of_the_matter_has_its_own_basis_and_cap(training: TrainingHall) -> None:
    limits.own_law(training)
    case = catering.to_approval(training)
    with pytest.raises(Invalid, match=r"最长5个工作日.*试验条例 第十九条"):
        limits.start(training.approver, case, "征求意见", days=6)
    before = dues(training, case)["promised"]
    pause = limits.start(training.approver, case, "征求意见", days=2)
    training.pass_days(7)
    sweep_all(training.hall)
    assert training.supervisor.file(case).case["paused_since"] == date(2026, 3, 2)
    # Monday 9 March was the fifth and last day that the cap takes out; from the tenth on the limit runs again.
    training.pass_days(1)
    sweep_all(training.hall)
    file = training.supervisor.file(case)
    assert file.case["paused_since"] is None
    assert [line.act for line in file.trail].count("pause_capped") == 1
    assert sound(training)
    training.pass_days(3)
    limits.end(training.approver, pause)
    assert (dues(training, case)["promised"] - before).days == 7
    with pytest.raises(Forbidden, match="此前已经用去"):
        limits.start(training.approver, case, "征求意见", days=1)
    assert sound(training)


def test_overlapping_procedures_of_different_causes_count_once(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = dues(training, case)["statutory"]
    first = limits.start(training.approver, case, "testing")
    training.pass_days(1)
    second = limits.start(training.approver, case, "expert_review", days=4)
    with pytest.raises(Forbidden, match="专家评审已于2026-03-03开始"):
        limits.start(training.approver, case, "expert_review")
    limits.end(training.approver, first)
    assert training.supervisor.file(case).case["paused_since"] == date(2026, 3, 2)
    training.pass_days(6)
    limits.end(training.approver, second)
    assert (dues(training, case)["statutory"] - before).days == 7
    assert sound(training)


def test_nothing_is_decided_before_the_result_is_in(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    pause = limits.start(training.approver, case)
    with pytest.raises(Forbidden, match="结果尚未登记"):
        catering.grant(training, case)
    limits.end(training.approver, pause)
    catering.grant(training, case)
    assert sound(training)


def test_a_step_that_opens_meanwhile_stands_still_too(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    limits.start(training["suozhang"], case, at="assign_check")
    catering.assign(training, case)
    file = training.supervisor.file(case)
    assert {task.light for task in file.open_tasks} == {"paused"}
    assert sound(training)


def test_only_who_reviews_or_decides_starts_it_between_acceptance_and_decision(training: TrainingHall) -> None:
    case = catering.file_application(training)
    with pytest.raises(Forbidden, match="只有已受理"):
        limits.start(training.clerk, case, at="acceptance")
    catering.accept(training, case)
    for login in ("jiancha", "hecha1", "shoufei"):
        with pytest.raises(NotFound):
            limits.start(training[login], case, at="assign_check")
    pause = limits.start(training["suozhang"], case, at="assign_check")
    with pytest.raises(NotAllowed, match="办理本件审核、审批环节"):
        limits.end(training.supervisor, pause)
    with pytest.raises(NotFound):
        limits.end(training["shoufei"], pause)
    limits.end(training["suozhang"], pause)
    with pytest.raises(TaskClosed, match="已由罗岳于2026-03-02登记结束"):
        limits.end(training["suozhang"], pause)


def test_what_was_late_before_stays_late(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(12)  # The promise was due on 11 March; the statutory limit is not.
    limits.start(training.approver, case)
    lights = {clock.kind: clock.light for clock in training.supervisor.file(case).clocks if clock.stopped_on is None}
    assert lights == {"promised": "red", "statutory": "paused"}
    assert sound(training)


def test_past_the_days_told_it_stands_on_the_list_of_overlong_pauses(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    limits.start(training.approver, case, days=5)
    training.pass_days(7)

    def overlong() -> list[str]:
        with training.hall.reading() as connection:
            return [one.case_id for one in overlong_pauses(connection, training.hall.calendar, training.today)]

    assert overlong() == []
    training.pass_days(1)
    assert overlong() == [case]


def test_who_withdraws_ends_the_procedure_with_the_case(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    limits.start(training.approver, case)
    limits.propose(training.approver, case)
    training.hall.run(WithdrawCase(by=applicant(case), key=key(), case_id=case, reason="不办了"))
    assert training.supervisor.file(case).case["paused_since"] is None
    assert sound(training)


def test_the_notice_tells_the_applicant_how_long_and_is_numbered(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    limits.start(training.approver, case)
    (notice,) = [one for one in training.supervisor.file(case).documents if one.kind == "special_procedure_notice"]
    assert (notice.title, notice.number) == ("特别程序告知书", "汉市监特〔2026〕00001号")
