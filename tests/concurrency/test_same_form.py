"""One form sent many times: one effect, and the same answer each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from competitors import reviewer, run_together, send_the_same
from open_reviews import Reviews
from sqlalchemy import func, select

from engine.administration.verify import verify
from engine.cases.complete_task import CompleteTask
from engine.errors import Conflict
from engine.store.base import table_of
from engine.store.office import AnsweredCommand
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

PROCESSES, THREADS = 5, 10
_task, _entry = table_of(Task).c, table_of(TrailEntry).c


def test_a_form_sent_fifty_times_at_once_has_one_effect(reviews: Reviews, hall_url: str, tmp_path: Path) -> None:
    hall, at = reviews.hall, reviews.training.clock.now()
    task = reviews.open(1)[0]
    with hall.reading() as connection:
        before = connection.execute(select(func.count()).select_from(TrailEntry)).scalar_one()

    found = run_together(PROCESSES, send_the_same, hall_url, tmp_path, at, task, THREADS, folder=tmp_path)

    answers = [answer for each in found for answer in each]
    assert len(answers) == PROCESSES * THREADS
    assert answers[0][0] == "done"
    assert all(answer == answers[0] for answer in answers)
    with hall.reading() as connection:
        after = connection.execute(select(func.count()).select_from(TrailEntry)).scalar_one()
        keys = connection.execute(
            select(func.count()).select_from(AnsweredCommand).where(table_of(AnsweredCommand).c.key == "one-form")
        ).scalar_one()
    assert (after - before, keys) == (1, 1)
    assert list(verify(hall)) == []


def test_the_same_key_with_another_content_is_refused(reviews: Reviews) -> None:
    hall = reviews.hall
    task = reviews.open(1)[0]
    form = CompleteTask(by=reviewer(0), key="form", task_id=task, values={"result": "pass"})
    hall.run(form)
    with pytest.raises(Conflict, match="另一份内容"):
        hall.run(CompleteTask(by=reviewer(0), key="form", task_id=task, values={"result": "fail"}))
    with hall.reading() as connection:
        assert connection.execute(select(_task.result).where(_task.id == task)).scalar_one() == "pass"
