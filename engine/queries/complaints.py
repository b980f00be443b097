"""Complaints: for each member of staff those they may see, for who complained their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, true

from engine.actor import Actor
from engine.errors import NotFound
from engine.feedback.complaint_row import ACCEPTED, ANSWERED, RECEIVED, REFUSED
from engine.feedback.complaint_sight import deciders_of, handlers_of, targets_of, visible_to
from engine.feedback.contents import unseal
from engine.feedback.enquiry_sight import sees_who
from engine.hall import Hall
from engine.law.masking import mask_middle, mask_phone, mask_text
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.names import person_names
from engine.query_code import matches
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.complaints import Complaint, ComplaintEntry
from engine.store.people import Department
from engine.text import zh

_table, _entry, _case = table_of(Complaint).c, table_of(ComplaintEntry).c, table_of(Case).c
_handling, _target = table_of(Department).alias("handling"), table_of(Department).alias("target")
TABS = ("open", "decide", "handle", "overdue", "answered", "over")


@dataclass(frozen=True)
class ComplaintLine:
    """One complaint in a list; ``light`` is red once a decision or an answer is overdue, stopped when none is owed."""

    id: str
    number: str
    channel: str
    is_anonymous: bool
    title: str
    target: str
    """The department and the person complained about, as far as they were said."""
    status: str
    department: str
    received_at: datetime
    due_on: date
    light: str
    overdue_days: int
    """Working days past the last due day, until today or until it was done; 0 for in time."""
    extended_days: int
    extension_reason: str
    decided_at: datetime | None
    decision_paper: str
    answered_at: datetime | None
    answered_by: str
    answer_paper: str
    finding: str
    satisfied: str
    closed_at: datetime | None


@dataclass(frozen=True)
class ComplaintAct:
    """One act on a complaint: who did what when, and what they said."""

    act: str
    at: datetime
    who: str
    said: str
    on: date
    """The legal day."""


@dataclass(frozen=True)
class ComplaintPage:
    """One page, newest first; ``counts`` by tab; ``after`` asks for the next page."""

    rows: tuple[ComplaintLine, ...]
    counts: dict[str, int]
    after: str | None


@dataclass(frozen=True)
class OneComplaint:
    """One complaint with what was written and answered, and what its reader may do with it."""

    line: ComplaintLine
    content: str
    name: str
    phone: str
    email: str
    case_id: str | None
    case_number: str
    department_code: str
    target_code: str
    answer: str
    """The answer, or the reason for which it was not accepted."""
    acts: tuple[ComplaintAct, ...]
    targets: tuple[str, ...] = ()
    """The names of those from whom it is kept."""
    decides: bool = False
    handles: bool = False
    extends: bool = False
    closes: bool = False
    supervises: bool = False
    is_personal: bool = False


def complaints(hall: Hall, connection: Connection, by: Actor, tab: str, after: str | None = None) -> ComplaintPage:
    """Return a page of the complaints that ``by`` may see, those of one of TABS."""
    today = hall.today(connection)
    seen, tabs = visible_to(connection, by, today), _tabs(today)
    counts = {
        name: connection.execute(select(func.count(_table.id)).where(one, seen)).scalar_one()
        for name, one in tabs.items()
    }
    rows, more = _rows(hall, connection, after, PAGE, today, seen, tabs.get(tab, true()))
    return ComplaintPage(rows, counts, more)


def every_complaint(hall: Hall, connection: Connection, by: Actor, tab: str) -> Iterator[ComplaintLine]:
    """Yield all rows of that list."""
    today = hall.today(connection)
    seen, condition = visible_to(connection, by, today), _tabs(today).get(tab, true())
    more: str | None = ""
    while more is not None:
        rows, more = _rows(hall, connection, more, 500, today, seen, condition)
        yield from rows


def complaint(hall: Hall, connection: Connection, by: Actor, complaint_id: str) -> OneComplaint:
    """Return one complaint; raises NotFound for whoever may not see it, above all for whom it is about."""
    today = hall.today(connection)
    row = connection.execute(_lines().where(_table.id == complaint_id, visible_to(connection, by, today))).first()
    if row is None:
        raise NotFound(zh("没有找到这件投诉。"))
    decides = by.person_id in deciders_of(connection, row.id, today)
    works = decides or by.person_id in handlers_of(connection, row.id, row.department, today)
    clear = sees_who(by) and (works or row.recorded_by == by.person_id)
    one = _whole(hall, connection, row, today, masked=not clear)
    accepted = row.status == ACCEPTED
    return OneComplaint(
        **one,
        targets=tuple(person_names(connection, targets_of(connection, row.id)).values()),
        decides=decides,
        handles=works and accepted,
        extends=works and accepted and not row.extended_days and today <= row.due_on,
        closes=row.status == ANSWERED and (decides or row.recorded_by == by.person_id),
        supervises=by.holds("supervisor"),
        is_personal=clear and bool(one["name"] or one["phone"] or one["email"]),
    )


def find_complaint(hall: Hall, connection: Connection, number: str, code: str) -> str:
    """Return the id of the complaint with this number and query code; raises NotFound."""
    found = connection.execute(select(_table.id).where(_table.number == number)).scalar()
    # A number that is none takes as long as a code that is wrong.
    if not matches(hall.key, found or "", code) or found is None:
        raise NotFound(zh("编号或者查询码不对，请核对。"))
    return str(found)


def own_complaint(hall: Hall, connection: Connection, complaint_id: str) -> OneComplaint:
    """Return the complaint for who has shown its code: contact details masked, for a code may be overheard."""
    row = connection.execute(_lines().where(_table.id == complaint_id)).first()
    if row is None:
        raise NotFound(zh("没有找到这件投诉。"))
    return OneComplaint(**_whole(hall, connection, row, hall.today(connection), masked=True, said_masked=False))


def _tabs(today: date) -> dict[str, ColumnElement[bool]]:
    return {
        "open": _table.done_on.is_(None),
        "decide": _table.status == RECEIVED,
        "handle": _table.status == ACCEPTED,
        "overdue": _table.done_on.is_(None) & (_table.due_on < today),
        "answered": _table.status == ANSWERED,
        "over": _table.status.in_(("closed", REFUSED)),
    }


def _lines() -> Any:
    names = (_handling.c.name.label("department_name"), _target.c.name.label("target_name"))
    return (
        select(table_of(Complaint), *names, _case.number.label("case_number"))
        .outerjoin(_handling, _handling.c.code == _table.department)
        .outerjoin(_target, _target.c.code == _table.target_department)
        .outerjoin(Case, _case.id == _table.case_id)
    )


def _rows(
    hall: Hall, connection: Connection, after: str | None, most: int, today: date, *conditions: ColumnElement[bool]
) -> tuple[tuple[ComplaintLine, ...], str | None]:
    query = _lines().where(*conditions)
    if (condition := beyond(_table.received_at, _table.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_table.received_at.desc(), _table.id.desc()).limit(most + 1)).all()
    rows = tuple(_line(hall, row, today) for row in found[:most])
    return rows, cursor(rows[-1].received_at, rows[-1].id) if len(found) > most else None


def _line(hall: Hall, row: Any, today: date) -> ComplaintLine:
    said = unseal(hall.key, row.sealed)
    until = row.done_on or today
    late = until > row.due_on
    return ComplaintLine(
        id=row.id,
        number=row.number,
        channel=row.channel,
        is_anonymous=row.is_anonymous,
        title=mask_text(said["title"]),
        target=" ".join(one for one in (row.target_name, said["target_name"]) if one),
        status=row.status,
        department=row.department_name or "",
        received_at=row.received_at,
        due_on=row.due_on,
        light="stopped" if row.done_on else "red" if late else "green",
        overdue_days=-hall.calendar.workdays_between(until, row.due_on) if late else 0,
        extended_days=row.extended_days,
        extension_reason=row.extension_reason,
        decided_at=row.decided_at,
        decision_paper=row.decision_paper,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer_paper=row.answer_paper,
        finding=row.finding,
        satisfied=row.satisfied,
        closed_at=row.closed_at,
    )


def _whole(
    hall: Hall, connection: Connection, row: Any, today: date, *, masked: bool, said_masked: bool | None = None
) -> dict[str, Any]:
    """Return the fields of OneComplaint; who has written the texts is shown them as they are."""
    said = unseal(hall.key, row.sealed)
    hides_said = masked if said_masked is None else said_masked
    shown = mask_text if hides_said else str
    if masked:
        name, _at, domain = said["email"].partition("@")
        said["email"] = f"{name[:1]}***@{domain}" if domain else ""
        said["name"], said["phone"] = mask_middle(said["name"]), mask_phone(said["phone"])
    entries = select(table_of(ComplaintEntry)).where(_entry.complaint_id == row.id).order_by(_entry.seq)
    return {
        "line": _line(hall, row, today),
        "content": shown(said["content"]),
        "name": said["name"],
        "phone": said["phone"],
        "email": said["email"],
        "case_id": row.case_id,
        "case_number": row.case_number or said["case_number"],
        "department_code": row.department,
        "target_code": row.target_department,
        "answer": shown(unseal(hall.key, row.sealed_answer).get("answer", "")),
        "acts": tuple(
            ComplaintAct(
                one.act, one.at, one.actor_name, shown(unseal(hall.key, one.sealed_said).get("said", "")), one.on
            )
            for one in connection.execute(entries)
        ),
    }
