"""行政许可法 第三十四条: a site is checked by two different people; and review and approval are kept apart."""

from __future__ import annotations

import pytest
from support import catering
from support.training import Driver, TrainingHall

from engine.actor import Actor, Holding
from engine.errors import Conflict, Invalid, NotAllowed, NotFound


def test_one_person_cannot_be_named_twice(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    with pytest.raises(Invalid):
        catering.assign(training, case, "hecha1", "hecha1")
    with pytest.raises(Invalid):
        catering.assign(training, case, "hecha1")


def test_an_inspector_cannot_fill_in_the_record_of_the_other(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case, "hecha1", "hecha2")
    with pytest.raises(Conflict, match="已由"):
        catering.check(training, case, "hecha3")
    catering.check(training, case, "hecha1")
    with pytest.raises(Conflict, match="叶知秋"):
        catering.check(training, case, "hecha1")


def test_only_people_of_the_station_can_be_named(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    with pytest.raises(Invalid, match="核查员"):
        catering.assign(training, case, "hecha1", "shenpi")


def test_who_reviewed_cannot_decide_and_is_told_who_can(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    reviewer = training.reviewer.actor
    both = Actor(
        kind="staff",
        name=reviewer.name,
        person_id=reviewer.person_id,
        holdings=(*reviewer.holdings, Holding("approver", "market_bureau")),
    )
    with pytest.raises(NotAllowed, match=r"审核过本件，不能再审批.*请由本部门其他审批人办理"):
        Driver(training.hall, both).claim(case, "approval")
    with pytest.raises(NotAllowed):
        Driver(training.hall, both).complete(case, "approval", result="grant", opinion="同意")
    assert training.open_elements(case) == ["approval"]


def test_an_approver_of_another_department_does_not_find_the_task(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    stranger = Actor(kind="staff", name="外人", person_id="x", holdings=(Holding("approver", "tax_bureau"),))
    with pytest.raises(NotFound):
        Driver(training.hall, stranger).claim(case, "approval")
    with pytest.raises(NotFound):
        Driver(training.hall, stranger).file(case)
