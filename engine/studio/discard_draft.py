"""Discard a draft that will not be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import DISCARDED, draft_table, editable_draft


@dataclass(frozen=True, kw_only=True)
class DiscardDraft(Command):
    """Discard the draft as it was at ``revision``; its content is kept and can be looked at."""

    draft_id: str
    revision: int

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = editable_draft(uow, self.by, self.draft_id, self.revision)
        values = {
            "status": DISCARDED,
            "changed_at": uow.now,
            "changed_by": self.by.name,
            "changed_by_id": self.by.person_id,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        uow.note_office_act("discard_draft", self.by, row.matter_key, draft=self.draft_id, revision=row.revision)
        return {"draft_id": self.draft_id, "revision": row.revision}
