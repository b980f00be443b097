"""Receive the sheet of a poor rating (签收整改单): from then on nobody can say that it was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.feedback.rectification_row import (
    ISSUED,
    RECEIVED,
    change,
    lock_rectification,
    note,
    require_answerer,
    require_status,
)
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ReceiveRectification(Command):
    """Note that the department has the sheet; the day by which it answers stays."""

    rectification_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_rectification(uow, self.rectification_id)
        require_answerer(uow, self.by, row)
        require_status(case, row, ISSUED)
        change(case, row, status=RECEIVED)
        note(case, row.id, RECEIVED, self.by)
        case.save()
        return {"rectification_id": row.id}
