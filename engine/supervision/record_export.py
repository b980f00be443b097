"""Put on record that a supervisor or a feedback officer took a list or a table out of the system."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.command import Command
from engine.errors import NotFound
from engine.feedback.ratable import looks_after_ratings
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class RecordExport(Command):
    """Who took what, narrowed how, as which kind of file, and how many rows it had when they asked."""

    what: str
    kind: str
    rows: int
    asked: dict[str, str] = field(default_factory=dict)

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not looks_after_ratings(self.by):
            raise NotFound
        uow.note_office_act(
            "supervision_exported", self.by, self.what, kind=self.kind, rows=self.rows, asked=self.asked
        )
        return {"rows": self.rows}
