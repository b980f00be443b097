"""Renewal by silence (逾期未作决定的，视为准予延续; 行政许可法 第五十条第二款)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.workflow import Step, Workflow
from engine.cases.case_clocks import stop_clocks
from engine.cases.consultation_row import lapse_consultations
from engine.cases.consulted import CONSULTATION
from engine.cases.decide import date_decision
from engine.cases.hearing_row import CLOCK as HEARING_CLOCK
from engine.cases.hearing_row import REQUEST_CLOCK, lapse_hearing
from engine.cases.official_documents import issue_document
from engine.cases.renewals import BY_SILENCE, RENEWAL, licence_ends_on
from engine.cases.running_pauses import clock_row
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotFound
from engine.law.renewal import DECIDE_BY, renewed_on
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class DeemRenewed(Command):
    """Record that the law has granted a renewal which nobody decided before the old licence ended.

    Nothing else is granted by silence. Whatever the case stood at is left, and the flow goes on as after a grant.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        if not self.by.is_system:
            raise NotFound
        ends_on, clock = licence_ends_on(case), clock_row(case, RENEWAL)
        if case.row["status"] != "accepted" or ends_on is None or clock is None or clock.stopped_on is not None:
            raise Forbidden(zh("本件不是逾期未作决定的延续申请，不适用视为准予延续。"))
        if uow.today < renewed_on(ends_on):
            raise Forbidden(zh("原许可的有效期还没有届满。"))
        # Whatever was still asked or to be heard comes too late.
        lapse_consultations(case)
        lapse_hearing(case)
        stop_clocks(case, CONSULTATION, REQUEST_CLOCK, HEARING_CLOCK)
        case.record("deemed_renewed", self.by, detail={"basis": DECIDE_BY, "ended_on": ends_on.isoformat()})
        date_decision(case, "granted")
        fields = {"ended_on": ends_on.isoformat(), "basis": DECIDE_BY, "result": case.bundle.facts.result.name.value}
        number = issue_document(case, "renewal_by_silence", self.by, fields)
        self._leave_steps(case, uow)
        case.save()
        return {"case_id": case.id, "number": case.row["number"], "documents": [number]}

    def _leave_steps(self, case: WorkingCase, uow: UnitOfWork) -> None:
        functions = uow.hall.functions.get(case.bundle.key, {})

        def leave(flow: Workflow) -> Step:
            return flow.send(BY_SILENCE, {}, case.view, uow.legal_now, functions)

        # One message leaves one step; where departments work side by side there are several.
        while any(one.name == BY_SILENCE for one in case.workflow.waiting()):
            case.step(leave, self.by)
