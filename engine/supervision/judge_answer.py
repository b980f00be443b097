"""Judge the answer to a supervision order: accept it, send it back, or close the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.command import Command
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import who_answers
from engine.supervision.order_row import (
    ACCEPTED,
    ANSWERED,
    CLOSED,
    ISSUED,
    LONGEST_ANSWER,
    RECEIVED,
    WANTED,
    WITHDRAWN,
    change,
    locked_order,
    note,
    require_status,
    require_supervisor,
)
from engine.text import Text, zh


@dataclass(frozen=True, kw_only=True)
class AcceptAnswer(Command):
    """Accept the answer; the order stays open until what was promised has been done."""

    order_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_supervisor(self.by)
        row = locked_order(uow, self.order_id)
        require_status(uow, row, ANSWERED)
        change(uow, row, status=ACCEPTED)
        note(uow, row.id, ACCEPTED, self.by)
        _tell(uow, row, zh("督办单 {number} 的答复已获认可。", number=row.number))
        return {"order_id": row.id}


@dataclass(frozen=True, kw_only=True)
class ReturnAnswer(Command):
    """Send the answer back, with what it lacks; the days for an answer begin anew, and may turn red anew."""

    order_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_supervisor(self.by)
        row = locked_order(uow, self.order_id)
        require_status(uow, row, ANSWERED, ACCEPTED)
        reason = required_text(self.reason, "reason", WANTED, LONGEST_ANSWER)
        answer_by = uow.calendar.add_workdays(uow.today, row.answer_within)
        again = {"answer_by": answer_by, "next_light_on": answer_by + timedelta(days=1), "raised": "green"}
        change(uow, row, status=RECEIVED, **again)
        note(uow, row.id, "returned", self.by, reason, answer_by)
        day = answer_by.isoformat()
        _tell(uow, row, zh("督办单 {number} 的答复被退回，请于 {day} 前重新答复。", number=row.number, day=day))
        return {"order_id": row.id}


@dataclass(frozen=True, kw_only=True)
class CloseOrder(Command):
    """Close an order whose answer was accepted or stands, with what came of it."""

    order_id: str
    conclusion: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_supervisor(self.by)
        row = locked_order(uow, self.order_id)
        require_status(uow, row, ANSWERED, ACCEPTED)
        conclusion = required_text(self.conclusion, "conclusion", WANTED, LONGEST_ANSWER)
        if row.status == ANSWERED:
            note(uow, row.id, ACCEPTED, self.by)
        change(uow, row, status=CLOSED)
        note(uow, row.id, CLOSED, self.by, conclusion)
        _tell(uow, row, zh("督办单 {number} 已办结。", number=row.number))
        return {"order_id": row.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawOrder(Command):
    """Withdraw an order that should not have been issued, with the reason; it stays on record."""

    order_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_supervisor(self.by)
        row = locked_order(uow, self.order_id)
        require_status(uow, row, ISSUED, RECEIVED, ANSWERED, ACCEPTED)
        reason = required_text(self.reason, "reason", WANTED, LONGEST_ANSWER)
        change(uow, row, status=WITHDRAWN, next_light_on=None)
        note(uow, row.id, WITHDRAWN, self.by, reason)
        _tell(uow, row, zh("督办单 {number} 已撤销。", number=row.number))
        return {"order_id": row.id}


def _tell(uow: UnitOfWork, row: Any, said: Text) -> None:
    tell(uow, who_answers(uow, row.department, uow.today), "order", said, case_id=row.case_id)
