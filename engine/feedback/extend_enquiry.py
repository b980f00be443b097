"""Extend the limit for the answer to an enquiry (延期答复), once and with the reason (GB/T 39046 表10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.feedback.enquiry_row import change, locked_enquiry, note, require_owner, require_unanswered
from engine.feedback.texts import said_to_all
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class ExtendEnquiry(Command):
    """Answer up to ``days`` working days later; refused a second time, and once the limit has passed."""

    enquiry_id: str
    days: int
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        require_unanswered(uow, row)
        require_owner(self.by, row)
        if row.extended_days:
            raise Forbidden(zh("咨询 {number} 已经延期一次，不能再次延期。", number=row.number))
        if uow.today > row.due_on:
            raise Forbidden(zh("咨询 {number} 已经逾期，不能延期，请尽快答复。", number=row.number))
        most = uow.parameters.enquiry_extension_days
        if not 1 <= self.days <= most:
            wrong = zh("延期应当是 1 到 {most} 个工作日。", most=most)
            raise Invalid(wrong, {"days": wrong})
        reason = said_to_all(self.reason, "extension", zh("请写明延期的理由，咨询人会看到。"), LONGEST)
        due_on = uow.calendar.add_workdays(row.due_on, self.days)
        later = {"due_on": due_on, "next_light_on": due_on + timedelta(days=1)}
        change(uow, row.id, extended_days=self.days, extension_reason=reason, **later)
        note(uow, row.id, row.number, "extended", self.by, reason)
        return {"enquiry_id": row.id, "due_on": due_on.isoformat()}
