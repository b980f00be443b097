"""From where an enquiry or a complaint came is kept for as long as floods are told by it, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.errors import NotFound
from engine.feedback.contents import FLOOD_WINDOW
from engine.store.base import table_of
from engine.store.complaints import Complaint
from engine.store.enquiries import Enquiry
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ForgetOrigins(Command):
    """Blank the digests of addresses that no flood is told by any more; who complains without a name stays unknown."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        forgotten = 0
        for table in (table_of(Enquiry), table_of(Complaint)):
            old = (table.c.origin != "", table.c.received_at <= uow.now - FLOOD_WINDOW)
            forgotten += uow.execute(update(table).where(*old).values(origin="")).rowcount
        return {"forgotten": forgotten}
