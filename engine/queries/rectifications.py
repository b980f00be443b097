"""What departments owe after poor ratings: for feedback officers and supervisors all, for a department its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.feedback.ratable import OFFICER, RECTIFICATION, looks_after_ratings
from engine.feedback.rectification_row import ANSWERED, APPEALED, CLOSED
from engine.hall import Hall
from engine.law.calendar import Calendar
from engine.law.masking import mask_text
from engine.queries.case_file import case_key
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.lights import days_left, light_of
from engine.sealing import Key, unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.people import Department
from engine.store.ratings import Rating, Rectification, RectificationEntry
from engine.supervision.answering import HEADS, answers_for

_one, _rating, _case, _clock = (table_of(each).c for each in (Rectification, Rating, Case, CaseClock))
_department, _entry = table_of(Department).c, table_of(RectificationEntry).c
TABS = ("open", "red", "appealed", "to_call", "closed")


@dataclass(frozen=True)
class RectificationLine:
    """One rectification in a list; ``light`` is of its clock, stopped when it is over."""

    id: str
    number: str
    case_id: str
    case_number: str
    matter_name: str
    department: str
    department_name: str
    level: int
    rated_on: date
    status: str
    measure: str | None
    appeal: str | None
    outcome: str | None
    due_on: date
    days_left: int | None
    light: str
    issued_at: datetime


@dataclass(frozen=True)
class RectificationAct:
    """One act: who did it when, what they said, until when it then ran."""

    act: str
    at: datetime
    who: str
    said: str
    measure: str | None
    due_on: date | None


@dataclass(frozen=True)
class RectificationFile:
    """One rectification with the rating and its history, and what the reader may do: answer, judge, call."""

    line: RectificationLine
    channel: str
    is_named: bool
    tags: tuple[str, ...]
    text: str
    excluded_on: date | None
    calls: int
    promised_on: date | None
    applicant: str
    again: int | None
    """The level of the rating after it was put right."""
    acts: tuple[RectificationAct, ...]
    answers: bool
    judges: bool
    calls_back: bool


@dataclass(frozen=True)
class RectificationPage:
    """One page, newest first; ``counts`` by tab; ``after`` asks for the next page."""

    rows: tuple[RectificationLine, ...]
    counts: dict[str, int]
    after: str | None


def rectifications(
    hall: Hall, connection: Connection, by: Actor, tab: str = "", department: str = "", after: str | None = None
) -> RectificationPage:
    """Return a page of all rectifications, or of a department; raises NotFound for who does not look after ratings."""
    if not looks_after_ratings(by):
        raise NotFound
    own = (_one.department == department,) if department else ()
    return _page(hall, connection, tab, after, *own)


def own_rectifications(
    hall: Hall, connection: Connection, by: Actor, tab: str = "", after: str | None = None
) -> RectificationPage:
    """Return a page of those of departments that ``by`` answers for."""
    today = hall.today(connection)
    held = {one.department for one in by.holdings}
    below = {one.department for one in by.holdings if one.post in HEADS}
    asked = select(_one.department).distinct().join(Department, _department.code == _one.department)
    near = connection.execute(asked.where(_department.code.in_(held) | _department.parent.in_(below))).scalars().all()
    mine = [one for one in near if answers_for(connection, by, one, today)]
    return _page(hall, connection, tab, after, _one.department.in_(mine))


def open_rectifications(connection: Connection) -> int:
    """Return how many rectifications are open in the whole hall."""
    return connection.execute(select(func.count(_one.id)).where(_one.status != CLOSED)).scalar_one()


def rectification(hall: Hall, connection: Connection, by: Actor, rectification_id: str) -> RectificationFile:
    """Return one rectification; raises NotFound for who neither looks after ratings nor answers for the department."""
    found = connection.execute(_lines().where(_one.id == rectification_id)).mappings().first()
    row = None if found is None else dict(found)
    today = hall.today(connection)
    answers = row is not None and answers_for(connection, by, row["department"], today)
    if row is None or not (answers or looks_after_ratings(by)):
        raise NotFound
    key = case_key(hall, row)
    entries = connection.execute(
        select(table_of(RectificationEntry)).where(_entry.rectification_id == rectification_id).order_by(_entry.seq)
    )
    acts = tuple(
        RectificationAct(one.act, one.at, one.actor_name, opened_text(key, one.sealed_said), one.measure, one.due_on)
        for one in entries
    )
    second = select(_rating.level).where(_rating.case_id == row["case_id"], _rating.round > row["round"])
    return RectificationFile(
        line=_line(row, today, hall.calendar),
        channel=row["channel"],
        is_named=row["is_named"],
        tags=tuple(row["tags"]),
        text=mask_text(opened_text(key, row["sealed_text"])),
        excluded_on=row["excluded_on"],
        calls=row["calls"],
        promised_on=row["promised_on"],
        applicant=row["applicant_name"],
        again=connection.execute(second).scalar(),
        acts=acts,
        answers=answers,
        judges=looks_after_ratings(by) and not answers,
        calls_back=by.holds(OFFICER) and not answers,
    )


def opened_text(key: Key | None, sealed: bytes | None) -> str:
    """Return a sealed text; empty where there is none, or the law had it deleted."""
    if key is None or sealed is None:
        return ""
    return str(unseal_values(key, sealed)[0])


def _page(hall: Hall, connection: Connection, tab: str, after: str | None, *conditions: Any) -> RectificationPage:
    today = hall.today(connection)
    tabs = {
        "open": _one.status != CLOSED,
        "red": and_(_one.status != CLOSED, _clock.due_on < today),
        "appealed": _one.status == APPEALED,
        "to_call": _one.status == ANSWERED,
        "closed": _one.status == CLOSED,
    }
    counted = select(func.count(_one.id)).join(CaseClock, _newest_clock())
    counts = {name: connection.execute(counted.where(one, *conditions)).scalar_one() for name, one in tabs.items()}
    query = _lines().where(*conditions, *((tabs[tab],) if tab in tabs else ()))
    if (condition := beyond(_one.issued_at, _one.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_one.issued_at.desc(), _one.id.desc()).limit(PAGE + 1)).mappings().all()
    rows = tuple(_line(dict(row), today, hall.calendar) for row in found[:PAGE])
    return RectificationPage(rows, counts, cursor(rows[-1].issued_at, rows[-1].id) if len(found) > PAGE else None)


def _newest_clock() -> Any:
    """Return the join to the clock that counts: each time the days begin anew there is a newer one."""
    newest = select(func.max(_clock.id)).where(_clock.kind == RECTIFICATION, _clock.about == _one.id)
    own = newest.correlate(table_of(Rectification)).scalar_subquery()
    return and_(_clock.case_id == _one.case_id, _clock.id == own)


def _lines() -> Any:
    more = (
        _rating.level, _rating.rated_on, _rating.channel, _rating.is_named, _rating.tags, _rating.sealed_text,
        _rating.round, _rating.excluded_on, _case.number.label("case_number"), _case.matter_name, _case.applicant_name,
        _case.sealing_key, _department.name.label("department_name"), _clock.due_on, _clock.yellow_on,
    )  # fmt: skip
    return (
        select(table_of(Rectification), *more)
        .join(Rating, _rating.id == _one.rating_id)
        .join(Case, _case.id == _one.case_id)
        .join(CaseClock, _newest_clock())
        .outerjoin(Department, _department.code == _one.department)
    )


def _line(row: Mapping[str, Any], today: date, calendar: Calendar) -> RectificationLine:
    over = row["status"] == CLOSED
    return RectificationLine(
        id=row["id"],
        number=row["document"],
        case_id=row["case_id"],
        case_number=row["case_number"],
        matter_name=row["matter_name"],
        department=row["department"],
        department_name=row["department_name"] or row["department"],
        level=row["level"],
        rated_on=row["rated_on"],
        status=row["status"],
        measure=row["measure"],
        appeal=row["appeal"],
        outcome=row["outcome"],
        due_on=row["due_on"],
        days_left=None if over else days_left(calendar, row["due_on"], today),
        light="stopped" if over else light_of(row["due_on"], row["yellow_on"], today, None),
        issued_at=row["issued_at"],
    )
