"""Open reviews for several people to compete for."""

from __future__ import annotations

from sqlalchemy import select
from support.training import TrainingHall

from engine.store.base import table_of
from engine.store.tasks import Task

_task = table_of(Task).c


class Reviews:
    """Cases of three parallel reviews, accepted, so that three tasks of each are open."""

    def __init__(self, training: TrainingHall) -> None:
        self.training = training
        self.hall = training.hall
        self.cases: list[str] = []

    def open(self, cases: int) -> list[str]:
        """Return the ids of the open reviews of so many new cases."""
        ids = [self.training.file_case() for _ in range(cases)]
        self.cases += ids
        for case in ids:
            self.training.clerk.complete(case, "accept", result="accept")
        with self.hall.reading() as connection:
            rows = connection.execute(
                select(_task.id).where(_task.case_id.in_(ids), _task.status == "open").order_by(_task.id)
            )
            return list(rows.scalars())
