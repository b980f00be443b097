"""Release a task: put it back into the common inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update

from engine.cases.duties import require_open
from engine.cases.lock_task import lock_task
from engine.command import Command
from engine.errors import NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.tasks import SavedOpinion, Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class ReleaseTask(Command):
    """Give back a task that ``by`` holds; an opinion saved on the way is dropped with it."""

    task_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        if not self.by.holds(task["post"], task["department"]):
            raise NotFound
        require_open(case, task, None, self.by)
        if task["assignee_id"] != self.by.person_id:
            raise NotAllowed(zh("“{task}”不在您的名下，不能退回。", task=task["name"]))
        if case.bundle.steps[task["element_id"]].item == "person":
            raise NotAllowed(zh("“{task}”是指派给您本人的，不能退回，请与指派人联系。", task=task["name"]))
        uow.execute(
            update(table_of(Task))
            .where(Task.id == task["id"])
            .values(assignee_id=None, claimed_at=None, version=task["version"] + 1)
        )
        uow.execute(delete(table_of(SavedOpinion)).where(SavedOpinion.task_id == task["id"]))
        case.change("holder", self.by.name, None)
        case.record("released", self.by, element=task["element_id"], token=task["token"])
        case.save()
        return {"task_id": task["id"]}
