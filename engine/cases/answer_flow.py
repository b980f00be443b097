"""Answer what the flow waits for: an applicant's report that something was done (限期整改完成报告)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.steps import NotWaiting
from engine.cases.case_bills import SETTLED, VOIDED
from engine.cases.close_without_supplement import LAPSED
from engine.cases.public_notice import ENDED, OBJECTION
from engine.cases.receive_supplement import MESSAGE
from engine.cases.renewals import BY_SILENCE
from engine.cases.sight import require_applicant_or_window
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

# Legal acts with commands of their own send these.
RESERVED = frozenset({MESSAGE, LAPSED, SETTLED, VOIDED, ENDED, OBJECTION, BY_SILENCE})
LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class AnswerFlow(Command):
    """The applicant, or a window clerk for one who came in person, gives ``message`` to the waiting flow."""

    case_id: str
    message: str
    note: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        require_applicant_or_window(uow.connection, self.by, case.id, case.row["department"])
        note = self.note.strip()
        if not note or len(note) > LONGEST:
            raise Invalid(zh("请用 1 至 {most} 字说明情况。", most=LONGEST))
        waiting = [one for one in case.workflow.waiting() if one.name == self.message]
        if self.message in RESERVED or not waiting or case.row["closed_at"] is not None:
            raise Forbidden(zh("本件当前不需要这项报告，或者已经报告过了。"))
        functions = uow.hall.functions.get(case.bundle.key, {})
        token = waiting[0].token
        try:
            case.step(
                lambda flow: flow.send(self.message, {"note": note}, case.view, uow.legal_now, functions, token=token),
                self.by,
                token=token,
            )
        except NotWaiting as problem:
            raise Forbidden(zh("本件当前不需要这项报告，或者已经报告过了。")) from problem
        case.save()
        return {"case_id": case.id, "number": case.row["number"]}
