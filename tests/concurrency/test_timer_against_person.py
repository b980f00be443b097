"""A time limit runs out in the moment in which a person completes the task that it would take away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from competitors import reviewer
from pausing import interleave
from support.matters import bundle, flow, task
from support.training import TrainingHall, publish

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.cases.complete_task import CompleteTask
from engine.errors import TaskClosed
from engine.jobs.agenda import TIMER
from engine.jobs.claiming import claim
from engine.jobs.effects import TakeEffect

LIMIT = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


@pytest.fixture
def case(training: TrainingHall) -> str:
    """A case whose step ``ask`` is taken away after an hour, an hour later."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><endEvent id="given_up"/>',
        task("ask") + task("answer") + task("remind"),
        f'<boundaryEvent id="late" attachedToRef="ask">{LIMIT}</boundaryEvent>',
        flow("filed", "ask") + flow("ask", "answer") + flow("answer", "closed"),
        flow("late", "remind") + flow("remind", "given_up"),
    ]
    publish(training.hall, bundle("timed", "".join(body)))
    case = training.file_case("timed")
    training.clock.advance(timedelta(hours=1))
    return case


def firing(training: TrainingHall) -> TakeEffect:
    (held,) = claim(training.hall, (TIMER,), "worker")
    return TakeEffect(by=SYSTEM, held=held, effect=TIMER.effect(training.hall, held.due))


def completing(training: TrainingHall, case: str) -> CompleteTask:
    ask = training["shenhe"].find(case, "ask")
    return CompleteTask(by=reviewer(0), key="ask", task_id=ask, values={"result": "pass"})


def test_the_timer_was_first(training: TrainingHall, case: str) -> None:
    one, two = interleave(training.hall, firing(training), completing(training, case))
    assert one.answer == {"answer": {"fired": 1}}
    assert isinstance(two.refusal, TaskClosed)
    assert "流程已经走到别处" in str(two.refusal)
    assert training.open_elements(case) == ["remind"]
    assert list(verify(training.hall)) == []


def test_the_person_was_first(training: TrainingHall, case: str) -> None:
    one, two = interleave(training.hall, completing(training, case), firing(training))
    assert one.answer is not None
    assert two.answer == {"answer": {"fired": 0}}
    assert training.open_elements(case) == ["answer"]
    assert list(verify(training.hall)) == []


def test_a_worker_that_slept_through_its_lease_fires_nothing(training: TrainingHall, case: str) -> None:
    slow = firing(training)
    training.clock.advance(timedelta(minutes=2))
    fast = firing(training)
    assert training.hall.run(slow) == {"lost": True}
    assert training.hall.run(fast) == {"answer": {"fired": 1}}
    assert training.open_elements(case) == ["remind"]
