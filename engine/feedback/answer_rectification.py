"""Answer a poor rating for the department (核实、整改、答复): what was found, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.feedback.ratable import feedback_officers
from engine.feedback.rectification_row import (
    ANSWERED,
    APPEALED,
    ISSUED,
    MEASURES,
    PROMISED,
    RECEIVED,
    change,
    lock_rectification,
    note,
    require_answerer,
    require_status,
    run_clock,
    said_in_full,
)
from engine.messages.tell import tell
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors
from engine.text import Text, zh

MOST_DAYS = 30
"""Working days that a department may take to put something right."""


@dataclass(frozen=True, kw_only=True)
class AnswerRectification(Command):
    """Say what was found, and take one of MEASURES; who answers has received the sheet with it.

    ``immediate`` and ``explained`` go on to the call-back. ``by_day`` names the day by which it will be put right: the
    clock runs to that day, and ``ReportRectified`` follows. ``appealed`` asks for a judgement, once. Raises Invalid
    with a problem for each field that will not do.
    """

    rectification_id: str
    measure: str
    answer: str
    by_day: date | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_rectification(uow, self.rectification_id)
        require_answerer(uow, self.by, row)
        require_status(case, row, ISSUED, RECEIVED)
        if self.measure == APPEALED and row.appeal is not None:
            raise Forbidden(zh("误评申诉已经认定过，不能再次申诉，请整改。"))
        problems: dict[str, Text] = {}
        if self.measure not in MEASURES:
            problems["measure"] = zh("请选择处理方式。")
        try:
            answer = said_in_full("answer", self.answer)
        except Invalid as refusal:
            problems |= refusal.problems
        if self.measure == "by_day":
            if self.by_day is None or self.by_day <= uow.today:
                problems["by_day"] = zh("请写明完成整改的日期，须在今天以后。")
            elif self.by_day > uow.calendar.add_workdays(uow.today, MOST_DAYS):
                problems["by_day"] = zh("限期整改最长 {most} 个工作日。", most=MOST_DAYS)
        if problems:
            raise Invalid(zh("答复没有报送，请更正。"), problems)
        due = None
        if self.measure == "by_day" and self.by_day is not None:
            days = uow.calendar.workdays_between(uow.today, self.by_day)
            due = run_clock(case, row.id, max(1, days))
        status = {"by_day": PROMISED, "appealed": APPEALED}.get(self.measure, ANSWERED)
        change(case, row, status=status, measure=self.measure, promised_on=due)
        note(case, row.id, ANSWERED, self.by, answer, measure=self.measure, due_on=due)
        people, said = feedback_officers(uow, uow.today), _TOLD[status]
        if status == APPEALED:
            people |= supervisors(uow, uow.today)
        tell(uow, people, "rectification", Text(said, {"number": row.document}), case_id=case.id)
        case.save()
        return {"rectification_id": row.id, "status": status}


_TOLD = {
    ANSWERED: zh("整改单 {number} 已答复，请回访评价人。").template,
    PROMISED: zh("整改单 {number} 已答复，限期整改。").template,
    APPEALED: zh("整改单 {number} 申诉误评，请认定。").template,
}


@dataclass(frozen=True, kw_only=True)
class ReportRectified(Command):
    """Report that what was promised has been done; the call-back follows."""

    rectification_id: str
    report: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_rectification(uow, self.rectification_id)
        require_answerer(uow, self.by, row)
        require_status(case, row, PROMISED)
        report = said_in_full("report", self.report)
        change(case, row, status=ANSWERED)
        note(case, row.id, "done", self.by, report)
        said = Text(_TOLD[ANSWERED], {"number": row.document})
        tell(uow, feedback_officers(uow, uow.today), "rectification", said, case_id=case.id)
        case.save()
        return {"rectification_id": row.id}
