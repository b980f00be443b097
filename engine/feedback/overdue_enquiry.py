"""Raise the yellow light of an enquiry that was not answered in time (EM-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.holders_of_post import holders_of_post
from engine.command import Command
from engine.errors import NotFound
from engine.feedback.enquiry_row import about, change, locked_enquiry, note
from engine.feedback.enquiry_sight import OFFICER
from engine.feedback.lights import raise_light_about
from engine.messages.tell import tell
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors, who_answers
from engine.text import zh

RULE = "EM-20"


@dataclass(frozen=True, kw_only=True)
class RaiseEnquiryLight(Command):
    """Raise it once, and tell the owner, the head of the owner's department and the supervisors.

    One that nobody has taken is told to the officers, who look after all of them.
    """

    enquiry_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        if row.next_light_on is None or row.next_light_on > uow.today:
            return {"raised": 0}
        change(uow, row.id, next_light_on=None)
        place = row.owner_department
        light = raise_light_about(uow, about(row), RULE, "yellow", "enquiry", "咨询答复期限", place, row.due_on)
        if light is None:
            return {"raised": 0}
        note(uow, row.id, row.number, "overdue", self.by)
        people = supervisors(uow, uow.today)
        if row.owner_id:
            people |= {row.owner_id} | who_answers(uow, place, uow.today)
        else:
            people |= frozenset(holders_of_post(uow, OFFICER, None))
        said = zh("咨询 {number} 应于 {day} 前答复，现已逾期。", number=row.number, day=row.due_on.isoformat())
        tell(uow, people, "yellow", said, light_id=light, about=("enquiry", row.id))
        return {"raised": 1}
