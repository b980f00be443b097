"""Call back who rated poorly (回访): what they were told, and what they said; nothing is closed without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.case_clocks import stop_clock_about
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.feedback.ratable import RECTIFICATION
from engine.feedback.rectification_row import (
    ANSWERED,
    CLOSED,
    RECEIVED,
    change,
    lock_rectification,
    note,
    require_caller,
    require_status,
    run_clock,
    said_in_full,
)
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.ratings import Rating
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import who_answers
from engine.text import Text, zh

OUTCOMES: dict[str, Text] = {
    "satisfied": zh("对处理满意"),
    "accepted": zh("表示理解"),
    "dissatisfied": zh("仍不满意"),
    "unreached": zh("没有联系上"),
}
CALLS_BEFORE_GIVING_UP = 3
"""A rater who is known is called so often before a rectification ends without having spoken to them."""
_rating = table_of(Rating).c


@dataclass(frozen=True, kw_only=True)
class CallBack(Command):
    """Write down a call to the rater, one of OUTCOMES and what was said.

    Who was reached ends the rectification, and may rate once more; ``again`` sends it back to the department instead,
    with days of its own. Not to have reached somebody ends it only for a rater who is not known, or after the third
    call. Raises Invalid with a problem for each field that will not do.
    """

    rectification_id: str
    outcome: str
    said: str
    again: bool = False

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_rectification(uow, self.rectification_id)
        require_caller(uow, self.by, row)
        require_status(case, row, ANSWERED)
        if self.outcome not in OUTCOMES:
            missing = zh("请选择回访结果。")
            raise Invalid(missing, {"outcome": missing})
        said = said_in_full("said", self.said)
        if self.again and (self.outcome != "dissatisfied" or row.appeal == "upheld"):
            raise Forbidden(zh("只有评价人仍不满意、评价又没有认定为误评的，才退回再整改。"))
        calls = row.calls + 1
        note(case, row.id, "called", self.by, said, measure=self.outcome)
        if self.again:
            self._send_back(case, row, calls)
        elif self.outcome == "unreached" and calls < CALLS_BEFORE_GIVING_UP and self._is_named(uow, row.rating_id):
            change(case, row, calls=calls)
        else:
            stop_clock_about(case, RECTIFICATION, row.id)
            change(case, row, status=CLOSED, outcome=self.outcome, calls=calls, closed_on=uow.today)
            note(case, row.id, CLOSED, self.by)
        case.save()
        return {"rectification_id": row.id, "calls": calls}

    def _send_back(self, case: WorkingCase, row: Any, calls: int) -> None:
        uow = case.uow
        due = run_clock(case, row.id, uow.parameters.rectification_days)
        change(case, row, status=RECEIVED, measure=None, calls=calls)
        note(case, row.id, "returned", self.by, due_on=due)
        day = due.isoformat()
        said = zh("整改单 {number} 经回访仍不满意，请于 {day} 前再整改并答复。", number=row.document, day=day)
        tell(uow, who_answers(uow, row.department, uow.today), "rectification", said, case_id=case.id)

    def _is_named(self, uow: UnitOfWork, rating_id: str) -> bool:
        return bool(uow.execute(select(_rating.is_named).where(_rating.id == rating_id)).scalar_one())
