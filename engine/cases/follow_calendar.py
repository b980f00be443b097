"""Bring the running limits of a case to the calendar and the rule of lights in force (行政许可法 第八十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.reckon_clocks import reckon_all
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.unit_of_work import UnitOfWork

_clock = table_of(CaseClock).c


@dataclass(frozen=True, kw_only=True)
class FollowCalendar(Command):
    """Compute clocks and open steps of a case anew; what moved stands in the trail, with the days before and after.

    A light that was told too early by the old ones is told again when it is true, unless it was for the same cause.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        running = select(_clock.id).where(_clock.case_id == case.id, _clock.stopped_on.is_(None))
        if uow.execute(running.where(_clock.counted_by != uow.counting.version)).first() is None:
            return {"moved": 0}
        moved = reckon_all(case)
        if moved.due:
            case.record("calendar_changed", self.by, detail={"calendar": uow.calendar.version, "moved": moved.due})
        elif moved.lights:
            # Without it a light that is due by the new rule would take effect before the rule was there.
            case.record("light_days_moved", self.by, detail={"moved": moved.lights})
        case.save()
        return {"moved": len(moved.due) or len(moved.lights)}
