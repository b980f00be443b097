"""What another calendar would move: every running limit and open step, from when to when, before anything changes.

The days come from the same facts and functions by which the worker moves them afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, exists, func, or_, select

from engine.cases.clock_facts import RUNNING, Standstill, facts_of, standstill
from engine.cases.days import clock_days, step_days
from engine.clock import legal_day
from engine.hall import Hall
from engine.law.calendar import Calendar
from engine.law.counting import Counting
from engine.queries.names import department_names
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock, ClockPause, counted_by_another
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c
_pause, _entry = table_of(ClockPause), table_of(TrailEntry).c
STEP = "step"


@dataclass(frozen=True)
class Move:
    """A limit of a case that moves: ``kind`` of a clock, or STEP with the ``name`` of the step."""

    case_id: str
    number: str
    matter_name: str
    department: str
    kind: str
    name: str
    before: date
    after: date


@dataclass(frozen=True)
class DepartmentMoves:
    """How many cases and limits of a department move, and how many of these limits end later and earlier."""

    code: str
    name: str
    cases: int
    limits: int
    later: int
    earlier: int


@dataclass(frozen=True)
class Moves:
    """All that would move, what ends first first; ``running`` is how many cases have running limits at all."""

    present: Calendar
    target: Calendar
    running: int
    rows: tuple[Move, ...]
    names: dict[str, str]

    @cached_property
    def cases(self) -> int:
        """How many cases move."""
        return len({row.case_id for row in self.rows})

    @cached_property
    def departments(self) -> tuple[DepartmentMoves, ...]:
        """The totals of each implementing authority, most cases first."""
        found: dict[str, list[Move]] = defaultdict(list)
        for row in self.rows:
            found[row.department].append(row)
        lines = (
            DepartmentMoves(
                code,
                self.names.get(code, code),
                len({row.case_id for row in rows}),
                len(rows),
                sum(row.after > row.before for row in rows),
                sum(row.after < row.before for row in rows),
            )
            for code, rows in found.items()
        )
        return tuple(sorted(lines, key=lambda one: (-one.cases, one.code)))


def calendar_moves(hall: Hall, connection: Connection, target: Calendar) -> Moves:
    """Return what moves where ``target`` takes the place of the calendar in force."""
    in_force, today = hall.in_force(connection), hall.today(connection)
    present, counting = in_force.calendar, Counting(target, in_force.parameters.light_rule)
    running = select(func.count(distinct(_clock.case_id))).where(_clock.stopped_on.is_(None))
    stands = _standstills(connection, target, today)
    touched = Touched(in_force.counting.version, present.changed_days(target))
    rows = [*_clocks(connection, counting, stands, touched), *_steps(connection, counting, stands, touched)]
    rows.sort(key=lambda one: (one.before, one.number, one.kind, one.name))
    count = connection.execute(running).scalar_one()
    return Moves(present, target, count, tuple(rows), department_names(connection))


def replayed(hall: Hall, connection: Connection) -> Moves:
    """Return what would move if every running limit were computed anew by the calendar in force: nothing, if all is
    as it should be."""
    return calendar_moves(hall, connection, hall.in_force(connection).calendar)


@dataclass(frozen=True)
class Touched:
    """Which limits may move: those not over before the first day that changes, nor begun after the last one."""

    present: str
    days: tuple[date, ...]

    def clock(self) -> ColumnElement[bool]:
        """Select them among clocks, with those that were counted by something else or that stand still."""
        wanted = [*counted_by_another(self.present), _clock.paused_since.is_not(None)]
        if self.days:
            wanted.append((_clock.due_on >= self.days[0]) & (_clock.origin <= self.days[-1]))
        else:
            wanted.append(_clock.stopped_on.is_(None))
        return or_(*wanted) & _clock.stopped_on.is_(None)

    def step(self) -> ColumnElement[bool]:
        """Select them among steps."""
        return _task.due_on >= self.days[0] if self.days else _task.due_on.is_not(None)


def _standstills(connection: Connection, target: Calendar, today: date) -> dict[str, Standstill]:
    running = exists(select(_clock.id).where(_clock.case_id == _pause.c.case_id, _clock.stopped_on.is_(None)))
    pauses: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(select(_pause).where(running).order_by(_pause.c.started_on, _pause.c.id)):
        pauses[row.case_id].append(row)
    return {case_id: standstill(rows, target, today) for case_id, rows in pauses.items()}


def _clocks(
    connection: Connection, counting: Counting, stands: dict[str, Standstill], touched: Touched
) -> Iterator[Move]:
    about = (_case.number, _case.matter_name, _case.department)
    query = select(table_of(CaseClock), *about).join(Case, _case.id == _clock.case_id).where(touched.clock())
    known: dict[Any, date] = {}
    for row in connection.execute(query):
        still = stands.get(row.case_id, RUNNING)
        facts = facts_of(row, still)
        # Cases that came in on one day share their days: without pauses each is computed once.
        key = (facts, still)
        if key not in known:
            known[key] = clock_days(counting, facts, still).due_on
        if known[key] != row.due_on:
            named = (row.case_id, row.number, row.matter_name, row.department)
            yield Move(*named, row.kind, "", row.due_on, known[key])


def _steps(
    connection: Connection, counting: Counting, stands: dict[str, Standstill], touched: Touched
) -> Iterator[Move]:
    running = exists(select(_clock.id).where(_clock.case_id == _task.case_id, _clock.stopped_on.is_(None)))
    opened = (_entry.case_id == _task.case_id) & (_entry.at == _task.opened_at)
    query = (
        select(
            _task.id, _task.case_id, _task.name, _task.limit_workdays, _task.count_start_day, _task.due_on,
            _case.number, _case.matter_name, _case.department, _entry.legal_at,
        )
        .join(Case, _case.id == _task.case_id)
        .join(TrailEntry, opened)
        .where(_task.status == "open", touched.step(), running)
        .order_by(_task.id)
    )  # fmt: skip
    last = None
    for row in connection.execute(query):
        if row.id == last:
            continue  # an act that left several entries
        last, still = row.id, stands.get(row.case_id, RUNNING)
        days = step_days(
            counting, legal_day(row.legal_at), row.limit_workdays, still, count_start_day=row.count_start_day
        )
        if days.due_on is not None and days.due_on != row.due_on:
            named = (row.case_id, row.number, row.matter_name, row.department)
            yield Move(*named, STEP, row.name, row.due_on, days.due_on)
