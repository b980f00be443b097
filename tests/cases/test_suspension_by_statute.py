"""中止办理: only where the matter's own law says so; nothing is done and nothing counts until it is resumed."""

from __future__ import annotations

import pytest
from support import catering, limits
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.errors import Forbidden, Invalid, TaskClosed
from engine.jobs.worker import sweep_all


def test_a_matter_without_such_a_law_cannot_be_suspended(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Forbidden, match="没有法律规定本事项可以以此为由中止办理"):
        limits.suspend(training.approver, case)


def test_a_suspended_case_stands_still_until_it_is_resumed(training: TrainingHall) -> None:
    limits.own_law(training)
    case = catering.to_approval(training)
    before = {clock.kind: clock.due_on for clock in training.supervisor.file(case).clocks}
    pause = limits.suspend(training.approver, case)
    with pytest.raises(Forbidden, match="不能重复中止"):
        limits.suspend(training.approver, case)
    with pytest.raises(Forbidden, match="恢复办理之前不能办理"):
        catering.grant(training, case)
    training.pass_days(70)
    sweep_all(training.hall)
    assert list(verify(training.hall)) == []
    limits.resume(training.approver, pause)
    with pytest.raises(TaskClosed, match="已由宋明远"):
        limits.resume(training.approver, pause)
    file = training.supervisor.file(case)
    taken = training.hall.calendar.workdays_between(training.today.replace(month=3, day=2), training.today)
    for clock in file.clocks:
        if clock.stopped_on is None:
            assert clock.due_on == training.hall.calendar.add_workdays(before[clock.kind], taken)
    kinds = [one.kind for one in file.documents]
    assert kinds[-2:] == ["suspension_notice", "resumption_notice"]
    assert list(verify(training.hall)) == []
    catering.grant(training, case)


def test_both_need_a_reason(training: TrainingHall) -> None:
    limits.own_law(training)
    case = catering.to_approval(training)
    pause = limits.suspend(training.approver, case)
    from engine.cases.resume import Resume

    with pytest.raises(Invalid, match="恢复办理的理由"):
        training.hall.run(Resume(by=training.approver.actor, pause_id=pause, reason=" "))
