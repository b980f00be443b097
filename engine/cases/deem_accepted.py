"""Acceptance by silence (逾期不告知即为受理; 行政许可法 第三十二条第一款第四项)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.accept import accept
from engine.cases.case_clocks import counts_start_day
from engine.cases.past_documents import fields_of_latest
from engine.cases.working_case import WorkingCase
from engine.clock import legal_day
from engine.command import Command
from engine.errors import Forbidden, NotFound
from engine.law.acceptance import deemed_acceptance
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class DeemAccepted(Command):
    """Record that the law has accepted the application, dated back to the day of receipt.

    The days from receipt count against the limits. The flow goes on as after an acceptance.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        if not self.by.is_system:
            raise NotFound
        if case.row["status"] != "received" or fields_of_latest(case, "supplement_notice") is not None:
            raise Forbidden(zh("本件已经告知或者已经受理，不适用逾期即为受理。"))
        found = deemed_acceptance(
            legal_day(case.row["received_at"]),
            uow.calendar,
            uow.today,
            mode=case.bundle.facts.limits.supplement_mode.value,
            count_start_day=counts_start_day(case, "intake"),
        )
        if found is None:
            raise Forbidden(zh("告知期限还没有届满。"))
        task = table_of(Task)
        waiting = (
            uow.execute(
                select(task).where(task.c.case_id == case.id, task.c.status == "open", task.c.stage == "acceptance")
            )
            .mappings()
            .first()
        )
        if waiting is None:
            raise Forbidden(zh("本件没有待受理的环节。"))
        case.record("deemed_accepted", self.by, element=waiting["element_id"], detail={"basis": found.basis})
        accept(case, dict(waiting), {"result": "accept"}, self.by, accepted_on=found.day)
        functions = uow.hall.functions.get(case.bundle.key, {})
        case.step(
            lambda flow: flow.complete(waiting["token"], {"result": "accept"}, case.view, uow.legal_now, functions),
            self.by,
            token=waiting["token"],
            result="accept",
        )
        case.save()
        return {"case_id": case.id, "number": case.row["number"]}
