"""行政许可法 第四十二条: extended once, by the head, no further than the law says, and the applicant is told why."""

from __future__ import annotations

from typing import Any

import pytest
from support import catering, joint, limits
from support.training import TrainingHall, publish

from engine.actor import SYSTEM
from engine.administration.hall_parameters import ChangeParameters
from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound, TaskClosed
from engine.parameters import written


def dues(training: TrainingHall, case: str) -> dict[str, Any]:
    return {clock.kind: clock.due_on for clock in training.supervisor.file(case).clocks if clock.stopped_on is None}


def test_the_head_extends_the_statutory_limit_and_the_promise_stays(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Accepted on 2 March: fifteen working days, promised seven.
    before = dues(training, case)
    extension = limits.propose(training.approver, case, days=10)
    assert dues(training, case) == before
    limits.decide(training["juzhang"], extension)
    calendar, after = training.hall.calendar, dues(training, case)
    assert after["statutory"] == calendar.add_workdays(before["statutory"], 10)
    assert after["promised"] == before["promised"]
    (notice,) = [one for one in training.supervisor.file(case).documents if one.kind == "extension_notice"]
    assert (notice.title, notice.number) == ("延长办理期限告知书", "汉市监延〔2026〕00001号")
    assert list(verify(training.hall)) == []


def test_a_hall_may_let_an_extension_excuse_its_promise(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.hall.run(ChangeParameters(by=SYSTEM, values={"extension_excuses_promise": written(True)}))
    before = dues(training, case)["promised"]
    limits.decide(training["juzhang"], limits.propose(training.approver, case, days=3))
    assert dues(training, case)["promised"] == training.hall.calendar.add_workdays(before, 3)
    assert list(verify(training.hall)) == []


def test_once_and_no_further_than_the_law_says(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    for days in (None, 0, -3, 11):
        with pytest.raises(Invalid, match=r"最多延长10个工作日.*第四十二条第一款"):
            limits.propose(training.approver, case, days=days)
    with pytest.raises(Invalid, match="请写明延长的理由"):
        limits.propose(training.approver, case, reason="  ")
    extension = limits.propose(training.approver, case)
    with pytest.raises(Forbidden, match="正在等待审批"):
        limits.propose(training.approver, case)
    limits.decide(training["juzhang"], extension)
    with pytest.raises(Forbidden, match="只能延长一次"):
        limits.propose(training.approver, case)
    with pytest.raises(TaskClosed, match="已由高远于2026-03-02审批"):
        limits.decide(training["juzhang"], extension)


def test_only_the_head_of_the_authority_approves(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    extension = limits.propose(training.approver, case)
    for login in ("shenpi", "jiancha", "chuangkou"):
        with pytest.raises(NotAllowed, match="须经本行政机关负责人批准"):
            limits.decide(training[login], extension)
    for login in ("xianzhang", "shoufei"):
        with pytest.raises(NotFound):
            limits.decide(training[login], extension)
    assert training["juzhang"].file(case).case["id"] == case


def test_joint_handling_is_extended_by_the_head_of_the_government(training: TrainingHall) -> None:
    joint.open_hall(training)
    files = dict(joint.joint_matter().files)
    together = files["matter.yaml"].replace(b"case_kind: {value: promised", b"case_kind: {value: joint")
    publish(training.hall, Bundle.of(joint.KEY, files | {"matter.yaml": together}))
    case = joint.accepted(training, "fire")
    before = dues(training, case)["statutory"]
    with pytest.raises(NotFound):
        training["xianzhang"].file(case)
    reviewer = training["xiaofang-shenhe"]
    extension = limits.propose(reviewer, case, at=training.open_elements(case)[0])
    with pytest.raises(NotAllowed, match="须经本级人民政府负责人批准"):
        limits.decide(training["juzhang"], extension)
    limits.decide(training["xianzhang"], extension)
    assert dues(training, case)["statutory"] == training.hall.calendar.add_workdays(before, 5)


def test_a_limit_that_has_passed_is_not_extended(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    extension = limits.propose(training.approver, case)
    training.pass_days(30)
    with pytest.raises(Forbidden, match="已经届满"):
        limits.decide(training["juzhang"], extension)
    with pytest.raises(Forbidden, match="已经届满"):
        limits.propose(training.approver, catering_late(training))


def catering_late(training: TrainingHall) -> str:
    case = catering.to_approval(training)
    training.pass_days(30)
    return case


def test_a_declined_proposal_says_why_and_may_be_made_again(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = dues(training, case)
    extension = limits.propose(training.approver, case)
    with pytest.raises(Invalid, match="不批准的理由"):
        limits.decide(training["juzhang"], extension, approve=False)
    limits.decide(training["juzhang"], extension, approve=False, reason="可以按期办结")
    assert dues(training, case) == before
    limits.propose(training.approver, case, days=2)


def test_a_decision_makes_the_proposal_lapse(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    extension = limits.propose(training.approver, case)
    catering.grant(training, case)
    with pytest.raises(Forbidden, match="不再需要延长"):
        limits.decide(training["juzhang"], extension)


def test_a_case_that_stands_still_is_extended_and_then_goes_on(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = dues(training, case)["statutory"]
    pause = limits.start(training.approver, case, days=5)
    limits.decide(training["juzhang"], limits.propose(training.approver, case, days=5))
    training.pass_days(7)
    limits.end(training.approver, pause)
    assert dues(training, case)["statutory"] == training.hall.calendar.add_workdays(before, 10)
    assert list(verify(training.hall)) == []
