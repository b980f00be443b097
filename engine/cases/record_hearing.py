"""Record that a hearing was held (听证笔录; 行政许可法 第四十八条): the minutes on which the decision rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.hearing_chair import breach_of_chair
from engine.cases.hearing_row import (
    HELD,
    REQUESTED,
    SCHEDULED,
    close,
    end_hearing_time,
    lock_hearing,
    require_officer,
    require_state,
    where,
)
from engine.cases.official_documents import issue_document
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

LONGEST_PRESENT, LONGEST_MINUTES, LONGEST_REFUSAL = 500, 5000, 500


@dataclass(frozen=True, kw_only=True)
class RecordHearing(Command):
    """Write the minutes on the day of the hearing or after it: who was ``present``, and what was said.

    ``signed``: those present confirmed and signed them; else ``refusal`` says who did not and why. The hearing's clock
    stops, and the limits of the case run again. Raises Forbidden before the day that was told, while a recusal is open,
    and where the chair has come to review the case meanwhile.
    """

    hearing_id: str
    present: str
    minutes: str
    signed: bool | None
    refusal: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_officer(case, row, self.by)
        require_state(case, row, SCHEDULED)
        if uow.today < row.day:
            raise Forbidden(zh("听证定在{day}举行，当天起才能登记笔录。", day=row.day.isoformat()))
        if row.recusal == REQUESTED:
            raise Forbidden(zh("回避申请还没有决定，不能举行听证（行政许可法 第四十八条第一款第三项）。"))
        if breach := breach_of_chair(case, row.chair):
            raise Forbidden(zh("{message}（依据：{basis}）", message=breach.message, basis=breach.basis))
        said = self._checked()
        detail = {"day": row.day.isoformat(), "signed": bool(self.signed)}
        case.record("hearing_held", self.by, **where(row), detail=detail, values=said)
        fields = {
            **said,
            "day": row.day.isoformat(),
            "time": row.time,
            "place": row.place,
            "chair": row.chair_name,
            "recorder": self.by.name,
            "notice": row.notice_document,
            "signing": "signed" if self.signed else "refused",
        }
        number = issue_document(case, "hearing_minutes", self.by, fields)
        close(case, row, self.by, HELD, minutes=number, sealed_minutes=said | {"signed": bool(self.signed)})
        end_hearing_time(case, row, self.by, zh("已举行听证，制作听证笔录（{number}）", number=number))
        case.save()
        return {"case_id": case.id, "hearing_id": row.id, "documents": [number]}

    def _checked(self) -> dict[str, str]:
        problems: dict[str, Text] = {}
        said = {"present": self.present.strip(), "minutes": self.minutes.strip(), "refusal": self.refusal.strip()}
        if not 0 < len(said["present"]) <= LONGEST_PRESENT:
            problems["present"] = zh("请写明参加听证的人员，最多 {most} 字。", most=LONGEST_PRESENT)
        if not 0 < len(said["minutes"]) <= LONGEST_MINUTES:
            problems["minutes"] = zh("请写明听证的内容，最多 {most} 字。", most=LONGEST_MINUTES)
        if self.signed is None:
            problems["signed"] = zh("请选择参加人是否确认签字。")
        elif self.signed:
            said["refusal"] = ""
        elif not 0 < len(said["refusal"]) <= LONGEST_REFUSAL:
            problems["refusal"] = zh("请写明谁拒绝签字和原因，最多 {most} 字。", most=LONGEST_REFUSAL)
        if problems:
            raise Invalid(zh("听证笔录没有登记，请更正。"), problems)
        return said
