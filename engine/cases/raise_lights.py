"""Raise the lights of one case (预警): each once for its cause, into the trail and to the people concerned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select, update

from engine.actor import SYSTEM
from engine.cases.case_bills import FEE_CLOCK, unsettled_bill
from engine.cases.clock_facts import RUNNING
from engine.cases.days import Days, StepDays, look_again, told_already, true_now
from engine.cases.light_people import above_a_step, above_the_case, who_owes, who_works_on, whose_work
from engine.cases.light_rows import Cause, raise_light
from engine.cases.reckon_clocks import reckon
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.feedback.ratable import RECTIFICATION
from engine.law.supervision_rules import RULES, Colour, rule_of_clock
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.issue_order import write_order
from engine.text import Text, zh

_task, _clock = table_of(Task), table_of(CaseClock)
CLOCK_NAMES = {
    "intake": "受理或补正告知期限",
    "statutory": "法定办结时限",
    "promised": "承诺办结时限",
    "supplement_wait": "等待补正期限",
    "renewal": "原许可有效期",
    "delivery": "送达期限",
    "fee": "缴费期限",
    "level": "下级审查时限",
    "consultation": "征求意见期限",
    "hearing_request": "申请听证期限",
    "hearing": "组织听证期限",
    "rectification": "差评整改期限",
}
TEMPLATES = {
    "soon": zh("办件 {number} 的“{what}”将于 {due} 到期，请抓紧办理。").template,
    "yellow": zh("办件 {number} 的“{what}”应于 {due} 完成，现已逾期。").template,
    "red": zh("办件 {number} 的“{what}”已于 {due} 到期，现已超期。").template,
}
_ORDERED = "本件已于 {due} 超过{what}仍未作出决定。请说明原因，尽快办结，并报告整改措施。"


@dataclass(frozen=True, kw_only=True)
class RaiseLights(Command):
    """Tell people of every light of the case that changed by today; each light is told once.

    What is merely near its end is a reminder to who has the work. A light goes to the heads of the department too,
    a red one of the whole case to the supervisors, and a passed statutory limit (EM-04) is a supervision order.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        runs_again = self._run_again(case)
        raised = [self._look_at_task(case, row) for row in self._due(uow, _task, _task.c.status == "open")]
        raised += [self._look_at_clock(case, row) for row in self._due(uow, _clock, _clock.c.stopped_on.is_(None))]
        raised = [colour for colour in raised if colour]
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

    def _look_at_task(self, case: WorkingCase, row: Any) -> str:
        days = StepDays(row.due_on, row.yellow_on, row.sort_on, row.paused_since, row.red_on)
        stage = _next_stage(case, _task, row, days)
        people = whose_work(case.uow, row) if stage else frozenset()
        if stage == "soon":
            _tell(case, people, stage, row.name, row.due_on, task_id=row.id)
        elif stage:
            since = dict(days.stages)[stage]
            cause = Cause(f"{row.id}:{row.due_on}", "step", row.name, since, row.due_on, row.department, None, row.id,
                          row.element_id, row.token)  # fmt: skip
            light = raise_light(case, RULES["EM-05"], cast(Colour, stage), cause)
            if light:
                _tell(case, people | above_a_step(case, row.department), stage, row.name, row.due_on, light, row.id)
        return stage

    def _look_at_clock(self, case: WorkingCase, row: Any) -> str:
        days = Days(row.due_on, row.yellow_on, row.paused_since)
        stage = _next_stage(case, _clock, row, days)
        if not stage:
            return stage
        what, rule = CLOCK_NAMES[row.kind], rule_of_clock(row.kind, cast(Colour, stage))
        if rule is None:
            # Near its end, or the applicant's own time: a reminder to who has the work.
            self._remind(case, row, stage, what)
            return stage
        since = dict(days.stages)[stage]
        asked, answerers = who_owes(case, row)
        cause = Cause(f"{row.id}:{row.due_on}", row.kind, what, since, row.due_on, asked, clock_id=row.id)
        light = raise_light(case, rule, cast(Colour, stage), cause)
        if light:
            above = above_the_case(case) if stage == "red" else frozenset()
            people = who_works_on(case) | answerers | above
            said = "soon" if row.due_on >= case.uow.today else stage
            _tell(case, people, stage, what, row.due_on, light, said=said)
            if rule.ordered and stage == "red":
                demand = _ORDERED.format(due=row.due_on.isoformat(), what=what)
                department = case.row["department"]
                write_order(case.uow, SYSTEM, case, department, demand, rule=rule.code, cause=cause.key)
        return stage

    def _remind(self, case: WorkingCase, row: Any, stage: str, what: str) -> None:
        if row.kind == FEE_CLOCK:
            # What is late is the applicant's payment: who made out the bill reminds them.
            people = frozenset({bill["made_by"]} - {""}) if (bill := unsettled_bill(case)) else frozenset()
        else:
            people = who_owes(case, row)[1] if row.kind == RECTIFICATION else who_works_on(case)
        _tell(case, people, "soon", what, row.due_on, said="soon" if stage == "yellow" else "red")


def _next_stage(case: WorkingCase, table: Any, row: Any, days: Days | StepDays) -> str:
    """Return what is to be told now, empty where nothing new is; the row looks ahead to what follows."""
    stage = true_now(days, case.uow.today)
    told = stage if not told_already(row.raised, stage) else row.raised
    following = look_again(days, RUNNING, told)
    case.uow.execute(update(table).where(table.c.id == row.id).values(raised=told, next_light_on=following))
    return stage if told != row.raised else ""


def _tell(
    case: WorkingCase,
    people: frozenset[str],
    kind: str,
    what: str,
    due: Any,
    light_id: str | None = None,
    task_id: str | None = None,
    *,
    said: str = "",
) -> None:
    text = Text(TEMPLATES[said or kind], {"number": case.row["number"], "what": what, "due": due.isoformat()})
    tell(case.uow, people, kind, text, case_id=case.id, task_id=task_id, light_id=light_id)
