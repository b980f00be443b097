"""End a special procedure with its result: the clocks go on from the next day (行政许可法 第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.pausing_task import LONGEST
from engine.cases.running_pauses import SPECIAL_PROCEDURE, finish_pause
from engine.cases.standing_pause import lock_pause
from engine.command import Command
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
        result = required_text(self.result, "result", zh("请写明结果和作出的机构。"), LONGEST)
        moved = finish_pause(case, pause["id"], self.by)
        days = uow.calendar.workdays_between(pause["started_on"], uow.today)
        detail = {"cause": pause["cause"], "name": pause["name"], "days": days, "moved": moved}
        where = {"department": pause["department"]}
        case.record("pause_ended", self.by, **where, detail=detail, values={"result": result})
        case.save()
        return {"case_id": case.id, "documents": []}
