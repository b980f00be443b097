"""Withdraw the application (撤回申请): possible until the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.case_bills import receiving_issuer
from engine.cases.official_documents import issue_document
from engine.cases.sight import require_applicant_or_window
from engine.cases.stop_case import stop_case
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_BEFORE_DECISION = ("received", "supplement_wait", "accepted")


@dataclass(frozen=True, kw_only=True)
class WithdrawCase(Command):
    """The applicant, or a window clerk for an applicant who came in person, takes the application back."""

    case_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        require_applicant_or_window(uow.connection, self.by, case.id, case.row["department"])
        if case.row["status"] not in _BEFORE_DECISION or case.row["closed_at"] is not None:
            raise Forbidden(zh("本件已经作出决定或者已经办结，不能撤回申请。"))
        if not self.reason.strip():
            raise Invalid(zh("请写明撤回申请的原因。"))
        case.record("withdrawn", self.by, values={"reason": self.reason.strip()})
        stop_case(case, "withdrawn", self.by)
        said = {"reason": self.reason.strip()}
        number = issue_document(case, "withdrawal_notice", self.by, said, receiving_issuer(case))
        case.save()
        return {"case_id": case.id, "number": case.row["number"], "documents": [number]}
