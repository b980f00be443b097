"""Receive a supervision order (签收): from then on nobody can say that it was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.order_row import ISSUED, RECEIVED, change, locked_order, note, require_answerer, require_status


@dataclass(frozen=True, kw_only=True)
class ReceiveOrder(Command):
    """Note that the department has the order; the day for its answer stays."""

    order_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_order(uow, self.order_id)
        require_answerer(uow, self.by, row)
        require_status(uow, row, ISSUED)
        change(uow, row, status=RECEIVED)
        note(uow, row.id, RECEIVED, self.by, answer_by=row.answer_by)
        return {"order_id": row.id}
