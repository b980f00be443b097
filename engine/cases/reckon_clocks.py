"""Reckon the running limits of a case anew: after a pause began or ended, an extension, or another calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from engine.actor import SYSTEM
from engine.cases.case_clocks import DUE_COLUMNS, KINDS, UNLIT
from engine.cases.clock_facts import Standstill, facts_of, standstill_of
from engine.cases.days import clock_days, look_again, opened_on, step_days, still_true
from engine.cases.light_rows import end_lights
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_clock, _task = table_of(CaseClock), table_of(Task)
_OF_CLOCK = ("due_on", "yellow_on", "paused_since", "raised", "next_light_on", "calendar_version")
_OF_TASK = ("due_on", "yellow_on", "red_on", "sort_on", "paused_since", "raised", "next_light_on")
_SET_CLOCK = (
    update(_clock).where(_clock.c.id == bindparam("row")).values({name: bindparam(f"new_{name}") for name in _OF_CLOCK})
)
_SET_TASK = (
    update(_task).where(_task.c.id == bindparam("row")).values({name: bindparam(f"new_{name}") for name in _OF_TASK})
)


def reckon(case: WorkingCase) -> dict[str, list[str]]:
    """Compute clocks and open steps from their facts; return what moved, kind or element to the days before and after.

    A light that was told too early by the old days is told again when it is true. The caller saves the case.
    """
    uow = case.uow
    still = standstill_of(uow.connection, case.id, uow.calendar, uow.today)
    moved: dict[str, list[str]] = {}
    case.row["paused_since"] = still.since
    running = select(_clock).where(_clock.c.case_id == case.id, _clock.c.stopped_on.is_(None))
    for row in uow.execute(running.order_by(_clock.c.id)).all():
        moved |= _reckon_clock(case, row, still)
    moved |= _reckon_tasks(case, still)
    _note_changes(case, moved)
    return moved


def reckon_stopped(case: WorkingCase, rows: Sequence[Any]) -> None:
    """Bring clocks that have just stopped to the calendar in force; what moved stands in the trail."""
    uow = case.uow
    still = standstill_of(uow.connection, case.id, uow.calendar, uow.today)
    moved: dict[str, list[str]] = {}
    for row in rows:
        moved |= _reckon_clock(case, row, still)
    _note_changes(case, moved)
    if moved:
        case.record("calendar_changed", SYSTEM, detail={"calendar": uow.calendar.version, "moved": moved})


def _note_changes(case: WorkingCase, moved: dict[str, list[str]]) -> None:
    for name, (before, after) in moved.items():
        if name not in DUE_COLUMNS:
            # Those of the others stand in the row of the case, and their changes in the trail by themselves.
            case.change(f"clock.{name}" if name in KINDS else f"step.{name}", before, after)


def _reckon_clock(case: WorkingCase, row: Any, still: Standstill) -> dict[str, list[str]]:
    calendar = case.uow.calendar
    days = clock_days(calendar, facts_of(row, still), still)
    told = still_true(row.raised, days, case.uow.today)
    changed = {
        "due_on": days.due_on,
        "yellow_on": days.yellow_on,
        "paused_since": days.paused_since,
        "raised": told,
        "next_light_on": None if row.kind in UNLIT or row.stopped_on else look_again(days, still, told),
        "calendar_version": calendar.version,
    }
    case.uow.execute(_SET_CLOCK, {"row": row.id} | _renamed(changed))
    if told != row.raised:
        end_lights(case, clock_id=row.id)
    for column, of in DUE_COLUMNS.get(row.kind, {}).items():
        case.row[column] = changed[of]
    return _moved(row.kind, row.due_on, days.due_on)


def _reckon_tasks(case: WorkingCase, still: Standstill) -> dict[str, list[str]]:
    uow, moved = case.uow, dict[str, list[str]]()
    origins = opened_on(uow.connection, case.id)
    for row in uow.execute(select(_task).where(_task.c.case_id == case.id, _task.c.status == "open")).all():
        if row.opened_at not in origins:
            continue
        counted = row.count_start_day
        days = step_days(uow.calendar, origins[row.opened_at], row.limit_workdays, still, count_start_day=counted)
        told = still_true(row.raised, days, uow.today)
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
        moved |= _moved(row.element_id, row.due_on, days.due_on)
    return moved


def _renamed(changed: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in changed.items()}


def _moved(what: str, before: date | None, after: date | None) -> dict[str, list[str]]:
    if before is None or after is None or before == after:
        return {}
    return {what: [before.isoformat(), after.isoformat()]}
