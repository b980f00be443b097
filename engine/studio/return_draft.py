"""Return a submitted draft to its designers, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.errors import Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import EDITING, LONGEST_REASON, SUBMITTED, draft_table, locked_draft, require_status
from engine.studio.posts import require_manager
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class ReturnDraft(Command):
    """Return a draft to be changed; ``reason`` says what is to be mended."""

    draft_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_manager(self.by)
        reason = self.reason.strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            said = zh("请写明退回的理由，最多 {most} 个字。", most=LONGEST_REASON)
            raise Invalid(zh("草稿没有退回，请更正。"), {"reason": said})
        row = locked_draft(uow, self.draft_id)
        require_status(row, SUBMITTED)
        values = {
            "status": EDITING,
            "returned_at": uow.now,
            "returned_by": self.by.name,
            "returned_reason": reason,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        uow.note_office_act("return_draft", self.by, row.matter_key, draft=self.draft_id, reason=reason)
        return {"draft_id": self.draft_id, "revision": row.revision}
