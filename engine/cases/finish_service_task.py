"""Take over what a function answered that a worker ran outside the transaction, or its failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.bpmn.workflow import Step, Workflow
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident, Job

_job = table_of(Job)
_JOB = select(_job.c.status, _job.c.token, _job.c.element_id).where(_job.c.id == bindparam("job"))


@dataclass(frozen=True, kw_only=True)
class FinishService(Command):
    """The outcome of a service task: ``values``, a BPMN error ``code``, or a ``failure`` for an incident."""

    job_id: str
    case_id: str
    values: Mapping[str, Any] | None = None
    code: str | None = None
    failure: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        job = uow.execute(_JOB, {"job": self.job_id}).first()
        if job is None or job.status != "waiting":
            return {"finished": False}
        if self.failure is not None:
            self._fail(uow, job.token, job.element_id)
            return {"finished": False}
        functions = uow.hall.functions.get(case.bundle.key, {})

        def run(flow: Workflow) -> Step:
            if self.code is not None:
                return flow.fail(job.token, case.view, uow.legal_now, functions, code=self.code)
            return flow.complete(job.token, self.values or {}, case.view, uow.legal_now, functions)

        case.step(run, self.by, token=job.token)
        case.save()
        return {"finished": True}

    def _fail(self, uow: UnitOfWork, token: str, element: str) -> None:
        uow.execute(update(_job).where(_job.c.id == self.job_id).values(status="failed"))
        uow.execute(
            insert(Incident),
            {
                "id": new_id(uow.now),
                "case_id": self.case_id,
                "token": token,
                "element_id": element,
                "kind": "function",
                "reason": (self.failure or "")[:500],
                "opened_at": uow.now,
            },
        )
