"""Take an enquiry that came online: who does so first is its first-contact owner (首问责任人)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.errors import NotAllowed
from engine.feedback.enquiry_row import HELD, WAITING, change, conflict, locked_enquiry, note
from engine.feedback.enquiry_sight import TAKERS
from engine.feedback.home import home_of
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class TakeEnquiry(Command):
    """Become the owner of an enquiry that has none; the limit for its answer stays."""

    enquiry_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        if row.status != WAITING:
            raise conflict(uow, row)
        if not self.by.posts & TAKERS:
            raise NotAllowed(zh("网上咨询由窗口人员、评价投诉专员登记办理。"))
        owner = {"owner_id": self.by.person_id, "owner_name": self.by.name}
        change(uow, row.id, status=HELD, owner_department=home_of(uow, self.by), **owner)
        note(uow, row.id, row.number, "taken", self.by)
        return {"enquiry_id": row.id}
