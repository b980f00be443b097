"""What ends a case before its flow does: open tasks, timers and clocks stop with it."""

from __future__ import annotations

from sqlalchemy import delete, update

from engine.cases.case_clocks import stop_clocks
from engine.cases.working_case import WorkingCase
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.waits import Job, Subscription

DECISION_CLOCKS = ("intake", "supplement_wait", "statutory", "promised", "delivery")


def stop_case(case: WorkingCase, status: str) -> None:
    """Close the case as ``status``; its token state stays as it was, and nothing of it waits any more."""
    uow = case.uow
    task, job = table_of(Task), table_of(Job)
    uow.execute(
        update(task)
        .where(task.c.case_id == case.id, task.c.status == "open")
        .values(status="cancelled", done_at=uow.now, next_light_on=None, version=task.c.version + 1)
    )
    uow.execute(update(job).where(job.c.case_id == case.id, job.c.status == "waiting").values(status="dropped"))
    uow.execute(delete(table_of(Subscription)).where(Subscription.case_id == case.id))
    stop_clocks(case, *DECISION_CLOCKS)
    case.row["status"] = case.row["outcome"] = status
    case.row["closed_at"] = uow.now
