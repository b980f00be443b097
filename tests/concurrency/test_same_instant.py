"""Two departments complete their branches in the same instant: both succeed, and the join fires once."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from threading import Barrier

import competitors
import pytest
from competitors import run_together
from sqlalchemy import func, select
from support import joint
from support.training import TrainingHall

from engine.actor import Actor
from engine.administration.verify import verify
from engine.cases.complete_task import CompleteTask
from engine.clock import FixedClock
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.tasks import Task

_task = table_of(Task).c


def decide_together(
    place: int,
    start: Barrier,
    out: Path,
    url: str,
    data: Path,
    at: datetime,
    tasks: list[list[str]],
    actors: list[Actor],
) -> None:
    """Consent for one's own branch of each case, at the very moment in which the other department does."""
    hall = Hall(url, data, clock=FixedClock(at), training=True)
    outcomes = []
    for task in tasks[place]:
        consent = CompleteTask(
            by=actors[place], key=f"{place}-{task}", task_id=task, values={"result": "consent", "opinion": "同意"}
        )
        start.wait(competitors.PATIENCE)
        outcomes.append(competitors.outcome(hall, consent))
    hall.close()
    out.write_text(json.dumps(outcomes, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("times", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_both_succeed_and_the_join_fires_once(
    training: TrainingHall, hall_url: str, tmp_path: Path, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(competitors, "PATIENCE", 900)
    joint.open_hall(training)
    names = ("fire", "sign")
    cases = [joint.accepted(training, *names) for _ in range(times)]
    for case in cases:
        for name in names:
            joint.review(training, case, name)
    drivers = [training[f"{name}_approver"] for name in names]
    tasks = [
        [driver.find(case, f"{name}_decision") for case in cases] for name, driver in zip(names, drivers, strict=True)
    ]
    actors = [driver.actor for driver in drivers]
    now = training.clock.now()
    found = run_together(2, decide_together, hall_url, tmp_path, now, tasks, actors, folder=tmp_path)

    assert [how for outcomes in found for how, _ in outcomes] == ["done"] * 2 * times
    opened = [sorted(answers[number][1]["opened"] for answers in found) for number in range(times)]
    # Whoever came second of the two let the join fire.
    assert opened == [[[], ["summary"]]] * times
    with training.hall.reading() as connection:
        count = select(func.count()).where(_task.element_id == "summary").group_by(_task.case_id)
        assert connection.execute(count).scalars().all() == [1] * times
    assert list(verify(training.hall)) == []
