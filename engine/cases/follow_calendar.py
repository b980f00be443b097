"""Bring the running limits of a case to the calendar that is in force now (行政许可法 第八十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.reckon_clocks import reckon
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

    A light that was told too early by the old calendar is told again when it is true.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        version = uow.calendar.version
        running = select(_clock.id).where(_clock.case_id == case.id, _clock.stopped_on.is_(None))
        if uow.execute(running.where(_clock.calendar_version != version)).first() is None:
            return {"moved": 0}
        moved = reckon(case)
        if moved:
            case.record("calendar_changed", self.by, detail={"calendar": version, "moved": moved})
        case.save()
        return {"moved": len(moved)}
