"""Save an opinion: keep what is filled in so far, without deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert

from engine.cases.duties import require_may_do
from engine.cases.lock_task import lock_task
from engine.command import Command
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.tasks import SavedOpinion
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class SaveOpinion(Command):
    """Keep an unfinished answer of ``by`` for a task; it may be incomplete and is checked on completion."""

    task_id: str
    values: Mapping[str, Any]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        require_may_do(case, task, self.by)
        sealed, _ = seal_values(case.key, dict(self.values))
        saved = table_of(SavedOpinion)
        mine = (saved.c.task_id == task["id"], saved.c.person_id == self.by.person_id)
        uow.execute(delete(saved).where(*mine))
        uow.execute(
            insert(saved),
            {"task_id": task["id"], "person_id": self.by.person_id, "sealed": sealed, "saved_at": uow.now},
        )
        # What it says is not given yet, and may be dropped; that somebody worked on it is kept.
        case.record("opinion_saved", self.by, element=task["element_id"], token=task["token"], post=task["post"],
                    department=task["department"])  # fmt: skip
        case.save()
        return {"task_id": task["id"]}
