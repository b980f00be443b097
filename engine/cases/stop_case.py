"""What ends a case before its flow does: open tasks, timers and clocks stop with it."""

from __future__ import annotations

from sqlalchemy import delete, update

from engine.actor import Actor
from engine.cases.case_bills import void_unsettled
from engine.cases.case_clocks import KINDS, stop_clocks
from engine.cases.consultation_row import lapse_consultations
from engine.cases.hearing_row import lapse_hearing
from engine.cases.running_pauses import end_with_case
from engine.cases.working_case import WorkingCase
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.waits import Incident, Job, Subscription


def stop_case(case: WorkingCase, status: str, by: Actor) -> None:
    """Close the case as ``status``; its token state stays as it was, and nothing of it waits any more.

    What had gone wrong in it needs nobody's attention either.
    """
    uow = case.uow
    task, job = table_of(Task), table_of(Job)
    uow.execute(
        update(task)
        .where(task.c.case_id == case.id, task.c.status == "open")
        .values(status="cancelled", done_at=uow.now, next_light_on=None, version=task.c.version + 1)
    )
    uow.execute(
        update(job).where(job.c.case_id == case.id, job.c.status.in_(("waiting", "failed"))).values(status="dropped")
    )
    uow.execute(delete(table_of(Subscription)).where(Subscription.case_id == case.id))
    incident = table_of(Incident)
    uow.execute(
        update(incident)
        .where(incident.c.case_id == case.id, incident.c.closed_at.is_(None))
        .values(closed_at=uow.now, closed_by=by.name)
    )
    void_unsettled(case, by, "本件已终止办理")
    lapse_consultations(case)
    lapse_hearing(case)
    end_with_case(case, by)
    stop_clocks(case, *KINDS)
    case.row["status"] = case.row["outcome"] = status
    case.row["closed_at"] = uow.now
