"""转办: a task goes to a colleague who holds the post and is free to do it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support import catering
from support.county import people
from support.training import TrainingHall, key

from engine.administration.verify import verify
from engine.cases.transfer_task import TransferTask
from engine.errors import Conflict, Invalid, NotAllowed, NotFound, TaskClosed
from engine.store.base import table_of
from engine.store.office import Notice


@pytest.fixture
def case(training: TrainingHall) -> str:
    """A catering case at its review, which ``shenhe`` holds."""
    people(
        training,
        second=("reviewer", "market_station"),
        far=("reviewer", "civil_affairs_bureau"),
        second_approver=("approver", "market_bureau"),
    )
    filed = catering.file_application(training)
    catering.accept(training, filed)
    catering.assign(training, filed)
    for login in ("hecha1", "hecha2"):
        catering.check(training, filed, login)
    training["shenhe"].claim(filed, "review")
    return filed


def transfer(
    training: TrainingHall, case: str, by: str, to: str, element: str = "review", reason: str = "外出"
) -> None:
    task = training[by].find(case, element)
    person = str(training[to].actor.person_id)
    training.hall.run(TransferTask(by=training[by].actor, key=key(), task_id=task, to_person_id=person, reason=reason))


def test_the_colleague_has_it_and_is_told(training: TrainingHall, case: str) -> None:
    transfer(training, case, "shenhe", "second")
    (task,) = training.approver.file(case).open_tasks
    assert task.holder == "second（练习）"
    notice = table_of(Notice).c
    with training.hall.reading() as connection:
        told = select(notice.kind, notice.params).where(notice.person_id == training["second"].actor.person_id)
        ((kind, params),) = connection.execute(told).all()
    assert (kind, params["what"], params["reason"]) == ("assigned", "审核", "外出")
    line = next(one for one in training.approver.file(case).trail if one.act == "transferred")
    assert (line.actor_name, line.detail, line.values) == ("程砚", {"to": "second（练习）"}, {"reason": "外出"})
    with pytest.raises(Conflict):
        training["shenhe"].complete(case, "review", result="pass", opinion="同意")
    training["second"].complete(case, "review", result="pass", opinion="同意")
    assert list(verify(training.hall)) == []


def test_the_head_transfers_for_who_is_away_and_others_do_not(training: TrainingHall, case: str) -> None:
    with pytest.raises(NotAllowed, match="只有经办人本人或者部门负责人"):
        transfer(training, case, "second", "second")
    with pytest.raises(NotFound):
        transfer(training, case, "far", "far")
    transfer(training, case, "shenpi", "second")
    assert training.approver.file(case).open_tasks[0].holder == "second（练习）"


@pytest.mark.parametrize("to", ["shenhe", "far", "shenpi"])
def test_it_goes_only_to_somebody_else_with_the_post(training: TrainingHall, case: str, to: str) -> None:
    with pytest.raises(Invalid):
        transfer(training, case, "shenhe", to)
    with pytest.raises(Invalid, match="转办的原因"):
        transfer(training, case, "shenhe", "second", reason=" ")


def test_who_reviewed_does_not_get_the_approval(training: TrainingHall, case: str) -> None:
    people(training, both=("reviewer", "market_station"))
    from webapp.accounts.posts import GivePost

    give = GivePost(
        by=training["admin"].actor, person_id=str(training["both"].actor.person_id), post="approver",
        department="market_bureau",
    )  # fmt: skip
    training.hall.run(give)
    transfer(training, case, "shenhe", "both")
    training["both"].complete(case, "review", result="pass", opinion="同意")
    with pytest.raises(NotAllowed) as refusal:
        transfer(training, case, "shenpi", "both", "approval")
    said = str(refusal.value)
    assert "both（练习）审核过本件，不能再审批" in said
    assert "EM-18" in said
    assert "second_approver（练习）" in said
    transfer(training, case, "shenpi", "second_approver", "approval")


def test_a_task_that_is_done_goes_nowhere(training: TrainingHall, case: str) -> None:
    task = training["shenhe"].find(case, "review")
    training["shenhe"].complete(case, "review", result="pass", opinion="同意")
    to = str(training["second"].actor.person_id)
    with pytest.raises(TaskClosed):
        training.hall.run(TransferTask(by=training["shenhe"].actor, task_id=task, to_person_id=to, reason="外出"))
