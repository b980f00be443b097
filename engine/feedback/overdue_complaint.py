"""Raise the red light of a complaint that was not decided on, or not answered, in time (EM-15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.errors import NotFound
from engine.feedback.answer_complaint import ANSWER
from engine.feedback.complaint_row import ACCEPTED, about, change, locked_complaint, note
from engine.feedback.complaint_sight import deciders_of, handlers_of, targets_of
from engine.feedback.decide_complaint import DECISION
from engine.feedback.lights import raise_light_about
from engine.messages.tell import tell
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors, who_answers
from engine.supervision.issue_order import write_order
from engine.text import zh

RULE = "EM-15"


@dataclass(frozen=True, kw_only=True)
class RaiseComplaintLight(Command):
    """Raise it once for the decision and once for the answer; nobody whom the complaint is about is told.

    A late decision is told to those who decide and to the supervisors; a late answer to the heads of the department
    too, which gets a supervision order where none of its heads is complained about.
    """

    complaint_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        row = locked_complaint(uow, self.by, self.complaint_id)
        if row.next_light_on is None or row.next_light_on > uow.today:
            return {"raised": 0}
        change(uow, row.id, next_light_on=None)
        cause, what = (ANSWER, "投诉答复期限") if row.status == ACCEPTED else (DECISION, "投诉受理期限")
        light = raise_light_about(uow, about(row), RULE, "red", cause, what, row.department, row.due_on)
        if light is None:
            return {"raised": 0}
        note(uow, row.id, row.number, "overdue", self.by, of=cause)
        concerned = targets_of(uow, row.id)
        people = deciders_of(uow, row.id, uow.today) | supervisors(uow, uow.today)
        day = row.due_on.isoformat()
        said = zh("投诉 {number} 应于 {day} 前决定是否受理，现已逾期。", number=row.number, day=day)
        if cause == ANSWER:
            people |= handlers_of(uow, row.id, row.department, uow.today)
            said = zh("投诉 {number} 应于 {day} 前答复，现已逾期。", number=row.number, day=day)
            if not who_answers(uow, row.department, uow.today) & concerned:
                demand = f"投诉 {row.number} 应于 {day} 前答复，现已逾期。请说明原因，尽快答复投诉人，并报告整改措施。"
                write_order(uow, self.by, None, row.department, demand, rule=RULE, cause=f"{about(row).kind} {row.id}")
        tell(uow, people - concerned, "red", said, light_id=light, about=("complaint", row.id))
        return {"raised": 1}
