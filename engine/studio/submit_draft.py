"""Submit a draft, so that a second person looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import SUBMITTED, draft_table, editable_draft


@dataclass(frozen=True, kw_only=True)
class SubmitDraft(Command):
    """Submit the draft as it was at ``revision``; from then on it is not changed unless it comes back."""

    draft_id: str
    revision: int

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = editable_draft(uow, self.by, self.draft_id, self.revision)
        values = {
            "status": SUBMITTED,
            "submitted_at": uow.now,
            "submitted_by": self.by.name,
            "submitted_by_id": self.by.person_id,
            "returned_at": None,
            "returned_by": None,
            "returned_reason": None,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        uow.note_office_act("submit_draft", self.by, row.matter_key, draft=self.draft_id, revision=row.revision)
        return {"draft_id": self.draft_id, "revision": row.revision}
