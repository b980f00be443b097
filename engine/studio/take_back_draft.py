"""Take a submitted draft back before anybody has decided on it, to go on changing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import EDITING, SUBMITTED, draft_table, locked_draft, require_revision, require_status
from engine.studio.posts import require_designer


@dataclass(frozen=True, kw_only=True)
class TakeBackDraft(Command):
    """Take back the draft as it was submitted at ``revision``.

    Every designer may, as every designer may change and submit it: a colleague need not wait for who is away. Raises
    Forbidden, saying who did what and when, where it was approved, returned or taken back meanwhile.
    """

    draft_id: str
    revision: int

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_designer(self.by)
        row = locked_draft(uow, self.draft_id)
        require_status(row, SUBMITTED)
        require_revision(row, self.revision)
        # It came back as a returned one does, only without a reason: nobody found anything wrong with it.
        values = {
            "status": EDITING,
            "returned_at": uow.now,
            "returned_by": self.by.name,
            "returned_reason": None,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        uow.note_office_act("take_back_draft", self.by, row.matter_key, draft=self.draft_id, revision=row.revision)
        return {"draft_id": self.draft_id, "revision": row.revision}
