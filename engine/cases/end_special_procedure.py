"""End a special procedure with its result: the clocks go on from the next day (行政许可法 第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.excluded_time import end_excluded_time
from engine.cases.hearing_row import open_hearing
from engine.cases.matter_causes import HEARING
from engine.cases.pausing_task import LONGEST
from engine.cases.running_pauses import SPECIAL_PROCEDURE
from engine.cases.standing_pause import lock_pause
from engine.command import Command
from engine.errors import Forbidden
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class EndSpecialProcedure(Command):
    """Record the ``result`` of the special procedure today, and let the clocks run again.

    What it took beyond its cap counts in the limits. Nothing ends a special procedure but this.
    """

    pause_id: str
    result: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, pause = lock_pause(uow, self.pause_id, SPECIAL_PROCEDURE, self.by)
        if open_hearing(case) is not None and pause["cause"] == HEARING:
            raise Forbidden(zh("听证尚未结束：登记听证笔录后自动恢复计时。"))
        result = required_text(self.result, "result", zh("请写明结果和作出的机构。"), LONGEST)
        end_excluded_time(case, pause, self.by, result)
        case.save()
        return {"case_id": case.id, "documents": []}
