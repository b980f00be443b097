"""Explain to the public why a limit was passed (优化营商环境条例 第三十六条: 超过时限的应当公开说明理由)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from engine.cases.sight import works_on
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound
from engine.ids import new_id
from engine.law.masking import mask_text
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.orders import OverrunExplanation
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import answers_for
from engine.text import Text, zh

ARTICLE = "优化营商环境条例 第三十六条"
PUBLIC_LIMITS = ("promised", "statutory")
SHORTEST, LONGEST = 10, 600
_clock, _explanation = table_of(CaseClock).c, table_of(OverrunExplanation)


@dataclass(frozen=True, kw_only=True)
class ExplainOverrun(Command):
    """Publish why the limit was passed, and until when a decision is expected; a newer text replaces the older.

    By who answers for the implementing department. The applicant is named nowhere: the text must not do so either.
    Raises Invalid with a problem for each field that will not do.
    """

    case_id: str
    why: str
    expected_on: date | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        department = case.row["department"]
        if not answers_for(uow, self.by, department, uow.today):
            if works_on(uow.connection, self.by, case.id, department):
                raise NotAllowed(zh("公开说明由实施机关的负责人发布。"))
            raise NotFound
        passed = _passed(uow, case.id)
        if passed is None:
            raise Forbidden(zh("本件没有超过承诺时限或者法定时限，不需要公开说明（{article}）。", article=ARTICLE))
        text = self._checked(uow, case)
        old = (_explanation.c.case_id == case.id, _explanation.c.replaced_at.is_(None))
        uow.execute(update(_explanation).where(*old).values(replaced_at=uow.now))
        row = {
            "id": new_id(uow.now),
            "case_id": case.id,
            "kind": passed.kind,
            "due_on": passed.due_on,
            "department": department,
            "text": text,
            "expected_on": self.expected_on,
            "published_on": uow.today,
            "written_at": uow.now,
            "written_by": self.by.name,
        }
        uow.execute(insert(_explanation), row)
        case.record("overrun_explained", self.by, department=department, detail={"of": passed.kind, "text": text})
        case.save()
        return {"explanation_id": row["id"]}

    def _checked(self, uow: UnitOfWork, case: WorkingCase) -> str:
        text, problems = self.why.strip(), dict[str, Text]()
        if not SHORTEST <= len(text) <= LONGEST:
            problems["why"] = zh("请写明理由，{least} 到 {most} 个字。", least=SHORTEST, most=LONGEST)
        elif mask_text(text) != text or (case.row["applicant_name"] or "\0") in text:
            problems["why"] = zh("公开说明人人可见，不能写申请人姓名、身份证号码和手机号码。")
        if self.expected_on is not None and self.expected_on < uow.today:
            problems["expected_on"] = zh("预计办结日不能早于今天。")
        if problems:
            raise Invalid(zh("说明没有发布，请更正。"), problems)
        return text


def _passed(uow: UnitOfWork, case_id: str) -> Any:
    """Return the gravest limit that was passed, also where the decision has come since."""
    mine = (_clock.case_id == case_id, _clock.kind.in_(PUBLIC_LIMITS))
    rows = uow.execute(select(_clock.kind, _clock.due_on, _clock.stopped_on).where(*mine)).all()
    late = [row for row in rows if (row.stopped_on or uow.today) > row.due_on]
    return max(late, key=lambda row: PUBLIC_LIMITS.index(row.kind), default=None)
