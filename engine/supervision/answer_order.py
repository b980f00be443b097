"""Answer a supervision order (答复): what happened, why, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.errors import Invalid
from engine.law.masking import mask_text
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors
from engine.supervision.order_row import (
    ANSWERED,
    ISSUED,
    LONGEST_ANSWER,
    RECEIVED,
    WANTED,
    change,
    locked_order,
    note,
    require_answerer,
    require_status,
)
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class AnswerOrder(Command):
    """Answer for the department; who answers has received the order with it. The supervisors are told.

    An answer that comes late stays marked as late.
    """

    order_id: str
    answer: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_order(uow, self.order_id)
        require_answerer(uow, self.by, row)
        require_status(uow, row, ISSUED, RECEIVED)
        answer = required_text(self.answer, "answer", WANTED, LONGEST_ANSWER)
        if mask_text(answer) != answer:
            wrong = zh("答复不能写身份证号码、手机号码，写办件编号即可。")
            raise Invalid(wrong, {"answer": wrong})
        if row.status == ISSUED:
            note(uow, row.id, RECEIVED, self.by, answer_by=row.answer_by)
        change(uow, row, status=ANSWERED, next_light_on=None)
        note(uow, row.id, ANSWERED, self.by, answer)
        said = zh("督办单 {number} 已答复，请审阅。", number=row.number)
        tell(uow, supervisors(uow, uow.today), "order", said, case_id=row.case_id)
        return {"order_id": row.id}
