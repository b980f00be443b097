"""Complete a task: check the answer, move the flow, and do what the law ties to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete

from engine.actor import Actor
from engine.bpmn.steps import TokenGone
from engine.bpmn.workflow import Step
from engine.cases.duties import require_may_do
from engine.cases.form_answers import checked
from engine.cases.hand_over import hand_over
from engine.cases.happened_on import happened_on
from engine.cases.hearing_chair import require_not_chair
from engine.cases.legal_acts import act_of
from engine.cases.lock_task import lock_task
from engine.cases.receive_hand_over import receive_waiting
from engine.cases.running_pauses import require_not_suspended
from engine.cases.site_check_record import record_site_check
from engine.cases.watched_acts import watch_entry
from engine.cases.working_case import WorkingCase
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
        done = answer_task(case, task, self.values, self.by)
        case.save()
        return {
            "case_id": case.id,
            "number": case.row["number"],
            "opened": [opened.element for opened in done.step.opened],
            "documents": list(done.documents),
            "ended": done.step.ended,
        }


@dataclass(frozen=True)
class Answered:
    """What came of an answer: the step of the flow, and the numbers of the documents that were written."""

    step: Step
    documents: tuple[str, ...]


def answer_task(case: WorkingCase, task: Mapping[str, Any], given: Mapping[str, Any], by: Actor) -> Answered:
    """Check the answer, do what the law ties to it, and move the flow; the caller has seen to duties and saves."""
    uow, facts = case.uow, case.bundle.steps[task["element_id"]]
    require_not_suspended(case)
    require_not_chair(case, task, by.person_id)
    receive_waiting(case, task["department"], by)
    values = checked(case.bundle.forms[facts.form], given) if facts.form else dict(given)
    result = values.get("result")
    functions = uow.hall.functions.get(case.bundle.key, {})
    # The act comes first: whether it is lawful depends on where the case stands before the flow moves.
    act = act_of(facts, result)
    documents = act(case, task, values, by) if act else ()
    happened = happened_on(values)
    try:
        step = case.step(
            lambda flow: flow.complete(task["token"], values, case.view, uow.legal_now, functions),
            by,
            token=task["token"],
            result=result if isinstance(result, str) else None,
            post=task["post"],
            department=task["department"],
            happened_on=happened,
        )
    except TokenGone as problem:
        raise TaskClosed(zh("“{task}”已不需要办理：流程已经走到别处。", task=task["name"])) from problem
    watch_entry(case, task, happened)
    documents = (*documents, *record_site_check(case, task, values, by), *hand_over(case, task, step, by))
    if task["assignee_id"] is not None:
        uow.execute(_FORGET_OPINION, {"task": task["id"]})
    return Answered(step, tuple(documents))
