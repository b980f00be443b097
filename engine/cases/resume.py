"""Resume a suspended case (恢复办理): what stood in the way is settled, and the clocks go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST
from engine.cases.running_pauses import SUSPENSION, finish_pause
from engine.cases.standing_pause import lock_pause
from engine.command import Command
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.clocks import ClockPause
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_pause = table_of(ClockPause)


@dataclass(frozen=True, kw_only=True)
class Resume(Command):
    """Go on with a suspended case from today and tell the applicant by when it will be decided."""

    pause_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, pause = lock_pause(uow, self.pause_id, SUSPENSION, self.by)
        reason = required_text(self.reason, "reason", zh("请写明恢复办理的理由，申请人会在告知书上看到。"), LONGEST)
        moved = finish_pause(case, pause["id"], self.by)
        detail = {"name": pause["name"], "basis": pause["basis"], "moved": moved}
        where = {"department": pause["department"]}
        case.record("resumed", self.by, **where, detail=detail, values={"reason": reason})
        fields = {
            "cause": pause["name"],
            "basis": pause["basis"],
            "reason": reason,
            "suspended_on": pause["started_on"].isoformat(),
            "suspended_by": pause["document"],
            "statutory_due": case.row["statutory_due"].isoformat(),
            "promised_due": case.row["promised_due"].isoformat(),
        }
        number = issue_document(case, "resumption_notice", self.by, fields)
        uow.execute(update(_pause).where(_pause.c.id == pause["id"]).values(end_document=number))
        case.save()
        return {"case_id": case.id, "documents": [number]}
