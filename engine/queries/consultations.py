"""Consultations between departments: those of a case, and those that were sent to a department."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, func, select

from engine.actor import Actor
from engine.cases.ask_lower_level import seen_at_window
from engine.cases.consulted import ANSWERED, CONSULTATION, OPEN, consulted_offices
from engine.cases.sight import works_on
from engine.cases.withdraw_consultation import may_withdraw
from engine.errors import NotFound
from engine.law.calendar import Calendar
from engine.law.masking import mask_text
from engine.queries.case_file import CaseFile, case_file, case_key
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.lights import days_left, light_of
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.consultations import Consultation
from engine.store.people import Department

if TYPE_CHECKING:
    from engine.hall import Hall

TABS = ("open", "over")
_one, _case, _clock = table_of(Consultation).c, table_of(Case).c, table_of(CaseClock).c
_asking, _asked = table_of(Department).alias("asking"), table_of(Department).alias("asked")


@dataclass(frozen=True)
class ConsultationLine:
    """One consultation; ``light`` is none once it is over. Question and reason are only read with its case."""

    id: str
    case_id: str
    case_number: str
    matter_name: str
    status: str
    number: str
    reply_number: str | None
    asking: str
    asking_name: str
    asked: str
    asked_name: str
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    received_at: datetime | None
    received_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    opinion: str | None
    materials: tuple[str, ...]
    due_on: date
    days_left: int | None
    light: str
    question: str = ""
    reason: str = ""
    answers: bool = False
    """Whether the reader answers for the asked department."""
    withdraws: bool = False
    """Whether the reader may take the question back."""


@dataclass(frozen=True)
class ConsultationPage:
    """One page, newest first; ``counts`` by tab; ``after`` asks for the next page."""

    rows: tuple[ConsultationLine, ...]
    counts: dict[str, int]
    after: str | None


def consultations_of(hall: Hall, connection: Connection, by: Actor, file: CaseFile) -> tuple[ConsultationLine, ...]:
    """Return the consultations of a case that ``by`` may see, the newest first; for who only looks, masked."""
    key = case_key(hall, file.case)
    full = works_on(connection, by, file.case["id"], file.case["department"])
    rows = connection.execute(_lines().where(_one.case_id == file.case["id"]).order_by(_one.id.desc())).all()
    return tuple(_read(connection, by, row, hall.calendar, file.today, key, full=full) for row in rows)


def consultation(
    hall: Hall, connection: Connection, by: Actor, consultation_id: str
) -> tuple[ConsultationLine, CaseFile]:
    """Return one consultation with its case; raises NotFound for whoever may not see the case."""
    case_id = connection.execute(select(_one.case_id).where(_one.id == consultation_id)).scalar()
    if case_id is None:
        raise NotFound
    file = case_file(hall, connection, by, case_id)
    return next(one for one in consultations_of(hall, connection, by, file) if one.id == consultation_id), file


def given_materials(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """Return key and name of the materials that were handed in: those that a letter may send along."""
    given = {one.material for one in file.attachments} | seen_at_window(file.bundle, file.answers)
    return tuple((one.key, one.name.value) for one in file.bundle.facts.materials if one.key in given)


def own_consultations(
    connection: Connection, by: Actor, calendar: Calendar, today: date, tab: str, after: str | None = None
) -> ConsultationPage:
    """Return a page of what the departments of ``by`` were asked, newest first."""
    mine = _one.asked.in_(consulted_offices(by))
    tabs = {"open": and_(_one.status.in_(OPEN), _case.closed_at.is_(None)), "over": _one.status == ANSWERED}
    count = select(func.count()).select_from(Consultation).join(Case, _case.id == _one.case_id).where(mine)
    counts = {name: connection.execute(count.where(condition)).scalar_one() for name, condition in tabs.items()}
    wanted = _lines().where(mine, tabs.get(tab, tabs["open"]))
    mark = beyond(_one.asked_at, _one.id, after, newest_first=True)
    wanted = wanted if mark is None else wanted.where(mark)
    found = connection.execute(wanted.order_by(_one.asked_at.desc(), _one.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(_line(row, calendar, today) for row in found[:PAGE])
    more = len(found) > PAGE
    return ConsultationPage(rows, counts, cursor(found[PAGE - 1].asked_at, found[PAGE - 1].id) if more else None)


def _lines() -> Any:
    names = (
        _case.number.label("case_number"),
        _case.matter_name,
        _asking.c.name.label("asking_name"),
        _asked.c.name.label("asked_name"),
        _clock.due_on,
        _clock.yellow_on,
    )
    return (
        select(table_of(Consultation), *names)
        .join(Case, _case.id == _one.case_id)
        .join(CaseClock, and_(_clock.case_id == _one.case_id, _clock.kind == CONSULTATION, _clock.about == _one.id))
        .join(_asking, _asking.c.code == _one.asking)
        .join(_asked, _asked.c.code == _one.asked)
    )


def _line(row: Any, calendar: Calendar, today: date) -> ConsultationLine:
    open_ = row.status in OPEN
    return ConsultationLine(
        row.id,
        row.case_id,
        row.case_number,
        row.matter_name,
        row.status,
        row.document,
        row.reply_document,
        row.asking,
        row.asking_name,
        row.asked,
        row.asked_name,
        row.asked_by,
        row.asked_by_name,
        row.asked_at,
        row.received_at,
        row.received_by_name,
        row.ended_at,
        row.ended_by_name,
        row.opinion,
        tuple(row.materials),
        row.due_on,
        days_left(calendar, row.due_on, today) if open_ else None,
        light_of(row.due_on, row.yellow_on, today) if open_ else "none",
    )


def _read(
    connection: Connection, by: Actor, row: Any, calendar: Calendar, today: date, key: Key | None, *, full: bool
) -> ConsultationLine:
    """Return the line with what was written in it, and what ``by`` may do; the asked department reads it in full."""
    line = _line(row, calendar, today)
    answers = row.asked in consulted_offices(by)
    question, reason = _unsealed(key, row.sealed_question), _unsealed(key, row.sealed_reason)
    if not (full or answers):
        question, reason = mask_text(question), mask_text(reason)
    withdraws = row.status in OPEN and may_withdraw(connection, by, row.case_id, row.asked_by, row.asking)
    return replace(line, question=question, reason=reason, answers=answers, withdraws=withdraws)


def _unsealed(key: Key | None, sealed: bytes | None) -> str:
    """Return what was written; nothing where it was deleted or changed, which the doctor tells."""
    if key is None or sealed is None:
        return ""
    try:
        return str(unseal_values(key, sealed)[0])
    except Unsealable:
        return ""
