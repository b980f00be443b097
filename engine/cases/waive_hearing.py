"""Give up the hearing before asking for it (放弃听证; 行政许可法 第四十七条): each for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.hearing_row import TOLD, WAIVED, change, close, lock_hearing, require_party, require_state, where
from engine.cases.pausing_task import LONGEST
from engine.command import Command
from engine.errors import Conflict
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class WaiveHearing(Command):
    """The applicant gives the right up online; or staff record, with ``reason``, that all who were told gave it up.

    Where interested parties were told too, they may still ask until their days are over: the applicant's word does not
    bind them.
    """

    hearing_id: str
    reason: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_party(case, row, self.by)
        require_state(case, row, TOLD)
        own = self.by.kind == "applicant"
        if own and row.waived_on is not None:
            raise Conflict(zh("您已于{day}放弃听证。", day=row.waived_on.isoformat()))
        missing = zh("请写明告知的人分别以什么方式放弃，例如书面声明。")
        reason = self.reason.strip()[:LONGEST] if own else required_text(self.reason, "reason", missing, LONGEST)
        case.record("hearing_waived", self.by, **where(row), detail={"all": not own}, values={"reason": reason})
        change(case, row, waived_on=uow.today)
        if not own or row.others == 0:
            close(case, row, self.by, WAIVED, sealed_end={"reason": reason})
        case.save()
        return {"case_id": case.id, "hearing_id": row.id}
