"""The lights that were raised: of which rule, since when, and who was told of each; only supervisors may ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from engine.actor import Actor
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.supervision import BATCH, require_supervisor
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.lights import RaisedLight
from engine.store.office import Notice
from engine.store.people import Department, Person
from engine.store.tasks import Task

COLOURS = ("yellow", "red")
_light, _case, _department = (table_of(one).c for one in (RaisedLight, Case, Department))
_clock, _task, _notice, _person = (table_of(one).c for one in (CaseClock, Task, Notice, Person))


@dataclass(frozen=True)
class LightFilters:
    """What the list is narrowed to; what is empty narrows nothing. ``first`` and ``last`` are days of ``since``."""

    rule: str = ""
    colour: str = ""
    case_id: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Told:
    """One of those who were told of a light, when, and when they read it."""

    person: str
    department: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class LightLine:
    """A light that was raised, whether it still burns, and who was told.

    ``over`` tells that its clock stopped, its step was left, its limit moved, or a graver light took its place, and
    ``over_on`` when, where that is known. What an act raised is never over: it was done.
    """

    id: str
    case_id: str | None
    about: str
    """enquiry or complaint, where it is about no case; then ``about_id`` is its id."""
    about_id: str
    case_number: str
    """The number of the case, else of the enquiry or complaint."""
    matter_name: str
    subject: str
    rule: str
    colour: str
    of: str
    what: str
    department_name: str
    due_on: date | None
    since: date
    raised_at: datetime
    over: bool
    over_on: date | datetime | None
    told: tuple[Told, ...]


@dataclass(frozen=True)
class LightPage:
    """One page, the newest first; ``total`` is the whole list; ``after`` asks for what follows."""

    rows: tuple[LightLine, ...]
    total: int
    after: str | None


def raised_lights(
    connection: Connection, by: Actor, filters: LightFilters | None = None, after: str | None = None
) -> LightPage:
    """Return a page of the lights; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    filters = filters or LightFilters()
    rows, more = _rows(connection, filters, after, PAGE)
    return LightPage(rows, how_many_lights(connection, filters), more)


def every_raised_light(connection: Connection, by: Actor, filters: LightFilters) -> Iterator[LightLine]:
    """Yield all rows of the list, some hundred read at a time; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    after: str | None = ""
    while after is not None:
        rows, after = _rows(connection, filters, after, BATCH)
        yield from rows


def lights_of_case(connection: Connection, by: Actor, case_id: str) -> tuple[LightLine, ...]:
    """Return all lights of a case, the newest first; raises NotFound for whoever is no supervisor."""
    return tuple(every_raised_light(connection, by, LightFilters(case_id=case_id)))


def how_many_lights(connection: Connection, filters: LightFilters) -> int:
    """Return how many lights the filters leave."""
    return int(connection.execute(_narrowed(select(func.count(_light.id)), filters)).scalar_one())


def count_by_rule(connection: Connection, by: Actor, first: date, last: date) -> dict[tuple[str, str], int]:
    """Return how many lights each rule raised in each colour from ``first`` to ``last``, the days of ``since``.

    Raises NotFound for whoever is no supervisor.
    """
    require_supervisor(by)
    counted = select(_light.rule, _light.colour, func.count().label("number"))
    rows = connection.execute(
        _narrowed(counted, LightFilters(first=first, last=last)).group_by(_light.rule, _light.colour)
    )
    return {(row.rule, row.colour): row.number for row in rows}


def _narrowed(query: Select[Any], filters: LightFilters) -> Select[Any]:
    if filters.rule:
        query = query.where(_light.rule == filters.rule)
    if filters.colour:
        query = query.where(_light.colour == filters.colour)
    if filters.case_id:
        query = query.where(_light.case_id == filters.case_id)
    if filters.first and filters.last:
        query = query.where(_light.since.between(filters.first, filters.last))
    return query


def _rows(
    connection: Connection, filters: LightFilters, after: str | None, most: int
) -> tuple[tuple[LightLine, ...], str | None]:
    about = (
        _case.number,
        _case.matter_name,
        _case.subject,
        _department.name.label("department_name"),
        _clock.stopped_on,
        _task.status.label("task_status"),
        _task.done_at,
    )
    query = (
        _narrowed(select(table_of(RaisedLight), *about), filters)
        .outerjoin(Case, _case.id == _light.case_id)
        .outerjoin(Department, _department.code == _light.department)
        .outerjoin(CaseClock, _clock.id == _light.clock_id)
        .outerjoin(Task, _task.id == _light.task_id)
    )
    if (condition := beyond(_light.raised_at, _light.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_light.raised_at.desc(), _light.id.desc()).limit(most + 1)).all()
    shown = found[:most]
    told = _told(connection, [row.id for row in shown])
    rows = tuple(_line(row, tuple(told.get(row.id, ()))) for row in shown)
    return rows, cursor(shown[-1].raised_at, shown[-1].id) if len(found) > most else None


def _line(row: Any, told: tuple[Told, ...]) -> LightLine:
    left = row.task_status not in (None, "open")
    return LightLine(
        row.id,
        row.case_id,
        row.about,
        row.about_id,
        row.number or row.about_number,
        row.matter_name or "",
        row.subject or "",
        row.rule,
        row.colour,
        row.of,
        row.what,
        row.department_name or row.department,
        row.due_on,
        row.since,
        row.raised_at,
        bool(row.ended_on or row.stopped_on or left),
        row.ended_on or row.stopped_on or (row.done_at if left else None),
        told,
    )


def _told(connection: Connection, lights: list[str]) -> dict[str, list[Told]]:
    columns = (_notice.light_id, _notice.at, _notice.read_at, _person.name, _department.name.label("department_name"))
    rows = connection.execute(
        select(*columns)
        .join(Person, _person.id == _notice.person_id)
        .outerjoin(Department, _department.code == _person.department)
        .where(_notice.light_id.in_(lights))
        .order_by(_notice.at, _notice.id)
    )
    found: dict[str, list[Told]] = {}
    for row in rows:
        found.setdefault(row.light_id, []).append(Told(row.name, row.department_name or "", row.at, row.read_at))
    return found
