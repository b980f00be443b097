"""Completing tasks: parallel departments, rework, and who was first."""

from __future__ import annotations

import pytest
from support.training import TrainingHall, key

from engine.administration.verify import verify
from engine.cases.complete_task import CompleteTask
from engine.errors import Conflict, NotFound, TaskClosed

REVIEWS = ["review_fire", "review_plan", "review_tax"]


def test_three_departments_review_at_the_same_time_and_join_once(training: TrainingHall) -> None:
    case = training.file_case()
    training.clerk.complete(case, "accept", result="pass")
    assert training.open_elements(case) == REVIEWS

    for number, review in enumerate(REVIEWS, 1):
        training.reviewer.complete(case, review, result="pass")
        assert ("decide" in training.open_elements(case)) is (number == 3)

    training.reviewer.complete(case, "decide", result="done")
    assert training.open_elements(case) == []
    assert training.status(case) == "closed"
    assert list(verify(training.hall)) == []


def test_a_second_round_waits_for_all_three_again(training: TrainingHall) -> None:
    case = training.file_case()
    training.clerk.complete(case, "accept", result="pass")
    for _ in range(2):
        for review in REVIEWS:
            training.reviewer.complete(case, review, result="pass")
        training.reviewer.complete(case, "decide", result="again")
    training.reviewer.complete(case, "review_tax", result="pass")
    assert training.open_elements(case) == ["review_fire", "review_plan"]


def test_the_second_to_complete_is_told_who_was_first(training: TrainingHall) -> None:
    case = training.file_case()
    task = training.clerk.find(case, "accept")
    training.clerk.complete(case, "accept", result="pass")
    with pytest.raises(TaskClosed, match="已由林小满于2026-03-02 09:30办理"):
        training.hall.run(CompleteTask(by=training.clerk.actor, key=key(), task_id=task, values={}))


def test_the_same_form_sent_twice_has_one_effect_and_one_answer(training: TrainingHall) -> None:
    case = training.file_case()
    form = CompleteTask(
        by=training.clerk.actor, key=key(), task_id=training.clerk.find(case, "accept"), values={"result": "pass"}
    )
    assert training.hall.run(form) == training.hall.run(form)
    assert training.open_elements(case) == REVIEWS


def test_one_key_for_two_different_answers_is_refused(training: TrainingHall) -> None:
    case = training.file_case()
    task, same = training.clerk.find(case, "accept"), key()
    training.hall.run(CompleteTask(by=training.clerk.actor, key=same, task_id=task, values={"result": "pass"}))
    with pytest.raises(Conflict, match="已经提交过另一份内容"):
        training.hall.run(CompleteTask(by=training.clerk.actor, key=same, task_id=task, values={"result": "x"}))


def test_somebody_of_another_post_learns_nothing_of_the_task(training: TrainingHall) -> None:
    case = training.file_case()
    task = training.clerk.find(case, "accept")
    with pytest.raises(NotFound):
        training.hall.run(CompleteTask(by=training.approver.actor, key=key(), task_id=task, values={}))
    training.clerk.complete(case, "accept", result="pass")
    with pytest.raises(NotFound):
        training.hall.run(CompleteTask(by=training.approver.actor, key=key(), task_id=task, values={}))
