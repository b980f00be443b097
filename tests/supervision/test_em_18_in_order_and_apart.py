"""EM-18: no step is skipped, and nobody approves what they reviewed."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall, key

from engine.cases.complete_task import CompleteTask
from engine.errors import Refused
from webapp.accounts.posts import GivePost


def test_a_step_that_is_not_open_cannot_be_done(training: TrainingHall) -> None:
    case = catering.file_application(training)
    acceptance = training.clerk.find(case, "acceptance")
    catering.accept(training, case)
    assert training.open_elements(case) == ["assign_check"]
    again = CompleteTask(by=training.clerk.actor, key=key(), task_id=acceptance, values={"result": "accept"})
    with pytest.raises(Refused):
        training.hall.run(again)


def test_who_reviewed_does_not_approve(training: TrainingHall) -> None:
    person = training["shenhe"].actor.person_id
    post = {"post": "approver", "department": "market_bureau", "starts_on": None, "ends_on": None}
    training.hall.run(GivePost(by=training["admin"].actor, key=key(), person_id=person, **post))
    case = catering.to_approval(training)
    with pytest.raises(Refused, match="EM-18"):
        training["shenhe"].complete(case, "approval", result="grant", opinion="同意")
