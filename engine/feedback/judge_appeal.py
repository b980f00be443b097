"""Judge whether a poor rating was a mistake (误评申诉): by who looks after ratings, never by the rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.errors import Invalid
from engine.feedback.ratable import feedback_officers
from engine.feedback.rectification_row import (
    ANSWERED,
    APPEALED,
    RECEIVED,
    change,
    lock_rectification,
    note,
    require_judge,
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

UPHELD, REJECTED = "upheld", "rejected"
_rating = table_of(Rating)


@dataclass(frozen=True, kw_only=True)
class JudgeAppeal(Command):
    """Uphold the appeal: the rating stays on record and counts no more; or reject it: the department puts it right.

    Its days then begin anew. Whoever rated is called back either way. ``verdict`` is UPHELD or REJECTED.
    """

    rectification_id: str
    verdict: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_rectification(uow, self.rectification_id)
        require_judge(uow, self.by, row)
        require_status(case, row, APPEALED)
        reason = self._checked()
        heads = who_answers(uow, row.department, uow.today)
        if self.verdict == UPHELD:
            uow.execute(update(_rating).where(_rating.c.id == row.rating_id).values(excluded_on=uow.today))
            change(case, row, status=ANSWERED, appeal=UPHELD)
            note(case, row.id, UPHELD, self.by, reason)
            said = zh("整改单 {number} 的误评申诉成立，该评价不计入统计。", number=row.document)
            heads |= feedback_officers(uow, uow.today)
        else:
            due = run_clock(case, row.id, uow.parameters.rectification_days)
            change(case, row, status=RECEIVED, appeal=REJECTED, measure=None)
            note(case, row.id, REJECTED, self.by, reason, due_on=due)
            day = due.isoformat()
            said = zh("整改单 {number} 的误评申诉不成立，请于 {day} 前整改并答复。", number=row.document, day=day)
        tell(uow, heads, "rectification", said, case_id=case.id)
        case.save()
        return {"rectification_id": row.id}

    def _checked(self) -> str:
        problems: dict[str, Text] = {}
        if self.verdict not in (UPHELD, REJECTED):
            problems["verdict"] = zh("请选择认定结果。")
        try:
            reason = said_in_full("reason", self.reason)
        except Invalid as refusal:
            problems |= refusal.problems
        if problems:
            raise Invalid(zh("认定没有保存，请更正。"), problems)
        return reason
