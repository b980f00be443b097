"""Enquiries: for each member of staff those they may see, for who asks their own, for everybody the published ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, true

from engine.actor import Actor
from engine.errors import NotFound
from engine.feedback.contents import unseal
from engine.feedback.enquiry_row import ANSWERED, WAITING
from engine.feedback.enquiry_sight import OFFICER, TAKERS, may_accept, sees_who, visible_to
from engine.hall import Hall
from engine.law.masking import mask_middle, mask_phone, mask_text
from engine.queries.keyset import PAGE, beyond, cursor
from engine.query_code import matches
from engine.store.base import table_of
from engine.store.enquiries import Enquiry, EnquiryEntry
from engine.store.people import Department
from engine.text import zh

_table, _entry, _department = table_of(Enquiry).c, table_of(EnquiryEntry).c, table_of(Department).c
TABS = ("open", "waiting", "mine", "offered", "overdue", "answered")


@dataclass(frozen=True)
class EnquiryLine:
    """One enquiry in a list; ``light`` is yellow once its answer is overdue, stopped when it was answered."""

    id: str
    number: str
    channel: str
    matter_key: str
    title: str
    status: str
    owner_name: str
    owner_department: str
    offered_name: str
    received_at: datetime
    due_on: date
    light: str
    overdue_days: int
    """Working days past the due day, until today or the answer; 0 for in time."""
    extended_days: int
    extension_reason: str
    answered_at: datetime | None
    answered_by: str
    is_published: bool


@dataclass(frozen=True)
class EnquiryAct:
    """One act on an enquiry: who did what when, and what they said."""

    act: str
    at: datetime
    who: str
    said: str


@dataclass(frozen=True)
class EnquiryPage:
    """One page, newest first; ``counts`` by tab; ``after`` asks for the next page."""

    rows: tuple[EnquiryLine, ...]
    counts: dict[str, int]
    after: str | None


@dataclass(frozen=True)
class OneEnquiry:
    """One enquiry with what was asked, by whom and what was answered, and what its reader may do with it."""

    line: EnquiryLine
    content: str
    name: str
    phone: str
    email: str
    answer: str
    public_question: str
    public_answer: str
    acts: tuple[EnquiryAct, ...]
    owns: bool = False
    takes: bool = False
    accepts: bool = False
    publishes: bool = False
    extends: bool = False
    is_personal: bool = False
    """Whether personal data are shown in full, so that the look is put on record."""


@dataclass(frozen=True)
class PublishedAnswer:
    """A common question (常见问题) and what the hall answered."""

    matter_key: str
    question: str
    answer: str
    answered_on: date


def enquiries(hall: Hall, connection: Connection, by: Actor, tab: str, after: str | None = None) -> EnquiryPage:
    """Return a page of the enquiries that ``by`` may see, those of one of TABS."""
    today = hall.today(connection)
    seen, tabs = visible_to(connection, by, today), _tabs(by, today)
    counts = {
        name: connection.execute(select(func.count(_table.id)).where(one, seen)).scalar_one()
        for name, one in tabs.items()
    }
    rows, more = _rows(hall, connection, after, PAGE, today, seen, tabs.get(tab, true()))
    return EnquiryPage(rows, counts, more)


def every_enquiry(hall: Hall, connection: Connection, by: Actor, tab: str) -> Iterator[EnquiryLine]:
    """Yield all rows of that list."""
    today, after = hall.today(connection), ""
    seen, condition = visible_to(connection, by, today), _tabs(by, today).get(tab, true())
    more: str | None = after
    while more is not None:
        rows, more = _rows(hall, connection, more, 500, today, seen, condition)
        yield from rows


def enquiry(hall: Hall, connection: Connection, by: Actor, enquiry_id: str) -> OneEnquiry:
    """Return one enquiry; raises NotFound for whoever may not see it."""
    today = hall.today(connection)
    seen = visible_to(connection, by, today)
    row = connection.execute(_lines().where(_table.id == enquiry_id, seen)).first()
    if row is None:
        raise NotFound(zh("没有找到这件咨询。"))
    owns, open_ = row.owner_id == by.person_id, row.status != ANSWERED
    clear = sees_who(by)
    one = _whole(hall, connection, row, today, masked=not clear)
    return OneEnquiry(
        **one,
        owns=owns and open_,
        takes=row.status == WAITING and bool(by.posts & TAKERS),
        accepts=open_ and may_accept(by, row),
        publishes=not open_ and (owns or by.holds(OFFICER)),
        extends=owns and open_ and not row.extended_days and today <= row.due_on,
        is_personal=clear and bool(one["name"] or one["phone"] or one["email"]),
    )


def find_enquiry(hall: Hall, connection: Connection, number: str, code: str) -> str:
    """Return the id of the enquiry with this number and query code; raises NotFound."""
    found = connection.execute(select(_table.id).where(_table.number == number)).scalar()
    # A number that is none takes as long as a code that is wrong.
    if not matches(hall.key, found or "", code) or found is None:
        raise NotFound(zh("编号或者查询码不对，请核对。"))
    return str(found)


def own_enquiry(hall: Hall, connection: Connection, enquiry_id: str) -> OneEnquiry:
    """Return the enquiry for who has shown its code: contact details masked, for a code may be overheard."""
    row = connection.execute(_lines().where(_table.id == enquiry_id)).first()
    if row is None:
        raise NotFound(zh("没有找到这件咨询。"))
    return OneEnquiry(**_whole(hall, connection, row, hall.today(connection), masked=True, said_masked=False))


def published_answers(
    connection: Connection, matter_key: str = "", after: str | None = None, most: int = PAGE
) -> tuple[tuple[PublishedAnswer, ...], str | None]:
    """Return a page of the common questions, of one matter where it is named, newest first, and what is next."""
    query = select(table_of(Enquiry)).where(_table.published_at.is_not(None))
    if matter_key:
        query = query.where(_table.matter_key == matter_key)
    if (condition := beyond(_table.published_at, _table.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_table.published_at.desc(), _table.id.desc()).limit(most + 1)).all()
    rows = tuple(PublishedAnswer(r.matter_key, r.public_question, r.public_answer, r.answered_on) for r in found[:most])
    last = found[most - 1] if len(found) > most else None
    return rows, cursor(last.published_at, last.id) if last is not None else None


def _tabs(by: Actor, today: date) -> dict[str, ColumnElement[bool]]:
    open_ = _table.answered_on.is_(None)
    own_places = _table.offered_department.in_({one.department for one in by.holdings})
    return {
        "open": open_,
        "waiting": _table.status == WAITING,
        "mine": open_ & (_table.owner_id == by.person_id),
        "offered": open_ & (_table.owner_id != by.person_id) & ((_table.offered_person == by.person_id) | own_places),
        "overdue": open_ & (_table.due_on < today),
        "answered": _table.answered_on.is_not(None),
    }


def _lines() -> Any:
    name = _department.name.label("department_name")
    return select(table_of(Enquiry), name).outerjoin(Department, _department.code == _table.owner_department)


def _rows(
    hall: Hall, connection: Connection, after: str | None, most: int, today: date, *conditions: ColumnElement[bool]
) -> tuple[tuple[EnquiryLine, ...], str | None]:
    query = _lines().where(*conditions)
    if (condition := beyond(_table.received_at, _table.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_table.received_at.desc(), _table.id.desc()).limit(most + 1)).all()
    rows = tuple(_line(hall, row, today) for row in found[:most])
    return rows, cursor(rows[-1].received_at, rows[-1].id) if len(found) > most else None


def _line(hall: Hall, row: Any, today: date) -> EnquiryLine:
    late = (row.answered_on or today) > row.due_on
    past = -hall.calendar.workdays_between(row.answered_on or today, row.due_on) if late else 0
    return EnquiryLine(
        id=row.id,
        number=row.number,
        channel=row.channel,
        matter_key=row.matter_key,
        title=mask_text(unseal(hall.key, row.sealed)["title"]),
        status=row.status,
        owner_name=row.owner_name,
        owner_department=row.department_name or row.owner_department,
        offered_name=row.offered_name,
        received_at=row.received_at,
        due_on=row.due_on,
        light="stopped" if row.answered_on else "yellow" if late else "green",
        overdue_days=past,
        extended_days=row.extended_days,
        extension_reason=row.extension_reason,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        is_published=row.published_at is not None,
    )


def _whole(
    hall: Hall, connection: Connection, row: Any, today: date, *, masked: bool, said_masked: bool | None = None
) -> dict[str, Any]:
    """Return the fields of OneEnquiry; who has written the texts is shown them as they are."""
    said = unseal(hall.key, row.sealed)
    answer = unseal(hall.key, row.sealed_answer).get("answer", "")
    if masked:
        name, _at, domain = said["email"].partition("@")
        said["email"] = f"{name[:1]}***@{domain}" if domain else ""
        said["name"], said["phone"] = mask_middle(said["name"]), mask_phone(said["phone"])
    if masked if said_masked is None else said_masked:
        said["content"], answer = mask_text(said["content"]), mask_text(answer)
    entries = select(table_of(EnquiryEntry)).where(_entry.enquiry_id == row.id).order_by(_entry.seq)
    return {
        "line": _line(hall, row, today),
        "content": said["content"],
        "name": said["name"],
        "phone": said["phone"],
        "email": said["email"],
        "answer": answer,
        "public_question": row.public_question,
        "public_answer": row.public_answer,
        "acts": tuple(EnquiryAct(e.act, e.at, e.actor_name, e.said) for e in connection.execute(entries)),
    }
