"""行政许可法 第二十六条第二款: several departments decide together; who has not answered has not consented."""

from __future__ import annotations

import pytest
from documents_of import printed
from support import joint
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.errors import Forbidden, Invalid
from engine.queries.branches import branches


@pytest.fixture
def hall_of_joint(training: TrainingHall) -> TrainingHall:
    joint.open_hall(training)
    return training


def sum_up(training: TrainingHall, case: str, result: str) -> None:
    values = {"result": result, "opinion": "汇总"}
    if result != "grant":
        values |= {"reason": "消防分项不同意", "basis": "消防法 第十五条"}
    training.approver.complete(case, "summary", **values)


def states(training: TrainingHall, case: str) -> dict[str, str]:
    return {one.name: one.state for one in branches(training.approver.file(case))}


def outcome(training: TrainingHall, case: str) -> str:
    return str(training.approver.file(case).case["outcome"])


def test_only_chosen_branches_are_opened(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    assert hall_of_joint.open_elements(case) == ["fire_review", "sign_review"]
    assert states(hall_of_joint, case) == {
        "fire_decision": "in_hand", "sign_decision": "in_hand", "tobacco_decision": "not_chosen"
    }  # fmt: skip


def test_all_consent_and_the_lead_grants(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint)
    for name in joint.BRANCHES:
        joint.review(hall_of_joint, case, name)
        joint.decide(hall_of_joint, case, name)
    assert hall_of_joint.status(case) == "accepted"
    assert set(states(hall_of_joint, case).values()) == {"consent"}
    sum_up(hall_of_joint, case, "grant")
    assert (hall_of_joint.status(case), outcome(hall_of_joint, case)) == ("decided", "granted")
    papers = [one.kind for one in hall_of_joint.approver.file(case).documents]
    assert papers == ["receipt", "acceptance_notice", *["branch_opinion"] * 3, "grant_decision"]
    assert list(verify(hall_of_joint.hall)) == []


def test_each_branch_writes_in_its_own_departments_name(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    joint.review(hall_of_joint, case, "fire")
    joint.decide(hall_of_joint, case, "fire", "decline")
    text = printed(hall_of_joint, case, "branch_refusal")
    for said in (
        "县消防救援大队",
        "县消防救援大队不准〔2026〕00001号",
        "疏散通道宽度不足",
        "消防法",
        "行政复议",
        "fire_decision",
    ):
        assert said in text
    joint.review(hall_of_joint, case, "sign")
    joint.decide(hall_of_joint, case, "sign")
    assert "县城市管理局" in printed(hall_of_joint, case, "branch_opinion")


def test_a_branch_declines_with_reason_and_basis_only(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    joint.review(hall_of_joint, case, "fire")
    with pytest.raises(Invalid, match="理由和法律依据"):
        hall_of_joint["fire_approver"].complete(case, "fire_decision", result="decline", opinion="不同意")


def test_one_declines_the_others_go_on_and_it_is_granted_in_part(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    joint.review(hall_of_joint, case, "fire")
    joint.decide(hall_of_joint, case, "fire", "decline")
    assert hall_of_joint.open_elements(case) == ["sign_review"]
    joint.review(hall_of_joint, case, "sign")
    joint.decide(hall_of_joint, case, "sign")
    for result, said in (("grant", "不同意，不能全部准予"), ("refuse", "已经同意，不能全部不予")):
        with pytest.raises(Forbidden, match=said):
            sum_up(hall_of_joint, case, result)
    sum_up(hall_of_joint, case, "partial")
    assert outcome(hall_of_joint, case) == "partly_granted"
    text = printed(hall_of_joint, case, "partial_decision")
    assert "县消防救援大队不予" in text
    assert "县城市管理局准予" in text
    assert list(verify(hall_of_joint.hall)) == []
    hall_of_joint["maker"].complete(case, "certificate", certificate_no="1号", valid_from="2026-03-02")
    assert [one.kind for one in hall_of_joint.approver.file(case).documents][-1] == "certificate"


def test_rework_in_one_branch_leaves_the_others_alone(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    for name in ("fire", "sign"):
        joint.review(hall_of_joint, case, name)
    joint.decide(hall_of_joint, case, "sign")
    joint.decide(hall_of_joint, case, "fire", "return")
    assert hall_of_joint.open_elements(case) == ["fire_review"]
    assert states(hall_of_joint, case)["sign_decision"] == "consent"
    assert states(hall_of_joint, case)["fire_decision"] == "in_hand"


def test_part_of_one_department_is_no_part(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire")
    joint.review(hall_of_joint, case, "fire")
    joint.decide(hall_of_joint, case, "fire")
    with pytest.raises(Forbidden, match="部分准予须有"):
        sum_up(hall_of_joint, case, "partial")


def test_a_silent_branch_turns_red_and_consents_to_nothing(hall_of_joint: TrainingHall) -> None:
    case = joint.accepted(hall_of_joint, "fire", "sign")
    joint.review(hall_of_joint, case, "fire")
    joint.decide(hall_of_joint, case, "fire")
    hall_of_joint.pass_days(30)
    assert hall_of_joint.open_elements(case) == ["sign_review"]
    (sign,) = [one for one in branches(hall_of_joint.approver.file(case)) if one.name == "sign_decision"]
    assert (sign.state, sign.light, sign.department_name) == ("in_hand", "red", "县城市管理局")
    assert sign.days_left is not None
    assert sign.days_left < 0
