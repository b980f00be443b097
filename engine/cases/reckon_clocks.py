"""Reckon the running limits of a case anew: after a pause, an extension, another calendar, another rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from engine.actor import SYSTEM
from engine.cases.case_clocks import AFTERWARDS, DUE_COLUMNS, KINDS, UNLIT
from engine.cases.clock_facts import Standstill, facts_of, standstill_of
from engine.cases.days import GREEN, Days, StepDays, clock_days, look_again, opened_on, step_days, still_true
from engine.cases.light_rows import end_lights
from engine.law.supervision_rules import rule_of_clock
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_clock, _task = table_of(CaseClock), table_of(Task)
_OF_CLOCK = ("due_on", "yellow_on", "paused_since", "raised", "next_light_on", "counted_by")
_OF_TASK = ("due_on", "yellow_on", "red_on", "sort_on", "paused_since", "raised", "next_light_on")
_SET_CLOCK = (
    update(_clock).where(_clock.c.id == bindparam("row")).values({name: bindparam(f"new_{name}") for name in _OF_CLOCK})
)
_SET_TASK = (
    update(_task).where(_task.c.id == bindparam("row")).values({name: bindparam(f"new_{name}") for name in _OF_TASK})
)


@dataclass
class Moved:
    """What moved, kind of clock or element to the days before and after: ends, and the days on which lights come."""

    due: dict[str, list[str]] = field(default_factory=dict)
    lights: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, row: Any, changed: dict[str, Any]) -> None:
        """Note the days of ``row`` that ``changed`` replaces."""
        for of, columns in ((self.due, ("due_on",)), (self.lights, ("yellow_on", "red_on"))):
            for column in columns:
                before, after = getattr(row, column, None), changed.get(column)
                if before is not None and after is not None and before != after:
                    of[what] = [before.isoformat(), after.isoformat()]


def reckon(case: WorkingCase) -> dict[str, list[str]]:
    """Compute clocks and open steps from their facts; return what moved, kind or element to the days before and after.

    A light that was told too early by the old days is told again when it is true. The caller saves the case.
    """
    return reckon_all(case).due


def reckon_all(case: WorkingCase) -> Moved:
    """Do what ``reckon`` does, and return beside the ends that moved the days of warning that did."""
    uow = case.uow
    still = standstill_of(uow.connection, case.id, uow.calendar, uow.today)
    moved = Moved()
    case.row["paused_since"] = still.since
    running = select(_clock).where(_clock.c.case_id == case.id, _clock.c.stopped_on.is_(None))
    for row in uow.execute(running.order_by(_clock.c.id)).all():
        _reckon_clock(case, row, still, moved)
    _reckon_tasks(case, still, moved)
    _note_changes(case, moved.due)
    return moved


def reckon_stopped(case: WorkingCase, rows: Sequence[Any]) -> None:
    """Bring clocks that have just stopped to what is in force; the ends that moved stand in the trail."""
    uow = case.uow
    still = standstill_of(uow.connection, case.id, uow.calendar, uow.today)
    moved = Moved()
    for row in rows:
        _reckon_clock(case, row, still, moved)
    _note_changes(case, moved.due)
    if moved.due:
        case.record("calendar_changed", SYSTEM, detail={"calendar": uow.calendar.version, "moved": moved.due})


def _note_changes(case: WorkingCase, moved: dict[str, list[str]]) -> None:
    for name, (before, after) in moved.items():
        if name not in DUE_COLUMNS:
            # Those of the others stand in the row of the case, and their changes in the trail by themselves.
            case.change(f"clock.{name}" if name in (*KINDS, *AFTERWARDS) else f"step.{name}", before, after)


def _reckon_clock(case: WorkingCase, row: Any, still: Standstill, moved: Moved) -> None:
    counting = case.uow.counting
    days = clock_days(counting, facts_of(row, still), still)
    told = _still_told(case, row, days, lit=rule_of_clock(row.kind, row.raised) is not None)
    changed = {
        "due_on": days.due_on,
        "yellow_on": days.yellow_on,
        "paused_since": days.paused_since,
        "raised": told,
        "next_light_on": None if row.kind in UNLIT or row.stopped_on else look_again(days, still, told),
        "counted_by": counting.version,
    }
    case.uow.execute(_SET_CLOCK, {"row": row.id} | _renamed(changed))
    if told != row.raised:
        end_lights(case, clock_id=row.id)
    for column, of in DUE_COLUMNS.get(row.kind, {}).items():
        case.row[column] = changed[of]
    moved.note(row.kind, row, changed)


def _reckon_tasks(case: WorkingCase, still: Standstill, moved: Moved) -> None:
    uow = case.uow
    origins = opened_on(uow.connection, case.id)
    for row in uow.execute(select(_task).where(_task.c.case_id == case.id, _task.c.status == "open")).all():
        if row.opened_at not in origins:
            continue
        counted = row.count_start_day
        days = step_days(uow.counting, origins[row.opened_at], row.limit_workdays, still, count_start_day=counted)
        told = _still_told(case, row, days, lit=row.raised != "soon")
        changed = {
            "due_on": days.due_on,
            "yellow_on": days.yellow_on,
            "red_on": days.red_on,
            "sort_on": days.sort_on,
            "paused_since": days.paused_since,
            "raised": told,
            "next_light_on": look_again(days, still, told),
        }
        if told != row.raised:
            end_lights(case, task_id=row.id)
        if any(getattr(row, name) != value for name, value in changed.items()):
            uow.execute(_SET_TASK, {"row": row.id} | _renamed(changed))
        moved.note(row.element_id, row, changed)


def _still_told(case: WorkingCase, row: Any, days: Days | StepDays, *, lit: bool) -> str:
    """Return what stays told of ``row``; where a light is no longer true, whatever milder is gets looked at anew.

    What was told once for its cause is not told a second time (light_rows.py); a mere reminder (not ``lit``) has no
    row that could tell, so it stays told while the end that it told of stays.
    """
    if row.due_on == days.due_on and not lit:
        return str(row.raised)
    return row.raised if still_true(row.raised, days, case.uow.today) == row.raised else GREEN


def _renamed(changed: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in changed.items()}
