"""Fire the BPMN timers of a case that are due: reminders and escalations, never legal periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Job

_job = table_of(Job).c
_STATUS = select(_job.status).where(_job.id == bindparam("job"))
_MOST_FIRINGS = 50


@dataclass(frozen=True, kw_only=True)
class FireTimer(Command):
    """Move the case past every timer that is due, unless the one of ``job_id`` has fired or was taken away."""

    job_id: str
    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        if uow.execute(_STATUS, {"job": self.job_id}).scalar() != "waiting":
            return {"fired": 0}
        functions = uow.hall.functions.get(case.bundle.key, {})
        fired = 0
        # A cycle that was missed for a month catches up one firing at a time, within reason.
        while fired < _MOST_FIRINGS and _is_due(case, uow):
            case.step(lambda flow: flow.advance(case.view, uow.legal_now, functions))
            fired += 1
        if fired:
            case.save()
        return {"fired": fired}


def _is_due(case: WorkingCase, uow: UnitOfWork) -> bool:
    return any(
        one.kind == "timer" and one.due is not None and one.due <= uow.legal_now for one in case.workflow.waiting()
    )
