"""Pauses and extensions as pages show them, and the pauses that last longer than was told (电子监察 EM-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.cases.clock_facts import last_as_told, last_by_cap, pauses_of
from engine.cases.matter_causes import HEARING
from engine.law.calendar import Calendar
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import ClockExtension, ClockPause
from engine.store.hearings import Hearing

_pause, _case, _extension = table_of(ClockPause), table_of(Case).c, table_of(ClockExtension)
_hearing = table_of(Hearing).c


@dataclass(frozen=True)
class PauseLine:
    """One pause; ``told_until`` is the day that the applicant was told, ``days_taken`` the working days so far."""

    id: str
    kind: str
    name: str
    basis: str
    started_on: date
    ended_on: date | None
    days_told: int | None
    told_until: date | None
    capped_on: date | None
    document: str
    end_document: str | None
    started_by: str | None
    started_by_name: str
    days_taken: int
    hearing: str | None = None
    """The open hearing that ends it."""


@dataclass(frozen=True)
class OverlongPause:
    """A running pause past the days told or its cap: ``since`` is the first day on which it is."""

    pause_id: str
    case_id: str
    number: str
    matter_name: str
    department: str
    name: str
    started_on: date
    told_until: date | None
    capped_on: date | None
    since: date


@dataclass(frozen=True)
class ExtensionLine:
    """A proposal to extend a limit; its reason is sealed and comes with the case."""

    id: str
    case_id: str
    status: str
    days: int
    basis: str
    approver_post: str
    approver_department: str
    proposed_on: date
    proposed_at: datetime
    proposed_by: str
    proposed_by_name: str
    decided_on: date | None
    decided_by_name: str | None
    excuses_promise: bool
    document: str | None


def pauses_of_case(connection: Connection, case_id: str, calendar: Calendar, today: date) -> tuple[PauseLine, ...]:
    """Return the pauses of a case, the first one first."""
    rows = pauses_of(connection, case_id)
    hearings = _open_hearings(connection, case_id) if any(row.cause == HEARING for row in rows) else {}
    return tuple(
        PauseLine(
            row.id,
            row.kind,
            row.name,
            row.basis,
            row.started_on,
            row.ended_on,
            row.days_told,
            last_as_told(row, calendar),
            last_by_cap(row, calendar),
            row.document,
            row.end_document,
            row.started_by,
            row.started_by_name,
            calendar.workdays_between(row.started_on, row.ended_on or today),
            hearings.get(row.id),
        )
        for row in rows
    )


def _open_hearings(connection: Connection, case_id: str) -> dict[str, str]:
    """Return the hearing of each pause that it will end, by the id of the pause."""
    own = select(_hearing.pause_id, _hearing.id).where(_hearing.case_id == case_id, _hearing.ended_on.is_(None))
    return {row.pause_id: row.id for row in connection.execute(own) if row.pause_id is not None}


def extension_of_case(connection: Connection, case_id: str) -> ExtensionLine | None:
    """Return the newest proposal of a case to extend its limit, or None."""
    own = select(*EXTENSION_COLUMNS).where(_extension.c.case_id == case_id)
    row = connection.execute(own.order_by(_extension.c.id.desc()).limit(1)).first()
    return None if row is None else ExtensionLine(*row)


def overlong_pauses(
    connection: Connection, calendar: Calendar, today: date, case_id: str | None = None
) -> tuple[OverlongPause, ...]:
    """Return the running pauses past what the applicant was told, or past their cap, the longest over first.

    Those of one case where ``case_id`` names it.

    What electronic supervision raises EM-09 for; nothing ends by itself.
    """
    running = (
        select(_pause, _case.number, _case.matter_name)
        .join(Case, _case.id == _pause.c.case_id)
        .where(_pause.c.ended_on.is_(None), _pause.c.started_on < today)
    )
    if case_id is not None:
        running = running.where(_pause.c.case_id == case_id)
    found = [line for row in connection.execute(running) if (line := _overlong(row, calendar, today)) is not None]
    return tuple(sorted(found, key=lambda one: (one.since, one.pause_id)))


def _overlong(row: Any, calendar: Calendar, today: date) -> OverlongPause | None:
    told, cap = last_as_told(row, calendar), last_by_cap(row, calendar)
    ends = min((day for day in (told, cap) if day is not None), default=None)
    if ends is None or today <= ends:
        return None
    since = calendar.add_workdays(ends, 1)
    if today < since:
        return None
    about = (row.id, row.case_id, row.number, row.matter_name, row.department, row.name, row.started_on)
    return OverlongPause(*about, told, cap, since)


EXTENSION_COLUMNS = tuple(
    _extension.c[name]
    for name in (
        "id", "case_id", "status", "days", "basis", "approver_post", "approver_department", "proposed_on",
        "proposed_at", "proposed_by", "proposed_by_name", "decided_on", "decided_by_name", "excuses_promise",
        "document",
    )
)  # fmt: skip
