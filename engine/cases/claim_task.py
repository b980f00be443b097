"""Claim a task: take it out of the common inbox into one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.cases.duties import require_may_do
from engine.cases.lock_task import lock_task
from engine.cases.receive_hand_over import receive_waiting
from engine.command import Command
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ClaimTask(Command):
    """Make ``by`` the one who handles the task; the first of two who try at once gets it."""

    task_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        require_may_do(case, task, self.by)
        if task["assignee_id"] is None:
            uow.execute(
                update(table_of(Task))
                .where(Task.id == task["id"])
                .values(assignee_id=self.by.person_id, claimed_at=uow.now, version=task["version"] + 1)
            )
            case.change("holder", None, self.by.name)
            case.record(
                "claimed",
                self.by,
                element=task["element_id"],
                token=task["token"],
                post=task["post"],
                department=task["department"],
            )
            receive_waiting(case, task["department"], self.by)
            case.save()
        return {"task_id": task["id"]}
