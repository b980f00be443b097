"""How many running cases each department and each town has, and how many of them are yellow or red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.names import department_names
from engine.queries.supervision import OWED, SUPERVISOR
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c


@dataclass(frozen=True)
class LightCount:
    """One department or town by its code; ``open`` counts all running cases, the red and the yellow ones too."""

    code: str
    name: str
    open: int
    yellow: int
    red: int


@dataclass(frozen=True)
class LightCounts:
    """``departments`` have a step of the case now, each case counted once in each; ``towns`` are where it belongs.

    The town without a code stands for cases that belong to none.
    """

    departments: tuple[LightCount, ...]
    towns: tuple[LightCount, ...]


def light_counts(connection: Connection, by: Actor, today: date) -> LightCounts:
    """Return the counts, worst first; raises NotFound for whoever is no supervisor."""
    if not by.holds(SUPERVISOR):
        raise NotFound
    lit, names = _lit_cases(today), department_names(connection)
    here = (
        select(_task.case_id, _task.department)
        .join_from(lit, table_of(Task), and_(_task.case_id == lit.c.id, _task.status == "open"))
        .distinct()
        .subquery()
    )
    by_department = select(here.c.department.label("code"), *_sums(lit)).join(lit, lit.c.id == here.c.case_id)
    by_town = select(func.coalesce(lit.c.town, "").label("code"), *_sums(lit))
    return LightCounts(
        _lines(connection.execute(by_department.group_by(here.c.department)), names),
        _lines(connection.execute(by_town.group_by(func.coalesce(lit.c.town, ""))), names),
    )


def _lit_cases(today: date) -> Any:
    """Return the running cases with whether a limit that the hall owes has passed or is near."""

    def any_of(condition: ColumnElement[bool]) -> Any:
        return func.max(case((condition, 1), else_=0))

    # What stands still by law has no light.
    runs = _clock.paused_since.is_(None)
    running = and_(_clock.case_id == _case.id, _clock.stopped_on.is_(None), _clock.kind.in_(OWED))
    return (
        select(
            _case.id,
            _case.town,
            any_of(and_(_clock.due_on < today, runs)).label("red"),
            any_of(and_(_clock.due_on >= today, _clock.yellow_on <= today, runs)).label("yellow"),
        )
        .join_from(table_of(Case), table_of(CaseClock), running, isouter=True)
        .where(_case.closed_at.is_(None))
        .group_by(_case.id, _case.town)
        .cte("lit")
    )


def _sums(lit: Any) -> tuple[Any, ...]:
    yellow_only = case((and_(lit.c.yellow == 1, lit.c.red == 0), 1), else_=0)
    return (
        func.count().label("open"),
        func.sum(yellow_only).label("yellow"),
        func.sum(lit.c.red).label("red"),
    )


def _lines(rows: Any, names: dict[str, str]) -> tuple[LightCount, ...]:
    lines = [LightCount(row.code, names.get(row.code, row.code), row.open, row.yellow, row.red) for row in rows]
    return tuple(sorted(lines, key=lambda one: (-one.red, -one.yellow, -one.open, one.code)))
