"""The inbox: what a person may claim, holds, and has done; never loads a case's token state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, or_, select, union_all

from engine.actor import Actor
from engine.law.calendar import Calendar
from engine.queries.lights import PAUSED, days_left, light_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.hand_overs import HandOver
from engine.store.people import Person
from engine.store.tasks import Task

PAGE = 20
MOST_COUNTED = 99
TABS = ("claimable", "mine", "done")

_task, _case, _person, _over = table_of(Task).c, table_of(Case).c, table_of(Person).c, table_of(HandOver).c
_ROW = (
    select(
        _task.id,
        _task.version,
        _task.name,
        _task.stage,
        _task.department,
        _task.status,
        _task.result,
        _task.opened_at,
        _task.done_at,
        _task.due_on,
        _task.yellow_on,
        _task.red_on,
        _task.sort_on,
        _task.paused_since,
        _task.assignee_id,
        _case.id.label("case_id"),
        _case.number,
        _case.matter_key,
        _case.matter_name,
        _case.applicant_name,
        _case.subject,
        _case.promised_due,
        _case.promised_yellow_on,
        _case.paused_since.label("case_paused_since"),
        _case.decided_on,
        exists(
            select(_over.id).where(
                _over.case_id == _task.case_id, _over.to_department == _task.department, _over.received_at.is_(None)
            )
        ).label("unreceived"),
    ).join_from(table_of(Task), table_of(Case), _task.case_id == _case.id)
)  # fmt: skip


@dataclass(frozen=True)
class InboxRow:
    """A task in a list. ``days_left`` counts working days; ``light`` is none, green, yellow or red."""

    task_id: str
    version: int
    name: str
    stage: str
    department: str
    status: str
    result: str | None
    case_id: str
    number: str
    matter_name: str
    applicant_name: str
    subject: str
    opened_at: datetime
    done_at: datetime | None
    due_on: date | None
    days_left: int | None
    light: str
    case_due_on: date | None
    case_light: str
    paused_since: date | None
    """The day from which the limits of the case stand still."""
    unreceived: bool = False
    """Whether the case was handed to the office of the step, and nobody there has signed for it."""


@dataclass(frozen=True)
class Filters:
    """What the person narrows a list to; empty strings narrow nothing."""

    matter: str = ""
    stage: str = ""
    light: str = ""
    words: str = ""
    """The beginning of a case number, or a part of an applicant's or subject's name."""
    place: str = ""
    """Post and department that steps are for, as ``place_of`` writes them; for who holds several posts."""


@dataclass(frozen=True)
class Inbox:
    """One page of one tab. ``counts`` are capped at MOST_COUNTED + 1; ``after`` asks for the next page."""

    tab: str
    rows: tuple[InboxRow, ...]
    counts: dict[str, int]
    after: str | None


def inbox(
    connection: Connection,
    by: Actor,
    today: date,
    calendar: Calendar,
    tab: str | None = None,
    filters: Filters | None = None,
    after: str | None = None,
    lights_on: date | None = None,
) -> Inbox:
    """Return a page of ``tab``, soonest due first (done: newest first), with the counts of all tabs.

    No tab means one's own; where that is empty, what may be claimed. Two queries, however many posts one holds.
    ``lights_on`` is the day by which lights are read, today unless told.
    """
    lit = lights_on or today
    counts = _counts(connection, by)
    if tab is None:
        tab = "mine" if counts["mine"] else "claimable"
    parts = [
        select(_page(_narrow(_ROW.where(*scope), filters or Filters(), lit), tab, after).subquery())
        for scope in _scopes(by, tab)
    ]
    found: list[Any] = [*connection.execute(union_all(*parts)).all()] if parts else []
    if tab == "done":
        found.sort(key=lambda row: (row.done_at, row.id), reverse=True)
    else:
        found.sort(key=lambda row: (row.sort_on, row.id))
    rows = found[:PAGE]
    more = len(found) > PAGE
    return Inbox(
        tab,
        tuple(_row(row, today, lit, calendar) for row in rows),
        counts,
        _cursor(rows[-1], tab) if more else None,
    )


def _scopes(by: Actor, tab: str) -> list[tuple[ColumnElement[bool], ...]]:
    """Return the conditions of each index range that makes up the tab."""
    if tab == "mine":
        return [(_task.status == "open", _task.assignee_id.is_not(None), _task.assignee_id == by.person_id)]
    if tab == "done":
        return [(_task.status == "done", _task.done_by == by.person_id)]
    return [
        (
            _task.status == "open",
            _task.assignee_id.is_(None),
            _task.department == holding.department,
            _task.post == holding.post,
        )
        for holding in sorted(set(by.holdings), key=lambda held: (held.department, held.post))
    ]


def _counts(connection: Connection, by: Actor) -> dict[str, int]:
    """Return how many tasks each tab has, as far as MOST_COUNTED + 1."""
    counts = dict.fromkeys(TABS, 0)
    parts = []
    for tab in TABS:
        for scope in _scopes(by, tab):
            # Counting stops at the cap: a badge that says 99+ costs the same in every hall. The order is that of the
            # index; without it PostgreSQL may look for the tasks of a busy person from the start of the whole table.
            order = _task.done_at if tab == "done" else _task.sort_on
            capped = select(_task.id).where(*scope).order_by(order).limit(MOST_COUNTED + 1).subquery()
            parts.append(select(literal(tab).label("tab"), func.count().label("number")).select_from(capped))
    for row in connection.execute(union_all(*parts)):
        counts[row.tab] = min(counts[row.tab] + row.number, MOST_COUNTED + 1)
    return counts


def place_of(post: str, department: str) -> str:
    """Return a post in a department as one text, for the address of a page."""
    return f"{post}~{department}"


def _narrow(query: Select[Any], filters: Filters, today: date) -> Select[Any]:
    if filters.place:
        post, _, department = filters.place.partition("~")
        query = query.where(_task.post == post, _task.department == department)
    if filters.matter:
        query = query.where(_case.matter_key == filters.matter)
    if filters.stage:
        query = query.where(_task.stage == filters.stage)
    if filters.light == "red":
        query = query.where(_task.red_on <= today, _task.paused_since.is_(None))
    elif filters.light == PAUSED:
        query = query.where(_case.paused_since.is_not(None))
    elif filters.light == "yellow":
        query = query.where(_task.yellow_on <= today, _task.red_on > today, _task.paused_since.is_(None))
    elif filters.light == "green":
        query = query.where(or_(_task.due_on.is_(None), _task.yellow_on > today), _task.paused_since.is_(None))
    if filters.words:
        words = filters.words.strip()
        query = query.where(
            or_(
                _case.number.startswith(words, autoescape=True),
                _case.applicant_name.contains(words, autoescape=True),
                _case.subject.contains(words, autoescape=True),
            )
        )
    return query


def _page(query: Select[Any], tab: str, after: str | None) -> Select[Any]:
    where, _, last = (after or "").partition("~")
    if tab == "done":
        if where and last:
            try:
                moment = datetime.fromisoformat(where)
            except ValueError:
                return query.where(_task.id == "")
            query = query.where(or_(_task.done_at < moment, (_task.done_at == moment) & (_task.id < last)))
        return query.order_by(_task.done_at.desc(), _task.id.desc()).limit(PAGE + 1)
    if where and last:
        try:
            day = date.fromisoformat(where)
        except ValueError:
            return query.where(_task.id == "")
        query = query.where(or_(_task.sort_on > day, (_task.sort_on == day) & (_task.id > last)))
    return query.order_by(_task.sort_on, _task.id).limit(PAGE + 1)


def _cursor(row: Any, tab: str) -> str:
    where = row.done_at if tab == "done" else row.sort_on
    return f"{where.isoformat()}~{row.id}"


def _row(row: Any, today: date, lit: date, calendar: Calendar) -> InboxRow:
    open_ = row.status == "open"
    end = lit if row.decided_on is None else row.decided_on
    return InboxRow(
        row.id,
        row.version,
        row.name,
        row.stage,
        row.department,
        row.status,
        row.result,
        row.case_id,
        row.number,
        row.matter_name,
        row.applicant_name,
        row.subject,
        row.opened_at,
        row.done_at,
        row.due_on,
        days_left(calendar, row.due_on, today) if open_ else None,
        light_of(row.due_on, row.yellow_on, lit, row.paused_since, row.red_on) if open_ else "none",
        row.promised_due,
        light_of(row.promised_due, row.promised_yellow_on, end, row.case_paused_since),
        row.case_paused_since if open_ else None,
        bool(row.unreceived) and open_,
    )
