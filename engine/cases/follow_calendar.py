"""Bring the running limits of a case to the calendar that is in force now (行政许可法 第八十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.cases.case_clocks import DUE_COLUMNS, UNLIT
from engine.cases.days import opened_on, step_days
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.law.clocks import ClockFacts, due
from engine.law.lights import light, red_day, yellow_day
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork

_clock, _task = table_of(CaseClock), table_of(Task)
_LIGHTS = ("green", "yellow", "red")


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
        version = uow.hall.calendar.version
        running = select(_clock).where(_clock.c.case_id == case.id, _clock.c.stopped_on.is_(None))
        stale = uow.execute(running.where(_clock.c.calendar_version != version)).all()
        if not stale:
            return {"moved": 0}
        moved = {row.kind: pair for row in stale if (pair := self._clock(case, row))}
        moved |= self._tasks(case)
        if moved:
            case.record("calendar_changed", self.by, detail={"calendar": version, "moved": moved})
        case.save()
        return {"moved": len(moved)}

    def _clock(self, case: WorkingCase, row: Any) -> list[str] | None:
        uow, calendar = case.uow, case.uow.hall.calendar
        facts = ClockFacts(row.kind, row.origin, row.unit, row.limit, extension=row.extension)
        last, yellow = due(facts, calendar), yellow_day(facts, calendar)
        told = min(row.raised, light(facts, calendar, uow.today), key=_LIGHTS.index)
        following = {"green": yellow, "yellow": red_day(facts, calendar), "red": None}[told]
        if row.kind in UNLIT:
            following = None
        changed = {"due_on": last, "yellow_on": yellow, "raised": told, "next_light_on": following}
        uow.execute(update(_clock).where(_clock.c.id == row.id).values(**changed, calendar_version=calendar.version))
        for column, of in DUE_COLUMNS.get(row.kind, {}).items():
            case.row[column] = changed[of]
        return [row.due_on.isoformat(), last.isoformat()] if last != row.due_on else None

    def _tasks(self, case: WorkingCase) -> dict[str, list[str]]:
        uow = case.uow
        origins = opened_on(uow.connection, case.id)
        moved = {}
        for row in uow.execute(select(_task).where(_task.c.case_id == case.id, _task.c.status == "open")).all():
            if row.limit_workdays is None or row.opened_at not in origins:
                continue
            days = step_days(uow.hall.calendar, origins[row.opened_at], row.limit_workdays)
            if days.due_on == row.due_on or days.due_on is None:
                continue
            today_light = "red" if uow.today > days.due_on else "green"
            told = min(row.raised, today_light, key=_LIGHTS.index)
            following = None if told == "red" else days.yellow_on
            changed = {"due_on": days.due_on, "yellow_on": days.yellow_on, "sort_on": days.sort_on}
            uow.execute(
                update(_task).where(_task.c.id == row.id).values(**changed, raised=told, next_light_on=following)
            )
            moved[row.element_id] = [row.due_on.isoformat(), days.due_on.isoformat()]
        return moved
