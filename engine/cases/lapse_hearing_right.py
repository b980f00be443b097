"""The end of the days in which to ask for a hearing (视为放弃听证; 行政许可法 第四十七条): recorded, no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.hearing_row import LAPSED, REQUEST_CLOCK, TOLD, close, hearing_due, open_hearing, where
from engine.cases.light_people import who_works_on
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotFound
from engine.messages.tell import tell
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class LapseHearingRight(Command):
    """Record that nobody asked in time. It decides nothing: the case goes on, and its people are told."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        row = open_hearing(case)
        if row is None or row.status != TOLD or uow.today <= hearing_due(case, row, REQUEST_CLOCK):
            raise Forbidden(zh("申请听证的期限还没有届满，或者听证已经提出、放弃。"))
        case.record("hearing_lapsed", self.by, **where(row), detail={"notice": row.document})
        close(case, row, self.by, LAPSED)
        told = zh("办件 {number} 期满没有人申请听证，可以继续办理。", number=case.row["number"])
        tell(uow, who_works_on(case), "hearing", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id}
