"""One step may end several waiting timers: whoever completes the task takes all its reminders away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from support.matters import bundle, flow, task
from support.training import TrainingHall, publish

from engine.administration.verify import verify
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.waits import Job

_job = table_of(Job).c


def limit(name: str, hours: int, interrupting: bool) -> str:
    wait = f"<timerEventDefinition><timeDuration>PT{hours}H</timeDuration></timerEventDefinition>"
    cancels = str(interrupting).lower()
    return (
        f'<boundaryEvent id="{name}" attachedToRef="ask" cancelActivity="{cancels}">{wait}</boundaryEvent>'
        f'<endEvent id="{name}_end"/>' + flow(name, f"{name}_end")
    )


def begun(training: TrainingHall) -> str:
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>' + task("ask"),
        flow("filed", "ask") + flow("ask", "closed"),
        limit("first", 1, False) + limit("second", 2, False) + limit("last", 3, True),
    ]
    publish(training.hall, bundle("reminded", "".join(body)))
    return training.file_case("reminded")


def waiting(training: TrainingHall) -> set[str]:
    with training.hall.reading() as connection:
        return set(connection.execute(select(_job.element_id).where(_job.status == "waiting")).scalars())


def test_a_completed_task_takes_its_timers_along(training: TrainingHall) -> None:
    case = begun(training)
    assert waiting(training) == {"first", "second", "last"}
    training["shenhe"].complete(case, "ask", result="pass")
    assert waiting(training) == set()
    assert list(verify(training.hall)) == []


def test_all_that_are_due_at_once_fire(training: TrainingHall) -> None:
    begun(training)
    training.clock.advance(timedelta(hours=2))
    assert "failed 0" in work_through(training.hall, "worker")
    assert waiting(training) == {"last"}
    training.clock.advance(timedelta(hours=2))
    assert "failed 0" in work_through(training.hall, "worker")
    assert waiting(training) == set()
    assert list(verify(training.hall)) == []
