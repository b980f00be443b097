"""行政许可法 第三十四条第三款: two or more members of staff verify facts; other separations of duty."""

from __future__ import annotations

import pytest

from engine.law.duties import (
    Did,
    biller_is_not_cashier,
    check_handler,
    not_own_application,
    reviewer_is_not_approver,
    separate_from,
    two_officers,
)

REVIEWED = Did("review", "review", "reviewer", "liu")
APPROVED = Did("approval", "approval", "approver", "zhao")


@pytest.mark.parametrize("persons", [[], ["wang"], ["wang", "wang"], ["wang", ""]])
def test_fewer_than_two_people_may_not_check_a_site(persons: list[str]) -> None:
    breach = two_officers(persons)
    assert breach is not None
    assert breach.basis == "行政许可法 第三十四条第三款"


@pytest.mark.parametrize("persons", [["wang", "li"], ["wang", "li", "wang", "chen"]])
def test_two_or_more_people_may(persons: list[str]) -> None:
    assert two_officers(persons) is None


def test_who_reviewed_may_not_approve_and_the_other_way_round() -> None:
    assert reviewer_is_not_approver("liu", "approval", [REVIEWED]) is not None
    assert reviewer_is_not_approver("zhao", "review", [APPROVED]) is not None
    assert reviewer_is_not_approver("zhao", "approval", [REVIEWED, APPROVED]) is None
    assert reviewer_is_not_approver("liu", "review", [REVIEWED]) is None
    assert reviewer_is_not_approver("liu", "delivery", [REVIEWED]) is None


def test_tasks_that_the_process_keeps_apart() -> None:
    breach = separate_from("liu", "second_review", ["review"], [REVIEWED], {"review": "初审"})
    assert breach is not None
    assert "初审" in breach.message
    assert separate_from("zhao", "second_review", ["review"], [REVIEWED]) is None
    # Rework: the same person does the same task again.
    assert separate_from("liu", "review", ["review"], [REVIEWED]) is None


def test_who_made_out_the_bill_may_not_take_the_money() -> None:
    assert biller_is_not_cashier("sun", "sun") is not None
    assert biller_is_not_cashier("sun", "qian") is None


def test_nobody_handles_their_own_application() -> None:
    breach = not_own_application("liu", {"liu", "agent"})
    assert breach is not None
    assert "回避" in breach.message
    assert not_own_application("liu", {"other"}) is None


def test_all_rules_for_one_task_together() -> None:
    def rule(person: str, stage: str = "approval", **more: object) -> str | None:
        breach = check_handler(person, element="approval", stage=stage, done=[REVIEWED], **more)  # type: ignore[arg-type]
        return breach and breach.rule

    assert rule("zhao") is None
    assert rule("liu") == "reviewer_approver"
    assert rule("zhao", parties={"zhao"}) == "own_application"
    assert rule("liu", stage="delivery", separate=["review"]) == "separate_from"
