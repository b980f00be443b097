"""Answer a department that asks for an opinion (复函): with an opinion and its reason, or not at all.

An answer that does not come is none: nothing here or elsewhere takes silence for consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.cases.case_bills import issuer_of
from engine.cases.case_clocks import stop_clock_about
from engine.cases.consultation_row import (
    LONGEST,
    consultation_table,
    lock_consultation,
    office_name,
    require_asked,
    require_open,
)
from engine.cases.consulted import ANSWERED, ASKED, CONSULTATION, RECEIVED
from engine.cases.duties import own_party
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.law.duties import not_own_application
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

OPINIONS = {"agree": "同意", "disagree": "不同意", "comment": "提出意见", "not_ours": "不属于本部门职责"}
_task = table_of(Task).c


@dataclass(frozen=True, kw_only=True)
class AnswerConsultation(Command):
    """Answer for the asked department; who answers has received the letter with it. Whoever has the case is told.

    ``opinion`` is a key of OPINIONS. Raises Conflict where a colleague was faster, or the question was withdrawn.
    """

    consultation_id: str
    opinion: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_consultation(uow, self.consultation_id)
        require_asked(case, row, self.by)
        require_open(case, row, ASKED, RECEIVED)
        breach = not_own_application(self.by.person_id or "", own_party(case, self.by.person_id or ""))
        if breach is not None:
            raise NotAllowed(zh("{message}（依据：{basis}）", message=breach.message, basis=breach.basis))
        if self.opinion not in OPINIONS:
            missing = zh("请选择意见。")
            raise Invalid(missing, {"opinion": missing})
        reason = required_text(self.reason, "reason", zh("请写明理由或者具体意见。"), LONGEST)
        stop_clock_about(case, CONSULTATION, row.id)
        detail = {"letter": row.document, "opinion": self.opinion}
        case.record("consultation_answered", self.by, department=row.asked, detail=detail, values={"reason": reason})
        fields = {
            "from_department": office_name(uow, row.asked),
            "to_department": office_name(uow, row.asking),
            "letter": row.document,
            "opinion": OPINIONS[self.opinion],
            "reason": reason,
        }
        number = issue_document(case, "consultation_reply", self.by, fields, issuer_of(case, row.asked))
        got = {"received_at": row.received_at or uow.now, "received_by_name": row.received_by_name or self.by.name}
        ended = {"ended_on": uow.today, "ended_at": uow.now, "ended_by_name": self.by.name, "reply_document": number}
        said = {"status": ANSWERED, "opinion": self.opinion, "sealed_reason": seal_values(case.key, reason)[0]}
        own = update(consultation_table).where(consultation_table.c.id == row.id)
        uow.execute(own.values(**got, **ended, **said))
        told = zh("{department}已就办件 {case} 复函 {number}。", department=fields["from_department"],
                  case=case.row["number"], number=number)  # fmt: skip
        tell(uow, {row.asked_by, *_in_hand(case, row.asking)}, "consultation", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "consultation_id": row.id, "documents": [number]}


def _in_hand(case: WorkingCase, department: str) -> list[str]:
    """Return who of the asking department has a step of the case."""
    mine = (_task.case_id == case.id, _task.status == "open", _task.department == department)
    rows = case.uow.execute(select(_task.assignee_id).where(*mine, _task.assignee_id.is_not(None)))
    return list(rows.scalars())
