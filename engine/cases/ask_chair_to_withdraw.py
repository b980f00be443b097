"""Ask that the chair of a hearing withdraw (申请回避), and decide it (行政许可法 第四十八条第一款第三项)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.hearing_row import (
    DECLINED,
    GRANTED,
    REQUESTED,
    SCHEDULED,
    change,
    lock_hearing,
    require_officer,
    require_party,
    require_state,
    unsealed,
    where,
)
from engine.cases.light_people import who_works_on
from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST
from engine.cases.schedule_hearing import problem_with_chair
from engine.command import Command
from engine.errors import Conflict, Invalid, NotAllowed
from engine.law.hearings import ARTICLE_48_3
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_person = table_of(Person).c


@dataclass(frozen=True, kw_only=True)
class AskChairToWithdraw(Command):
    """A party holds that the chair has an interest in the matter; until that is decided the hearing is not held."""

    hearing_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_party(case, row, self.by)
        require_state(case, row, SCHEDULED)
        if row.recusal is not None:
            raise Conflict(zh("对主持人{name}的回避申请已经提出，不能重复提出。", name=row.chair_name))
        reason = required_text(self.reason, "reason", zh("请写明主持人与本件有什么直接利害关系。"), LONGEST)
        case.record("recusal_asked", self.by, **where(row), values={"reason": reason})
        change(case, row, recusal=REQUESTED, sealed_recusal={"reason": reason})
        told = zh("办件 {number} 有人申请听证主持人回避，请在举行听证前决定。", number=case.row["number"])
        tell(uow, who_works_on(case), "hearing", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id}


@dataclass(frozen=True, kw_only=True)
class DecideRecusal(Command):
    """Grant it with another ``chair`` (id of a person), whom a new notice names, or decline it; always with ``reason``.

    Nobody decides on themselves.
    """

    hearing_id: str
    granted: bool | None
    reason: str
    chair: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_officer(case, row, self.by)
        require_state(case, row, SCHEDULED)
        if row.recusal != REQUESTED:
            raise Conflict(zh("没有待决定的回避申请，请刷新页面查看。"))
        if self.by.person_id == row.chair:
            raise NotAllowed(zh("主持人不能决定自己是否回避（{basis}）。", basis=ARTICLE_48_3))
        if self.granted is None:
            missing = zh("请选择是否回避。")
            raise Invalid(missing, {"granted": missing})
        reason = required_text(self.reason, "reason", zh("请写明决定的理由。"), LONGEST)
        said = unsealed(case, row.sealed_recusal) | {"answer": reason}
        papers: list[str] = []
        if self.granted:
            wrong = problem_with_chair(case, self.chair)
            if wrong is None and self.chair == row.chair:
                wrong = zh("请另外指定主持人。")
            if wrong is not None:
                raise Invalid(wrong, {"chair": wrong})
            name = uow.execute(select(_person.name).where(_person.id == self.chair)).scalar_one()
            fields = {
                "day": row.day.isoformat(),
                "time": row.time,
                "place": row.place,
                "chair": name,
                "parties": unsealed(case, row.sealed_about).get("parties", []),
                "basis": ARTICLE_48_3,
                "before": row.notice_document,
            }
            # Time and place stay as they were told, so that seven days need not pass once more.
            papers = [issue_document(case, "hearing_notice", self.by, fields)]
            change(case, row, chair=self.chair, chair_name=name, notice_document=papers[0])
        detail = {"granted": self.granted}
        case.record("recusal_decided", self.by, **where(row), detail=detail, values={"reason": reason})
        change(case, row, recusal=GRANTED if self.granted else DECLINED, sealed_recusal=said)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id, "documents": papers}
