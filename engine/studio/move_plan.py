"""What moving one case to another version comes to: where its steps land, which days change, what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.bpmn.moving import Moved, Obstacle, move
from engine.bpmn.steps import StateCorrupt
from engine.bundle import Bundle
from engine.cases.clock_facts import facts_of, standstill_of
from engine.cases.days import StepDays, clock_days, look_again, opened_on, step_days
from engine.cases.view import CaseView
from engine.errors import Invalid
from engine.hall import Hall
from engine.sealing import Key
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.text import zh

PROMISED = "promised"
_task, _clock, _entry = table_of(Task), table_of(CaseClock), table_of(TrailEntry).c


@dataclass(frozen=True)
class StepChange:
    """An open step: its row as it is, and what changes in it, by column."""

    row: Mapping[str, Any]
    changed: Mapping[str, Any]


@dataclass(frozen=True)
class ClockChange:
    """The running clock of the promise: its row as it is, and its new limit and days."""

    row: Mapping[str, Any]
    limit: int
    due_on: date
    yellow_on: date
    next_light_on: date | None


@dataclass(frozen=True)
class MovePlan:
    """What a move of one case comes to; it can be carried out only without ``obstacles``."""

    moved: Moved
    steps: tuple[StepChange, ...]
    clock: ClockChange | None
    renamed: Mapping[str, str]
    """All ids that elements had before, in this case, to those they have in the target."""

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        return self.moved.obstacles


def require_clear(source: Bundle, target: Bundle, renames: Mapping[str, str]) -> None:
    """Raise Invalid for a map of renamed elements that could be read in two ways."""
    before, after = source.definition.elements, target.definition.elements
    for old, new in renames.items():
        if old not in before or new not in after:
            raise Invalid(zh("对应关系里有不存在的步骤：{old}、{new}。", old=old, new=new))
        if old in after or new in before:
            raise Invalid(
                zh("步骤“{name}”在两个版本里都有，不能另外指定对应的步骤。", name=before.get(new, before[old]).name)
            )
    if len(set(renames.values())) < len(renames):
        raise Invalid(zh("两个步骤不能对应到同一个步骤。"))


def plan_move(
    hall: Hall, connection: Connection, case: Mapping[str, Any], target: Bundle, wish: Mapping[str, str], now: datetime
) -> MovePlan:
    """Return what moving ``case`` (its row) to ``target`` comes to; ``wish`` maps renamed elements, ``now`` is legal.

    Elements that the case's own version does not have are no concern of this case. Nothing is changed.
    """
    source = hall.bundle(connection, case["bundle_sha256"])
    renames = {old: new for old, new in wish.items() if old in source.definition.elements}
    require_clear(source, target, renames)
    before = {old: renames.get(new, new) for old, new in (case["renamed"] or {}).items()}
    renamed = {old: new for old, new in (before | renames).items() if old != new}
    names = target.definition.elements
    reused = [Obstacle(old, zh("编号“{id}”在本件里原来是另一个步骤。", id=old)) for old in renamed if old in names]
    key = Key(hall.key.unseal(case["sealing_key"]))
    view = CaseView(connection, case["id"], key, target.definition, renamed)
    done = select(_entry.element_id).where(_entry.case_id == case["id"], _entry.act.in_(("done", "caught", "filed")))
    answered = {renamed.get(one, one) for one in connection.execute(done.distinct()).scalars() if one}
    try:
        moved = move(
            source.definition, target.definition, case["state"], renames, answered=answered, view=view, now=now
        )
    except StateCorrupt:
        moved = Moved(obstacles=(Obstacle("", zh("本件的流程数据已损坏，须由系统管理员处理。")),))
    if reused:
        moved = Moved(moved.landings, moved.timers, (*reused, *moved.obstacles))
    steps = _steps(hall, connection, case, target, moved)
    return MovePlan(moved, steps, _clock_change(hall, connection, case, target), renamed)


def _steps(
    hall: Hall, connection: Connection, case: Mapping[str, Any], target: Bundle, moved: Moved
) -> tuple[StepChange, ...]:
    lands = {one.token: one.to_element for one in moved.landings}
    origins = opened_on(connection, case["id"])
    counting = hall.in_force(connection).counting
    still = standstill_of(connection, case["id"], counting.calendar, hall.today(connection))
    found = []
    rows = connection.execute(select(_task).where(_task.c.case_id == case["id"], _task.c.status == "open"))
    for row in rows.mappings().all():
        facts = target.steps.get(lands.get(row["token"], ""))
        if facts is None:
            continue
        department, level = facts.place(case)
        days = StepDays(row["due_on"], row["yellow_on"], row["sort_on"], row["paused_since"], row["red_on"])
        if facts.limit_workdays != row["limit_workdays"] and row["opened_at"] in origins:
            origin, counted = origins[row["opened_at"]], row["count_start_day"]
            days = step_days(counting, origin, facts.limit_workdays, still, count_start_day=counted)
        wanted = {
            "element_id": facts.element,
            "name": facts.name,
            "stage": facts.stage,
            "post": facts.post,
            "department": department,
            "level": level,
            "limit_workdays": facts.limit_workdays,
            "due_on": days.due_on,
            "yellow_on": days.yellow_on,
            "red_on": days.red_on,
            "sort_on": days.sort_on,
            "paused_since": days.paused_since,
        }
        found.append(StepChange(dict(row), {name: value for name, value in wanted.items() if row[name] != value}))
    return tuple(found)


def _clock_change(hall: Hall, connection: Connection, case: Mapping[str, Any], target: Bundle) -> ClockChange | None:
    """Return the change of the promise: only a shorter one, since what the applicant was promised is kept (第八条)."""
    promised = target.facts.limits.promised.value
    running = (_clock.c.case_id == case["id"], _clock.c.kind == PROMISED, _clock.c.stopped_on.is_(None))
    row = connection.execute(select(_clock).where(*running)).first()
    if row is None or row.unit != promised.unit or promised.days >= row.limit:
        return None
    counting = hall.in_force(connection).counting
    still = standstill_of(connection, case["id"], counting.calendar, hall.today(connection))
    days = clock_days(counting, facts_of(row, still, limit=promised.days), still)
    following = look_again(days, still, row.raised)
    return ClockChange(dict(row._mapping), promised.days, days.due_on, days.yellow_on, following)
