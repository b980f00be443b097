"""From a step of the workflow to rows: tasks, jobs, subscriptions and incidents.

Rows are a projection of the token state and are written in the transaction that changes it, so that
lists never load a state and every row can be recomputed from one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from engine.actor import Actor
from engine.bpmn.workflow import OpenTask, Step, Waiting, Workflow
from engine.cases.clock_facts import RUNNING, standstill_of
from engine.cases.days import look_again, step_days
from engine.errors import Invalid
from engine.ids import new_id
from engine.posts import POSTS
from engine.store.base import table_of
from engine.store.people import Person, PostHolding, held_on
from engine.store.prepared import Prepared
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident, Job, Subscription
from engine.text import zh

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_task, _job, _sub = table_of(Task).c, table_of(Job).c, table_of(Subscription).c
_held, _incident = table_of(PostHolding).c, table_of(Incident).c
_ADD_TASKS = Prepared(insert(table_of(Task)))
_CLOSE_TASKS = Prepared(
    update(table_of(Task))
    .where(_task.case_id == bindparam("case"), _task.token == bindparam("closed"), _task.status == "open")
    .values(
        status=bindparam("new_status"),
        done_at=bindparam("at"),
        done_by=bindparam("person"),
        done_by_name=bindparam("person_name"),
        result=bindparam("new_result"),
        next_light_on=None,
        version=_task.version + 1,
    )
)
_ADD_JOBS = insert(table_of(Job))
_END_JOBS = (
    update(table_of(Job))
    .where(
        _job.case_id == bindparam("case"),
        _job.token == bindparam("closed"),
        # Not a list: its length would be a parameter, and those of several rows may not have any.
        (_job.status == "waiting") | (_job.status == "failed"),
    )
    .values(status=bindparam("new_status"))
)
_ADD_SUBSCRIPTIONS = insert(table_of(Subscription))
_HOLDER = (
    select(_held.id)
    .join(Person, Person.id == _held.person_id)
    .where(
        _held.person_id == bindparam("person"),
        _held.post == bindparam("post"),
        _held.department == bindparam("dept"),
        held_on(bindparam("day")),
    )
)
_END_SUBSCRIPTIONS = delete(table_of(Subscription)).where(
    _sub.case_id == bindparam("case"), _sub.token == bindparam("closed")
)
_END_INCIDENTS = (
    update(table_of(Incident))
    .where(
        _incident.case_id == bindparam("case"), _incident.token == bindparam("closed"), _incident.closed_at.is_(None)
    )
    .values(closed_at=bindparam("at"), closed_by=bindparam("person_name"))
)


@dataclass(frozen=True)
class Waits:
    """What a workflow waits for besides people, as sets of tokens."""

    services: frozenset[str] = frozenset()
    timers: frozenset[Waiting] = frozenset()
    catchers: frozenset[Waiting] = frozenset()
    failed: frozenset[str] = frozenset()


def waits(workflow: Workflow) -> Waits:
    """Return what the workflow waits for now."""
    waiting = workflow.waiting()
    return Waits(
        frozenset(task.token for task in workflow.open_tasks() if task.kind == "service"),
        frozenset(one for one in waiting if one.kind == "timer"),
        frozenset(one for one in waiting if one.kind != "timer"),
        frozenset(token for token, _, _ in workflow.incidents()),
    )


def project(case: WorkingCase, step: Step, by: Actor, token: str | None, result: str | None, before: Waits) -> None:
    """Write the rows that follow from ``step``; ``token`` is the one that ``by`` moved."""
    uow = case.uow
    closed = [
        {
            "case": case.id,
            "closed": one,
            "new_status": how,
            "at": uow.now,
            "person": by.person_id if one == token else None,
            "person_name": by.name if one == token else None,
            "new_result": result if one == token else None,
        }
        for one, how in step.closed
        if one not in before.services
    ]
    if closed:
        uow.execute(_CLOSE_TASKS, closed)
    opened = [task_row(case, task) for task in step.opened if task.kind == "user"]
    if opened:
        uow.execute(_ADD_TASKS, opened)
    dropped = _project_jobs(case, step, before)
    _project_subscriptions(case, step, before)
    over = dropped | (
        before.failed - {failed for failed, _, _ in case.workflow.incidents()} if before.failed else set()
    )
    if over:
        # What failed was taken away with its branch, or mended: it needs nobody any more.
        who = {"case": case.id, "at": uow.now, "person_name": by.name}
        uow.execute(_END_INCIDENTS, [{**who, "closed": one} for one in sorted(over)])
    if step.incidents:
        uow.execute(
            insert(Incident),
            [
                {
                    "id": new_id(uow.now),
                    "case_id": case.id,
                    "token": failed,
                    "element_id": element,
                    "kind": "element",
                    "reason": reason[:500],
                    "opened_at": uow.now,
                }
                for failed, element, reason in step.incidents
            ],
        )


def task_row(case: WorkingCase, task: OpenTask) -> dict[str, Any]:
    """Return the row of a task that has just opened."""
    facts = case.bundle.steps[task.element]
    still = RUNNING
    if case.row["paused_since"] is not None:
        still = standstill_of(case.uow.connection, case.id, case.uow.calendar, case.uow.today)
    counted = case.uow.parameters.count_start_day
    days = step_days(case.uow.counting, case.uow.today, facts.limit_workdays, still, count_start_day=counted)
    department, level = facts.place(case.row)
    item = task.item if isinstance(task.item, str) else None
    if item and facts.item == "person":
        require_holder(case.uow, item, facts.post, department)
    return {
        "id": new_id(case.uow.now),
        "case_id": case.id,
        "token": task.token,
        "element_id": task.element,
        "name": facts.name,
        "stage": facts.stage,
        "department": item if item and facts.item == "department" else department,
        "post": facts.post,
        "level": level,
        "instance": task.instance,
        "group_token": task.group,
        "assignee_id": item if facts.item == "person" else None,
        "opened_at": case.uow.now,
        "limit_workdays": facts.limit_workdays,
        "count_start_day": counted,
        "due_on": days.due_on,
        "yellow_on": days.yellow_on,
        "red_on": days.red_on,
        "sort_on": days.sort_on,
        "paused_since": days.paused_since,
        "next_light_on": look_again(days, still, "green"),
    }


def is_holder(uow: UnitOfWork, person_id: str, post: str, department: str) -> bool:
    """Tell whether the person is active and holds the post in the department today."""
    held = {"person": person_id, "post": post, "dept": department, "day": uow.today}
    return uow.execute(_HOLDER, held).first() is not None


def require_holder(uow: UnitOfWork, person_id: str, post: str, department: str) -> None:
    """Raise Invalid unless the person named for a step is active and holds its post today."""
    if is_holder(uow, person_id, post, department):
        return
    raise Invalid(zh("指派的人员中有人不是在岗的{post}，请重新选择。", post=zh(POSTS.get(post, post))))


def _project_jobs(case: WorkingCase, step: Step, before: Waits) -> set[str]:
    """Add and end jobs; returns the tokens of those that were dropped."""
    uow = case.uow
    timers = frozenset(one for one in step.waiting if one.kind == "timer")
    ended = [{"case": case.id, "closed": gone.token, "new_status": "dropped"} for gone in before.timers - timers]
    ended += [
        {"case": case.id, "closed": token, "new_status": "done" if how == "done" else "dropped"}
        for token, how in step.closed
        if token in before.services
    ]
    if ended:
        uow.execute(_END_JOBS, ended)
    added = [("timer", one.token, one.element, one.due) for one in timers - before.timers]
    added += [("service", task.token, task.element, uow.legal_now) for task in step.opened if task.kind == "service"]
    if added:
        uow.execute(
            _ADD_JOBS,
            [
                {
                    "id": new_id(uow.now),
                    "kind": kind,
                    "case_id": case.id,
                    "token": token,
                    "element_id": element,
                    "due_at": due_at,
                }
                for kind, token, element, due_at in added
            ],
        )
    return {one["closed"] for one in ended if one["new_status"] == "dropped"}


def _project_subscriptions(case: WorkingCase, step: Step, before: Waits) -> None:
    catchers = frozenset(one for one in step.waiting if one.kind != "timer")
    gone = [{"case": case.id, "closed": one.token} for one in before.catchers - catchers]
    if gone:
        case.uow.execute(_END_SUBSCRIPTIONS, gone)
    added = [
        {
            "case_id": case.id,
            "token": one.token,
            "kind": one.kind,
            "element_id": one.element,
            "name": one.name or "",
        }
        for one in catchers - before.catchers
    ]
    if added:
        case.uow.execute(_ADD_SUBSCRIPTIONS, added)
