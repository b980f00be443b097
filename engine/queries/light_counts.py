"""How many running cases each department, town, matter and person has, and how many of them are yellow or red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from engine.actor import Actor
from engine.queries.lit_clocks import is_red, is_yellow, lit
from engine.queries.names import department_names, matter_names, person_names
from engine.queries.supervision import require_supervisor
from engine.queries.watch_filters import NONE
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

BY = ("department", "town", "matter", "person")
"""What may be counted by; each is a field of WatchFilters, which a ``code`` goes into."""
_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c


@dataclass(frozen=True)
class LightCount:
    """One department, town, matter or person; ``open`` counts all running cases, the red and the yellow ones too.

    The code NONE stands for cases that belong to no town, that nobody in the hall has a step of, or with a step that
    nobody has taken; it has no name.
    """

    code: str
    name: str
    open: int
    yellow: int
    red: int
    red_since: date | None
    """The day on which the one that has been red for longest became so."""


def light_counts(connection: Connection, by: Actor, today: date, what: str) -> tuple[LightCount, ...]:
    """Return the counts by ``what`` (one of BY), worst first; raises NotFound for whoever is no supervisor.

    A case that lies with several departments or people counts once with each.
    """
    require_supervisor(by)
    cases = _lit_cases(today)
    place: Any
    if what in ("department", "person"):
        holder = _task.department if what == "department" else _task.assignee_id
        # A case that lies nowhere in the hall waits for its applicant, and is nobody's: of no department, of no person.
        join = {"isouter": True} if what == "department" else {}
        placed = (
            select(cases.c.id, func.coalesce(holder, NONE).label("code"))
            .join_from(cases, table_of(Task), and_(_task.case_id == cases.c.id, _task.status == "open"), **join)
            .distinct()
            .subquery()
        )
        place = placed.c.code
        query = select(place.label("code"), *_sums(cases)).join_from(placed, cases, placed.c.id == cases.c.id)
    else:
        place = cases.c.matter_key if what == "matter" else func.coalesce(cases.c.town, NONE)
        query = select(place.label("code"), *_sums(cases))
    rows = connection.execute(query.group_by(place)).all()
    names = _NAMES[what](connection, [row.code for row in rows])
    lines = [_line(row, names) for row in rows]
    return tuple(sorted(lines, key=lambda one: (-one.red, -one.yellow, -one.open, one.code)))


_NAMES: dict[str, Callable[[Connection, list[str]], dict[str, str]]] = {
    "department": lambda connection, _codes: department_names(connection),
    "town": lambda connection, _codes: department_names(connection),
    "matter": lambda connection, _codes: {one.key: one.name for one in matter_names(connection)},
    "person": person_names,
}


def _lit_cases(today: date) -> Any:
    """Return the running cases with whether a limit that the hall owes has passed or is near, and the oldest passed."""

    def any_of(condition: ColumnElement[bool]) -> Any:
        return func.max(case((condition, 1), else_=0))

    return (
        select(
            _case.id,
            _case.town,
            _case.matter_key,
            any_of(is_red(today)).label("red"),
            any_of(is_yellow(today)).label("yellow"),
            func.min(case((is_red(today), _clock.due_on))).label("passed_on"),
        )
        .join_from(table_of(Case), table_of(CaseClock), lit(_clock.case_id == _case.id), isouter=True)
        .where(_case.closed_at.is_(None))
        .group_by(_case.id, _case.town, _case.matter_key)
        .cte("lit")
    )


def _sums(cases: Any) -> tuple[Any, ...]:
    yellow_only = case((and_(cases.c.yellow == 1, cases.c.red == 0), 1), else_=0)
    return (
        func.count().label("open"),
        func.sum(yellow_only).label("yellow"),
        func.sum(cases.c.red).label("red"),
        func.min(cases.c.passed_on).label("passed_on"),
    )


def _line(row: Any, names: dict[str, str]) -> LightCount:
    name = "" if row.code == NONE else names.get(row.code, row.code)
    since = row.passed_on + timedelta(days=1) if row.passed_on else None
    return LightCount(row.code, name, row.open, row.yellow, row.red, since)
