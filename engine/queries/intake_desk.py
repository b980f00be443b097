"""The intake desk: filings that wait for acceptance, and cases that wait for their supplement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from engine.actor import Actor
from engine.cases.days import NO_LIMIT
from engine.cases.sight import WINDOW
from engine.law.calendar import Calendar
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.lights import days_left, light_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.people import Person
from engine.store.tasks import Task

MOST_COUNTED = 99
_case, _task, _clock, _person = (table_of(one).c for one in (Case, Task, CaseClock, Person))
_ABOUT = (
    _case.id.label("case_id"),
    _case.number,
    _case.matter_name,
    _case.applicant_name,
    _case.subject,
    _case.channel,
    _case.received_at,
    _case.supplement_asked_on,
)


@dataclass(frozen=True)
class IntakeRow:
    """A case at the window; ``task_id`` and ``holder`` are of its acceptance task, none while it waits."""

    case_id: str
    number: str
    matter_name: str
    applicant_name: str
    subject: str
    channel: str
    received_at: datetime
    asked_on: date | None
    due_on: date | None
    days_left: int | None
    light: str
    task_id: str | None
    holder: str | None
    holder_id: str | None


@dataclass(frozen=True)
class IntakePage:
    """One page; ``after`` asks for the next one."""

    rows: tuple[IntakeRow, ...]
    after: str | None


def _windows(by: Actor) -> list[str]:
    return sorted({held.department for held in by.holdings if held.post == WINDOW})


def _to_accept(by: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        _task.status == "open",
        _task.stage == "acceptance",
        _task.post == WINDOW,
        _task.department.in_(_windows(by)),
    )


def _waiting(by: Actor) -> tuple[ColumnElement[bool], ...]:
    stepped = select(_task.case_id).where(_task.post == WINDOW, _task.department.in_(_windows(by)))
    own = or_(_case.department.in_(_windows(by)), _case.id.in_(stepped))
    return (_case.status == "supplement_wait", _case.closed_at.is_(None), own)


def intake_counts(connection: Connection, by: Actor) -> dict[str, int]:
    """Return how many wait for acceptance and for their supplement, capped at MOST_COUNTED + 1."""
    accept = select(_task.id).where(*_to_accept(by)).limit(MOST_COUNTED + 1).subquery()
    wait = select(_case.id).where(*_waiting(by)).limit(MOST_COUNTED + 1).subquery()
    return {
        name: connection.execute(select(func.count()).select_from(rows)).scalar_one()
        for name, rows in (("accept", accept), ("supplement", wait))
    }


def waiting_for_acceptance(
    connection: Connection,
    by: Actor,
    today: date,
    calendar: Calendar,
    words: str = "",
    after: str | None = None,
    lights_on: date | None = None,
) -> IntakePage:
    """Return the filings to be accepted, online and walk-in, those whose five days end first on top."""
    sort = func.coalesce(_clock.due_on, NO_LIMIT)
    running = and_(_clock.case_id == _case.id, _clock.kind == "intake", _clock.stopped_on.is_(None))
    query = (
        select(*_ABOUT, _clock.due_on, _clock.yellow_on, _task.id.label("task_id"), _task.assignee_id)
        .add_columns(_person.name.label("holder"))
        .join_from(table_of(Task), table_of(Case), _task.case_id == _case.id)
        .outerjoin(table_of(CaseClock), running)
        .outerjoin(table_of(Person), _person.id == _task.assignee_id)
        .where(*_to_accept(by))
    )
    return _page(connection, query, sort, _task.id, words, after, today, calendar, lights_on or today)


def waiting_for_supplement(
    connection: Connection,
    by: Actor,
    today: date,
    calendar: Calendar,
    words: str = "",
    after: str | None = None,
    lights_on: date | None = None,
) -> IntakePage:
    """Return the cases whose applicants were asked for something, those whose wait ends first on top."""
    sort = func.coalesce(_clock.due_on, NO_LIMIT)
    running = and_(_clock.case_id == _case.id, _clock.kind == "supplement_wait", _clock.stopped_on.is_(None))
    query = (
        select(*_ABOUT, _clock.due_on, _clock.yellow_on)
        .join_from(table_of(Case), table_of(CaseClock), running, isouter=True)
        .where(*_waiting(by))
    )
    return _page(connection, query, sort, _case.id, words, after, today, calendar, lights_on or today)


def _page(
    connection: Connection,
    query: Select[Any],
    sort: Any,
    row_id: Any,
    words: str,
    after: str | None,
    today: date,
    calendar: Calendar,
    lit: date,
) -> IntakePage:
    if words.strip():
        query = query.where(matching(words))
    if (condition := beyond(sort, row_id, after)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(sort, row_id).limit(PAGE + 1)).mappings().all()
    rows = tuple(_row(row, today, calendar, lit) for row in found[:PAGE])
    more = cursor(rows[-1].due_on or NO_LIMIT, rows[-1].task_id or rows[-1].case_id) if len(found) > PAGE else None
    return IntakePage(rows, more)


def matching(words: str) -> ColumnElement[bool]:
    """Return the condition that a case is the one that ``words`` mean: a number, or part of a name."""
    words = words.strip()
    return or_(
        _case.number.startswith(words, autoescape=True),
        _case.applicant_name.contains(words, autoescape=True),
        _case.subject.contains(words, autoescape=True),
    )


def _row(row: Any, today: date, calendar: Calendar, lit: date) -> IntakeRow:
    return IntakeRow(
        row["case_id"],
        row["number"],
        row["matter_name"],
        row["applicant_name"],
        row["subject"],
        row["channel"],
        row["received_at"],
        row["supplement_asked_on"],
        row["due_on"],
        days_left(calendar, row["due_on"], today),
        light_of(row["due_on"], row["yellow_on"], lit),
        row.get("task_id"),
        row.get("holder"),
        row.get("assignee_id"),
    )
