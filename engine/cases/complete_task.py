"""Complete a task: check the answer, move the flow, and do what the law ties to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete

from engine.bpmn.steps import TokenGone
from engine.cases.duties import require_may_do
from engine.cases.form_answers import checked
from engine.cases.hand_over import hand_over
from engine.cases.legal_acts import act_of
from engine.cases.lock_task import lock_task
from engine.cases.site_check_record import record_site_check
from engine.command import Command
from engine.errors import TaskClosed
from engine.store.base import table_of
from engine.store.prepared import Prepared
from engine.store.tasks import SavedOpinion
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_FORGET_OPINION = Prepared(delete(table_of(SavedOpinion)).where(table_of(SavedOpinion).c.task_id == bindparam("task")))


@dataclass(frozen=True, kw_only=True)
class CompleteTask(Command):
    """The answer of ``by`` to a task; ``seen`` is the version of the task that the page showed.

    The version is that of the task and not of the case: departments of a parallel block lawfully
    complete at the same time. An answer that is a legal act (acceptance, notice, refusal, decision,
    delivery) starts and stops clocks and writes its document in the same transaction; so does the last
    record of a site check.
    """

    task_id: str
    values: Mapping[str, Any]
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        require_may_do(case, task, self.by, self.seen)
        facts = case.bundle.steps[task["element_id"]]
        values = checked(case.bundle.forms[facts.form], self.values) if facts.form else dict(self.values)
        result = values.get("result")
        functions = uow.hall.functions.get(case.bundle.key, {})
        # The act comes first: whether it is lawful depends on where the case stands before the flow moves.
        act = act_of(facts, result)
        documents = act(case, task, values, self.by) if act else ()
        try:
            step = case.step(
                lambda flow: flow.complete(task["token"], values, case.view, uow.legal_now, functions),
                self.by,
                token=task["token"],
                result=result if isinstance(result, str) else None,
                post=task["post"],
                department=task["department"],
            )
        except TokenGone as problem:
            raise TaskClosed(zh("“{task}”已不需要办理：流程已经走到别处。", task=task["name"])) from problem
        documents = (*documents, *record_site_check(case, task, values, self.by))
        documents = (*documents, *hand_over(case, task, step, self.by))
        if task["assignee_id"] is not None:
            uow.execute(_FORGET_OPINION, {"task": task["id"]})
        case.save()
        return {
            "case_id": case.id,
            "number": case.row["number"],
            "opened": [task.element for task in step.opened],
            "documents": list(documents),
            "ended": step.ended,
        }
