"""Receive the supplement: everything asked for has come in (补正; 行政许可法 第三十二条第一款第五项)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.steps import NotWaiting
from engine.cases.attachments import bind_attachments, file_ids
from engine.cases.case_bills import receiving_issuer
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.clock_basis import basis_of
from engine.cases.form_answers import checked
from engine.cases.official_documents import issue_document
from engine.cases.past_documents import fields_of_latest
from engine.cases.sight import require_applicant_or_window
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

SUPPLEMENT_FORM = "supplement"
MESSAGE = "supplement_received"


@dataclass(frozen=True, kw_only=True)
class ReceiveSupplement(Command):
    """The supplement of a case, from its applicant online or taken in at a window.

    Every material of the one-time notice must be there; the receipt repeats the notice line by line,
    the wait ends, and the hall has the days of article 32 again to answer.
    """

    case_id: str
    values: Mapping[str, Any]
    draft_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        require_applicant_or_window(uow.connection, self.by, case.id, case.row["department"])
        if case.row["status"] != "supplement_wait":
            raise Forbidden(zh("本件当前没有需要补正的材料。"))
        form = case.bundle.forms[SUPPLEMENT_FORM]
        values = checked(form, self.values)
        notice = fields_of_latest(case, "supplement_notice")
        asked = notice["materials"] if notice else []
        handed_in = file_ids(form, values)
        missing = [item["name"] for item in asked if not handed_in.get(item["material"])]
        if missing:
            raise Invalid(zh("还缺少：{names}。请补齐告知书所列全部材料后一并提交。", names="、".join(missing)))
        attachments = bind_attachments(uow, case.id, self.draft_id, form, values)
        functions = uow.hall.functions.get(case.bundle.key, {})
        token = next((one.token for one in case.workflow.waiting() if one.name == MESSAGE), None)
        try:
            case.step(
                lambda flow: flow.send(MESSAGE, values, case.view, uow.legal_now, functions, token=token),
                self.by,
                token=token,
            )
        except NotWaiting as problem:
            raise Forbidden(zh("本件当前没有需要补正的材料。")) from problem
        case.row["status"] = "received"
        stop_clocks(case, "supplement_wait")
        intake = case.bundle.facts.limits.intake.value
        clock = start_clock(
            case,
            "intake",
            uow.today,
            intake.days,
            unit=intake.unit,
            basis=basis_of(case.bundle.facts, "第三十二条第一款第五项", case.bundle.facts.limits.intake),
        )
        number = issue_document(
            case,
            "supplement_receipt",
            self.by,
            {"asked": asked, "materials": attachments, "answer_by": clock["due_on"].isoformat()},
            receiving_issuer(case),
        )
        case.save()
        return {"case_id": case.id, "number": case.row["number"], "receipt": number}
