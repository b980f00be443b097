"""Raise EM-09 for a pause that lasts longer than the applicant was told, or than its cap allows (第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.light_people import above_the_case, who_works_on
from engine.cases.light_rows import Cause, raise_light
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.law.supervision_rules import RULES
from engine.messages.tell import tell
from engine.queries.pauses import overlong_pauses
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class RaisePauseLight(Command):
    """Raise the light once for a pause and the day on which it should have been over; nothing ends by itself."""

    case_id: str
    pause_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        found = [
            one
            for one in overlong_pauses(uow.connection, uow.calendar, uow.today, case.id)
            if one.pause_id == self.pause_id
        ]
        if not found:
            return {"raised": 0}
        pause = found[0]
        ends = min(day for day in (pause.told_until, pause.capped_on) if day is not None)
        cause = Cause(f"{pause.pause_id}:{ends}", "pause", pause.name, pause.since, ends, detail={"what": pause.name})
        light = raise_light(case, RULES["EM-09"], "red", cause)
        if light is None:
            return {"raised": 0}
        said = zh(
            "办件 {number} 因“{what}”暂停计时，应于 {due} 结束，现已超过。",
            number=case.row["number"],
            what=pause.name,
            due=ends.isoformat(),
        )
        tell(uow, who_works_on(case) | above_the_case(case), "red", said, case_id=case.id, light_id=light)
        case.save()
        return {"raised": 1}
