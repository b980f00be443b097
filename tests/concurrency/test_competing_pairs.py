"""Two commands on one case, the first stopped between its work and its commit: who gets what."""

from __future__ import annotations

import time

import pytest
from competitors import reviewer
from open_reviews import Reviews
from pausing import after_lock, interleave
from sqlalchemy import insert, select, text

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.claim_task import ClaimTask
from engine.cases.complete_task import CompleteTask
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Conflict, TaskClosed
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.tasks import Task

DEADLOCK_SECONDS = 30
_task = table_of(Task).c


@pytest.fixture
def first(reviews: Reviews) -> str:
    """An open review, and two people who may take it."""
    now = reviews.training.clock.now()
    with reviews.hall.database.begin() as connection:
        for number in (0, 1):
            person = reviewer(number)
            row = {"id": person.person_id, "login": person.person_id, "name": person.name, "created_at": now}
            connection.execute(insert(Person), row | {"password_hash": ""})
    return reviews.open(1)[0]


def completing(number: int, task: str, **values: str) -> CompleteTask:
    return CompleteTask(by=reviewer(number), key=f"{number}-{task}", task_id=task, values={"result": "pass", **values})


def others(reviews: Reviews, task: str) -> list[str]:
    with reviews.hall.reading() as connection:
        case = connection.execute(select(_task.case_id).where(_task.id == task)).scalar_one()
        rows = connection.execute(
            select(_task.id).where(_task.case_id == case, _task.status == "open", _task.id != task)
        )
        return list(rows.scalars())


def test_claim_and_claim(reviews: Reviews, first: str) -> None:
    one, two = interleave(
        reviews.hall, ClaimTask(by=reviewer(0), task_id=first), ClaimTask(by=reviewer(1), task_id=first)
    )
    assert one.answer == {"task_id": first}
    assert isinstance(two.refusal, Conflict)
    assert "已由审核甲于" in str(two.refusal)
    assert list(verify(reviews.hall)) == []


def test_claim_and_complete(reviews: Reviews, first: str) -> None:
    _, two = interleave(reviews.hall, ClaimTask(by=reviewer(0), task_id=first), completing(1, first))
    assert isinstance(two.refusal, Conflict)
    assert "已由审核甲于" in str(two.refusal)


def test_complete_and_complete(reviews: Reviews, first: str) -> None:
    one, two = interleave(reviews.hall, completing(0, first), completing(1, first, opinion="同意"))
    assert one.answer is not None
    assert isinstance(two.refusal, TaskClosed)
    assert "已由审核甲于" in str(two.refusal)
    assert list(verify(reviews.hall)) == []


def test_two_departments_complete_their_reviews_of_one_case(reviews: Reviews, first: str) -> None:
    one, two = interleave(reviews.hall, completing(0, first), completing(1, others(reviews, first)[0]))
    assert one.answer is not None
    assert two.answer is not None
    assert list(verify(reviews.hall)) == []


def test_the_last_two_reviews_open_the_decision_once(reviews: Reviews, first: str) -> None:
    last = others(reviews, first)
    reviews.hall.run(completing(0, first))
    one, two = interleave(reviews.hall, completing(0, last[0]), completing(1, last[1]))
    assert one.answer is not None
    assert one.answer["opened"] == []
    assert two.answer is not None
    assert two.answer["opened"] == ["decide"]
    assert reviews.training.open_elements(reviews.cases[0]) == ["decide"]
    assert list(verify(reviews.hall)) == []


def test_complete_then_withdraw(reviews: Reviews, first: str) -> None:
    case = reviews.cases[0]
    withdrawal = WithdrawCase(by=applicant(case), case_id=case, reason="不办了")
    one, two = interleave(reviews.hall, completing(0, first), withdrawal)
    assert one.answer is not None
    assert two.answer is not None
    assert reviews.training.open_elements(case) == []
    assert list(verify(reviews.hall)) == []


def test_withdraw_then_complete(reviews: Reviews, first: str) -> None:
    case = reviews.cases[0]
    withdrawal = WithdrawCase(by=applicant(case), case_id=case, reason="不办了")
    one, two = interleave(reviews.hall, withdrawal, completing(0, first))
    assert one.answer is not None
    assert isinstance(two.refusal, TaskClosed)
    assert reviews.training.status(case) == "withdrawn"
    assert list(verify(reviews.hall)) == []


def test_whoever_waits_for_a_case_holds_nothing_that_its_holder_needs(reviews: Reviews, first: str) -> None:
    case = reviews.cases[0]
    withdrawal = WithdrawCase(by=applicant(case), case_id=case, reason="不办了")
    find_deadlocks_late(reviews.hall)
    began = time.monotonic()
    one, two = interleave(reviews.hall, withdrawal, completing(0, first), stop=after_lock)
    assert one.answer is not None
    assert isinstance(two.refusal, TaskClosed)
    # Where two waited for each other, the server would let one of them do its work in vain, after that time.
    assert time.monotonic() - began < DEADLOCK_SECONDS


def find_deadlocks_late(hall: Hall) -> None:
    """Let a deadlock take so long that it cannot be taken for the work of a busy machine."""
    if hall.database.dialect.name == "postgresql":
        name = hall.database.url.database
        with hall.database.begin() as connection:
            connection.execute(text(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '{DEADLOCK_SECONDS}s'"))
        hall.database.dispose()
