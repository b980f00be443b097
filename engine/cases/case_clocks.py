"""Starting and stopping the legal clocks of a case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, update

from engine.ids import new_id
from engine.law.clocks import ClockFacts, Unit, due
from engine.law.lights import yellow_day
from engine.store.base import table_of
from engine.store.clocks import CaseClock

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

KINDS = ("intake", "supplement_wait", "statutory", "promised", "delivery", "fee", "public_notice")
UNLIT = frozenset({"public_notice"})
"""Clocks whose end is nobody's duty: they raise no lights."""
DUE_COLUMNS = {
    "statutory": {"statutory_due": "due_on"},
    "promised": {"promised_due": "due_on", "promised_yellow_on": "yellow_on"},
}
"""What the row of a case repeats of its clocks, for lists: column of the case to column of the clock."""
_clock = table_of(CaseClock).c
_STOP = (
    update(table_of(CaseClock))
    .where(
        _clock.case_id == bindparam("case"),
        _clock.kind.in_(bindparam("kinds", expanding=True)),
        _clock.stopped_on.is_(None),
    )
    .values(stopped_on=bindparam("on"), next_light_on=None)
)


def start_clock(
    case: WorkingCase, kind: str, origin: date, limit: int, *, unit: Unit = "workday", basis: str = ""
) -> dict[str, Any]:
    """Start a clock of ``kind`` at ``origin`` and return its row; due and yellow day are computed."""
    calendar = case.uow.hall.calendar
    facts = ClockFacts(kind=kind, origin=origin, unit=unit, limit=limit)
    yellow_on = yellow_day(facts, calendar)
    row = {
        "id": new_id(case.uow.now),
        "case_id": case.id,
        "kind": kind,
        "origin": origin,
        "unit": unit,
        "limit": limit,
        "basis": basis,
        "due_on": due(facts, calendar),
        "yellow_on": yellow_on,
        "next_light_on": None if kind in UNLIT else yellow_on,
        "calendar_version": calendar.version,
        "created_at": case.uow.now,
    }
    case.uow.execute(insert(CaseClock), row)
    return row


def stop_clocks(case: WorkingCase, *kinds: str) -> None:
    """Stop the running clocks of these kinds today."""
    case.uow.execute(_STOP, {"case": case.id, "kinds": list(kinds), "on": case.uow.today})
