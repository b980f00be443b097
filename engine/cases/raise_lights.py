"""Raise the lights of one case (预警): yellow and red once each, into the trail and people's notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from engine.cases.case_bills import FEE_CLOCK, unsettled_bill
from engine.cases.holders_of_post import holders_of_post
from engine.cases.reckon_clocks import reckon
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

_task, _clock = table_of(Task), table_of(CaseClock)
CLOCK_NAMES = {
    "intake": "受理或补正告知期限",
    "statutory": "法定办结时限",
    "promised": "承诺办结时限",
    "supplement_wait": "等待补正期限",
    "delivery": "送达期限",
    "fee": "缴费期限",
}
# The rule of electronic supervision that each red or yellow light stands for (电子监察 EM-01 to EM-11).
RULES = {
    ("intake", "red"): "EM-01",
    ("promised", "yellow"): "EM-02",
    ("promised", "red"): "EM-03",
    ("statutory", "red"): "EM-04",
    ("delivery", "red"): "EM-11",
}
TEMPLATES = {
    "yellow": zh("办件 {number} 的“{what}”将于 {due} 到期，请抓紧办理。").template,
    "red": zh("办件 {number} 的“{what}”已于 {due} 到期，现已超期。").template,
}


@dataclass(frozen=True, kw_only=True)
class RaiseLights(Command):
    """Tell people of every light of the case that changed by today; each light is told once."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        runs_again = self._run_again(case)
        raised = [self._raise_task(case, row) for row in self._due(uow, _task, _task.c.status == "open")]
        raised += [self._raise_clock(case, row) for row in self._due(uow, _clock, _clock.c.stopped_on.is_(None))]
        if raised or runs_again:
            case.save()
        return {"raised": raised}

    def _run_again(self, case: WorkingCase) -> bool:
        """Let run again what stood still up to the cap of its pause, so that what is late by then is told at once."""
        since = case.row["paused_since"]
        if since is None:
            return False
        moved = reckon(case)
        if case.row["paused_since"] == since:
            return False
        case.record("pause_capped", self.by, detail={"moved": moved})
        return True

    def _due(self, uow: UnitOfWork, table: Any, running: Any) -> list[Any]:
        return list(
            uow.execute(
                select(table).where(table.c.case_id == self.case_id, running, table.c.next_light_on <= uow.today)
            ).all()
        )

    def _raise_task(self, case: WorkingCase, row: Any) -> str:
        light = _light(case, row)
        _told(case, _task, row, light)
        case.record(
            "light",
            self.by,
            element=row.element_id,
            token=row.token,
            detail={"light": light, "of": "step", "rule": "EM-05", "due": row.due_on.isoformat()},
        )
        people = [row.assignee_id] if row.assignee_id else holders_of_post(case.uow, row.post, row.department)
        _notify(case, people, light, row.name, row.due_on.isoformat(), row.id)
        return light

    def _raise_clock(self, case: WorkingCase, row: Any) -> str:
        light = _light(case, row)
        _told(case, _clock, row, light)
        rule = RULES.get((row.kind, light), "")
        case.record(
            "light",
            self.by,
            detail={"light": light, "of": row.kind, "rule": rule, "due": row.due_on.isoformat()},
        )
        people: set[str] = set()
        for task in case.uow.execute(select(_task).where(_task.c.case_id == case.id, _task.c.status == "open")):
            people |= (
                {task.assignee_id} if task.assignee_id else set(holders_of_post(case.uow, task.post, task.department))
            )
        if row.kind == FEE_CLOCK:
            # What is late is the applicant's payment: who made out the bill reminds them.
            people = {bill["made_by"]} - {""} if (bill := unsettled_bill(case)) else set()
        elif light == "red":
            people |= set(holders_of_post(case.uow, "supervisor", None))
        _notify(case, sorted(people), light, CLOCK_NAMES[row.kind], row.due_on.isoformat(), None)
        return light


def _light(case: WorkingCase, row: Any) -> str:
    return "red" if case.uow.today > row.due_on else "yellow"


def _told(case: WorkingCase, table: Any, row: Any, light: str) -> None:
    following = row.due_on + timedelta(days=1) if light == "yellow" else None
    case.uow.execute(update(table).where(table.c.id == row.id).values(raised=light, next_light_on=following))


def _notify(case: WorkingCase, people: Iterable[str], light: str, what: str, due: str, task_id: str | None) -> None:
    said = Text(TEMPLATES[light], {"number": case.row["number"], "what": what, "due": due})
    tell(case.uow, people, light, said, case_id=case.id, task_id=task_id)
