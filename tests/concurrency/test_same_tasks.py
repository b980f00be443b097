"""Six processes want the same tasks: each task is done once, and whoever is late is told who was first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from competitors import complete_all, reviewer, run_together
from open_reviews import Reviews
from sqlalchemy import func, select

from engine.administration.verify import verify
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

CASES, RIVALS = 100, 6
_task, _entry = table_of(Task).c, table_of(TrailEntry).c


def test_each_task_is_done_once_and_every_loser_is_told_by_whom(
    reviews: Reviews, hall_url: str, tmp_path: Path
) -> None:
    hall, at = reviews.hall, reviews.training.clock.now()
    tasks = reviews.open(CASES)
    assert len(tasks) == 300

    found = run_together(RIVALS, complete_all, hall_url, tmp_path, at, tasks, folder=tmp_path)

    with hall.reading() as connection:
        rows = connection.execute(select(_task.id, _task.name, _task.done_by_name).where(_task.id.in_(tasks))).all()
        entries = connection.execute(
            select(_entry.case_id, _entry.token, func.count())
            .where(_entry.act == "done", _entry.element_id.startswith("review"))
            .group_by(_entry.case_id, _entry.token)
        ).all()
    first = {row.id: (row.name, row.done_by_name) for row in rows}
    winners = Counter(task for outcomes in found for task, (how, _) in outcomes.items() if how == "done")
    assert winners == dict.fromkeys(tasks, 1)
    for place, outcomes in enumerate(found):
        for task, (how, said) in outcomes.items():
            name, person = first[task]
            if how == "done":
                assert person == reviewer(place).name
            else:
                assert (how, said[: len(name) + len(person) + 5]) == ("TaskClosed", f"“{name}”已由{person}于")
    assert len(entries) == 300
    assert all(number == 1 for *_, number in entries)
    assert list(verify(hall)) == []
