"""Look into a complaint: note what was found out, and extend the limit of its answer once, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.feedback.answer_enquiry import send_to_writer
from engine.feedback.complaint_row import ACCEPTED, change, locked_complaint, note, require_handler, require_status
from engine.feedback.contents import unseal
from engine.feedback.texts import said_to_all
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST, LONGEST_REASON = 2000, 500


@dataclass(frozen=True, kw_only=True)
class NoteInvestigation(Command):
    """Note what was asked, seen and found; whoever complained is not shown it."""

    complaint_id: str
    found: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_handler(uow, self.by, row)
        require_status(uow, row, ACCEPTED)
        found = required_text(self.found, "found", zh("请写明调查的情况。"), LONGEST)
        note(uow, row.id, row.number, "looked_into", self.by, found)
        return {"complaint_id": row.id}


@dataclass(frozen=True, kw_only=True)
class ExtendComplaint(Command):
    """Answer up to ``days`` working days later; refused a second time, and once the limit has passed."""

    complaint_id: str
    days: int
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_handler(uow, self.by, row)
        require_status(uow, row, ACCEPTED)
        if row.extended_days:
            raise Forbidden(zh("投诉 {number} 已经延期一次，不能再次延期。", number=row.number))
        if uow.today > row.due_on:
            raise Forbidden(zh("投诉 {number} 已经逾期，不能延期，请尽快答复。", number=row.number))
        most = uow.parameters.complaint_extension_days
        if not 1 <= self.days <= most:
            wrong = zh("延期应当是 1 到 {most} 个工作日。", most=most)
            raise Invalid(wrong, {"days": wrong})
        reason = said_to_all(self.reason, "extension", zh("请写明延期的理由，投诉人会看到。"), LONGEST_REASON)
        due_on = uow.calendar.add_workdays(row.due_on, self.days)
        later = {"due_on": due_on, "next_light_on": due_on + timedelta(days=1)}
        change(uow, row.id, extended_days=self.days, extension_reason=reason, **later)
        note(uow, row.id, row.number, "extended", self.by, reason, due=due_on.isoformat())
        email = unseal(uow.hall.key, row.sealed)["email"]
        send_to_writer(uow, email, f"您的投诉 {row.number} 延期到 {due_on} 前答复：", reason)
        return {"complaint_id": row.id, "due_on": due_on.isoformat()}
