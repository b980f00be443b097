"""Starting and stopping the legal clocks of a case."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from engine.cases.clock_facts import facts_of
from engine.cases.days import clock_days
from engine.ids import new_id
from engine.law.clocks import Unit
from engine.store.base import table_of
from engine.store.clocks import CaseClock

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

KINDS = (
    "intake",
    "supplement_wait",
    "statutory",
    "promised",
    "renewal",
    "delivery",
    "fee",
    "public_notice",
    "consultation",
    "level",
    "hearing_request",
    "hearing",
)
AFTERWARDS = ("rectification",)
"""Clocks that may begin, and go on, after the case has ended: its end does not stop them."""
UNLIT = frozenset({"public_notice", "hearing_request"})
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
    .returning(table_of(CaseClock))
)


def start_clock(
    case: WorkingCase,
    kind: str,
    origin: date,
    limit: int,
    *,
    unit: Unit = "workday",
    basis: str = "",
    about: str = "",
    count_start_day: bool | None = None,
) -> dict[str, Any]:
    """Start a clock of ``kind`` at ``origin`` and return its row; due and yellow day are computed.

    ``about`` tells clocks of a kind apart that run side by side: the id of what each is for. Whether the day of
    origin counts is the custom of the hall, unless ``count_start_day`` says it.
    It starts without a pause: the law knows those only between acceptance and decision.
    """
    counting = case.uow.counting
    facts = {"kind": kind, "origin": origin, "unit": unit, "limit": limit}
    facts["count_start_day"] = case.uow.parameters.count_start_day if count_start_day is None else count_start_day
    days = clock_days(counting, facts_of(SimpleNamespace(**facts, extension=0, stopped_on=None)))
    row = {
        "id": new_id(case.uow.now),
        "case_id": case.id,
        **facts,
        "about": about,
        "basis": basis,
        "due_on": days.due_on,
        "yellow_on": days.yellow_on,
        "next_light_on": None if kind in UNLIT else days.yellow_on,
        "counted_by": counting.version,
        "created_at": case.uow.now,
    }
    case.uow.execute(insert(CaseClock), row)
    if kind not in DUE_COLUMNS:
        # Those of the others stand in the row of the case, and their changes in the trail by themselves.
        case.change(f"clock.{kind}", None, row["due_on"])
    return row


def counts_start_day(case: WorkingCase, kind: str) -> bool:
    """Tell whether the latest clock of ``kind`` counts the day on which it began."""
    own = select(_clock.count_start_day).where(_clock.case_id == case.id, _clock.kind == kind)
    return bool(case.uow.execute(own.order_by(_clock.id.desc()).limit(1)).scalar())


def stop_clock_about(case: WorkingCase, kind: str, about: str) -> None:
    """Stop today the one clock of a kind that runs for ``about``."""
    own = update(table_of(CaseClock)).where(_clock.case_id == case.id, _clock.kind == kind, _clock.about == about)
    case.uow.execute(own.where(_clock.stopped_on.is_(None)).values(stopped_on=case.uow.today, next_light_on=None))


def stop_clocks(case: WorkingCase, *kinds: str) -> None:
    """Stop the running clocks of these kinds today.

    One that the worker has not brought to what is in force yet is brought to it here: nobody else would.
    """
    from engine.cases.reckon_clocks import reckon_stopped  # which needs this module

    stopped = case.uow.execute(_STOP, {"case": case.id, "kinds": list(kinds), "on": case.uow.today}).all()
    version = case.uow.counting.version
    if behind := [row for row in stopped if row.counted_by != version]:
        reckon_stopped(case, behind)
