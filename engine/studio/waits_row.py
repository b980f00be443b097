"""Bring the rows of what a case waits for to its workflow, after it was put into another version or back."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from engine.bpmn.workflow import Workflow
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Job, Subscription

_job, _subscription = table_of(Job), table_of(Subscription)


def rewrite_waits(uow: UnitOfWork, case_id: str, workflow: Workflow) -> None:
    """Write the timers, function calls and subscriptions that ``workflow`` has, and drop those it has not."""
    waiting = workflow.waiting()
    wanted = {(one.token, "timer"): (one.element, one.due) for one in waiting if one.kind == "timer"}
    services = {one.token: one.element for one in workflow.open_tasks() if one.kind == "service"}
    rows = uow.execute(select(_job).where(_job.c.case_id == case_id, _job.c.status.in_(("waiting", "failed")))).all()
    for row in rows:
        own = update(_job).where(_job.c.id == row.id)
        if row.kind == "service" and row.token in services:
            uow.execute(own.values(element_id=services[row.token]))
        elif (row.token, row.kind) in wanted:
            element, due_at = wanted.pop((row.token, row.kind))
            uow.execute(own.values(element_id=element, due_at=due_at))
        else:
            uow.execute(own.values(status="dropped"))
    added = [
        {"id": new_id(uow.now), "kind": kind, "case_id": case_id, "token": token, "element_id": element, "due_at": due}
        for (token, kind), (element, due) in wanted.items()
    ]
    if added:
        uow.execute(insert(_job), added)
    uow.execute(delete(_subscription).where(_subscription.c.case_id == case_id))
    catchers = [
        {"case_id": case_id, "token": one.token, "kind": one.kind, "element_id": one.element, "name": one.name or ""}
        for one in waiting
        if one.kind != "timer"
    ]
    if catchers:
        uow.execute(insert(_subscription), catchers)
