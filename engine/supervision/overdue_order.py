"""Let a supervision order turn red whose answer is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.errors import NotFound
from engine.messages.tell import tell
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors, who_answers
from engine.supervision.order_row import change, locked_order, note
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class TurnOrderRed(Command):
    """Tell heads and supervisors, once for each time that an answer was asked for."""

    order_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        row = locked_order(uow, self.order_id)
        if row.next_light_on is None or row.next_light_on > uow.today:
            return {"raised": 0}
        change(uow, row, raised="red", next_light_on=None)
        note(uow, row.id, "overdue", self.by)
        day = row.answer_by.isoformat()
        said = zh("督办单 {number} 应于 {day} 前答复，现已逾期。", number=row.number, day=day)
        people = who_answers(uow, row.department, uow.today) | supervisors(uow, uow.today)
        tell(uow, people, "red", said, case_id=row.case_id)
        return {"raised": 1}
