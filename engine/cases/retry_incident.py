"""Retry what an incident stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotFound, TaskClosed
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident, Job
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class RetryIncident(Command):
    """An administrator lets the failed element run again; the incident closes, or a new one tells why not."""

    incident_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not (self.by.is_system or self.by.holds("administrator")):
            raise NotFound
        incident = table_of(Incident)
        found = uow.execute(select(incident).where(incident.c.id == self.incident_id)).first()
        if found is None or found.case_id is None:
            raise NotFound
        case = WorkingCase.lock(uow, found.case_id)
        if case.row["closed_at"] is not None and found.kind != "state":
            raise Forbidden(zh("本件已经办结，不再需要处理异常。"))
        closed = uow.execute(
            update(incident)
            .where(incident.c.id == found.id, incident.c.closed_at.is_(None))
            .values(closed_at=uow.now, closed_by=self.by.name, retries=found.retries + 1)
        )
        if closed.rowcount != 1:
            raise TaskClosed(zh("这个异常已经由{person}处理。", person=found.closed_by or ""))
        if found.kind == "element":
            functions = uow.hall.functions.get(case.bundle.key, {})
            case.step(lambda flow: flow.retry(found.token, case.view, uow.legal_now, functions))
        elif found.kind in ("function", "timer"):
            job = table_of(Job)
            uow.execute(
                update(job)
                .where(job.c.case_id == case.id, job.c.token == found.token, job.c.status == "failed")
                .values(status="waiting")
            )
        elif found.kind == "state":
            # Loading proves that the state has been mended; otherwise CaseDamaged undoes all this.
            case.workflow.open_tasks()
        case.record("incident_retried", self.by, element=found.element_id, token=found.token)
        case.save()
        return {"case_id": case.id}
