"""Transfer a task to a colleague (转办), who must be free to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from engine.cases.duties import require_open, require_other_may_do
from engine.cases.lock_task import lock_task
from engine.cases.projection import is_holder
from engine.cases.sight import heads
from engine.command import Command
from engine.errors import Invalid, NotAllowed, NotFound
from engine.messages.tell import tell
from engine.posts import POSTS
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.tasks import SavedOpinion, Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

LONGEST = 200
TEMPLATE = zh("{person}把办件 {number} 的“{what}”转给您办理：{reason}").template


@dataclass(frozen=True, kw_only=True)
class TransferTask(Command):
    """Give a task that ``by`` holds, or may claim, to a colleague with the same post in the same department.

    The head of the department may transfer what a colleague holds, who is away. Separation of duties is checked
    for who gets it; what was filled in so far is dropped, and the colleague is told.
    """

    task_id: str
    to_person_id: str
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        is_head = heads(uow.connection, self.by, task["department"])
        if not (self.by.holds(task["post"], task["department"]) or is_head):
            raise NotFound
        require_open(case, task, self.seen, self.by)
        if task["assignee_id"] not in (None, self.by.person_id) and not is_head:
            raise NotAllowed(zh("“{task}”不在您的名下，只有经办人本人或者部门负责人可以转办。", task=task["name"]))
        reason = self.reason.strip()
        if not 1 <= len(reason) <= LONGEST:
            wrong = zh("请用 1 至 {most} 字写明转办的原因。", most=LONGEST)
            raise Invalid(wrong, {"reason": wrong})
        name = self._colleague(uow, task)
        require_other_may_do(case, task, self.to_person_id, name)
        held = {"assignee_id": self.to_person_id, "claimed_at": uow.now, "version": task["version"] + 1}
        uow.execute(update(table_of(Task)).where(Task.id == task["id"]).values(**held))
        uow.execute(delete(table_of(SavedOpinion)).where(SavedOpinion.task_id == task["id"]))
        held_by = uow.execute(select(Person.name).where(Person.id == task["assignee_id"])).scalar()
        case.change("holder", held_by, name)
        case.record(
            "transferred",
            self.by,
            element=task["element_id"],
            token=task["token"],
            post=task["post"],
            department=task["department"],
            detail={"to": name},
            values={"reason": reason},
        )
        said = {"person": self.by.name, "number": case.row["number"], "what": task["name"], "reason": reason}
        tell(uow, [self.to_person_id], "assigned", Text(TEMPLATE, said), case_id=case.id, task_id=task["id"])
        case.save()
        return {"task_id": task["id"], "case_id": case.id, "to": name}

    def _colleague(self, uow: UnitOfWork, task: dict[str, Any]) -> str:
        """Return the name of who gets it; raises Invalid for nobody, for who has it, and for whoever lacks the post."""
        name = uow.execute(select(Person.name).where(Person.id == self.to_person_id)).scalar()
        wrong = None
        if name is None or self.to_person_id in (task["assignee_id"], self.by.person_id):
            wrong = zh("请选择另一名同事。")
        elif not is_holder(uow, self.to_person_id, task["post"], task["department"]):
            wrong = zh("{person}不是本部门在岗的{post}。", person=name, post=zh(POSTS.get(task["post"], task["post"])))
        if wrong is not None:
            raise Invalid(wrong, {"to_person_id": wrong})
        return str(name)
