"""Answer a complaint (答复投诉), and close it: with what whoever complained says of the answer, never without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.feedback.answer_enquiry import send_to_writer
from engine.feedback.complaint_row import (
    ACCEPTED,
    ANSWERED,
    CLOSED,
    about,
    change,
    locked_complaint,
    note,
    number_paper,
    require_handler,
    require_status,
)
from engine.feedback.complaint_sight import deciders_of, targets_of
from engine.feedback.contents import seal, unseal
from engine.feedback.lights import end_lights_about
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors
from engine.text import Text, zh

LONGEST = 2000
ANSWER = "complaint_answer"
"""What the light of an answer that is late is raised for."""
FINDINGS: dict[str, Text] = {"upheld": zh("属实"), "partly": zh("部分属实"), "unfounded": zh("不属实")}
SATISFIED: dict[str, Text] = {"yes": zh("满意"), "no": zh("不满意"), "unsaid": zh("没有表示")}


@dataclass(frozen=True, kw_only=True)
class AnswerComplaint(Command):
    """Answer whoever complained, with what was found."""

    complaint_id: str
    finding: str
    answer: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_handler(uow, self.by, row)
        require_status(uow, row, ACCEPTED)
        if self.finding not in FINDINGS:
            wrong = zh("请选择调查结论。")
            raise Invalid(wrong, {"finding": wrong})
        answer = required_text(self.answer, "answer", zh("请写明答复的内容：投诉没有答复不能办结。"), LONGEST)
        paper = number_paper(uow, ANSWERED)
        done = {"answered_at": uow.now, "answered_by": self.by.name, "answer_paper": paper, "done_on": uow.today}
        sealed = seal(uow.hall.key, {"answer": answer})
        change(uow, row.id, status=ANSWERED, finding=self.finding, next_light_on=None, sealed_answer=sealed, **done)
        end_lights_about(uow, about(row), ANSWER)
        note(uow, row.id, row.number, ANSWERED, self.by, answer, paper=paper, finding=self.finding)
        email = unseal(uow.hall.key, row.sealed)["email"]
        send_to_writer(uow, email, f"您的投诉 {row.number} 已答复（{paper}）：", answer)
        return {"complaint_id": row.id, "paper": paper}


@dataclass(frozen=True, kw_only=True)
class CloseComplaint(Command):
    """Close an answered complaint with whether its answer satisfied (one of SATISFIED).

    By whoever complained, who has shown its code, or by the officer or the clerk whom they told; only these may write
    that nothing was said. Where it did not satisfy, officers and supervisors are told.
    """

    complaint_id: str
    satisfied: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        own = self.by.case_id == row.id
        deciders = deciders_of(uow, row.id, uow.today)
        if not (own or self.by.person_id == row.recorded_by or self.by.person_id in deciders):
            raise NotAllowed(zh("投诉由投诉人评价后办结，或者由评价投诉专员、登记人员代为记录。"))
        require_status(uow, row, ANSWERED)
        if self.satisfied not in SATISFIED or (own and self.satisfied == "unsaid"):
            wrong = zh("请选择是否满意。")
            raise Invalid(wrong, {"satisfied": wrong})
        change(uow, row.id, status=CLOSED, satisfied=self.satisfied, closed_at=uow.now)
        note(uow, row.id, row.number, CLOSED, self.by, str(SATISFIED[self.satisfied]), satisfied=self.satisfied)
        if self.satisfied == "no":
            people = (deciders | supervisors(uow, uow.today)) - targets_of(uow, row.id)
            said = zh("投诉 {number} 的投诉人对答复不满意。", number=row.number)
            tell(uow, people, "complaint", said, about=("complaint", row.id))
        return {"complaint_id": row.id}
