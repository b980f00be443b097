"""Withdraw the request for a hearing (撤回听证申请): whoever asked may, until it is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.hearing_row import (
    APPLICANT,
    ASKED,
    AUTHORITY,
    SCHEDULED,
    WITHDRAWN,
    close,
    end_hearing_time,
    lock_hearing,
    require_party,
    require_state,
    where,
)
from engine.cases.light_people import who_works_on
from engine.cases.pausing_task import LONGEST
from engine.command import Command
from engine.errors import Forbidden, NotAllowed
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class WithdrawHearing(Command):
    """The applicant takes the own request back, or staff record that whoever asked did; ``reason`` says why.

    A hearing that the authority called is nobody's to withdraw (第四十六条): it is held.
    """

    hearing_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_party(case, row, self.by)
        require_state(case, row, ASKED, SCHEDULED)
        if row.asked_by == AUTHORITY:
            raise Forbidden(zh("本次听证由本机关决定举行，不能撤回（行政许可法 第四十六条）。"))
        if self.by.kind == "applicant" and row.asked_by != APPLICANT:
            raise NotAllowed(zh("听证由利害关系人申请，只有提出申请的人可以撤回。"))
        reason = required_text(self.reason, "reason", zh("请写明撤回听证申请的原因。"), LONGEST)
        case.record("hearing_withdrawn", self.by, **where(row), values={"reason": reason})
        close(case, row, self.by, WITHDRAWN, sealed_end={"reason": reason})
        end_hearing_time(case, row, self.by, zh("听证申请已撤回"))
        told = zh("办件 {number} 的听证申请已撤回，可以继续办理。", number=case.row["number"])
        tell(uow, who_works_on(case), "hearing", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id}
