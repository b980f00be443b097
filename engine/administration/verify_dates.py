"""Verify what follows from days: clocks, due days of open tasks, and the state and dates of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, String, select, type_coerce

from engine.administration.finding import Finding
from engine.cases.case_bills import FEE_CLOCK
from engine.cases.case_clocks import DUE_COLUMNS
from engine.cases.clock_facts import facts_of, last_by_cap, pauses_of, standstill_of
from engine.cases.consulted import CONSULTATION, OPEN
from engine.cases.days import Days, StepDays, clock_days, opened_on, step_days
from engine.cases.hearing_row import ASKED, REQUEST_CLOCK, SCHEDULED, TOLD
from engine.cases.hearing_row import CLOCK as HEARING_CLOCK
from engine.cases.level_clocks import LEVEL, level_clocks, level_in_hand, open_levels
from engine.cases.public_notice import CLOCK, ENDED
from engine.cases.renewals import RENEWAL
from engine.cases.working_case import ENDED_EARLY
from engine.feedback.ratable import RECTIFICATION
from engine.feedback.rectification_row import CLOSED
from engine.law.calendar import Calendar
from engine.law.counting import Counting
from engine.store.base import table_of
from engine.store.bills import Bill
from engine.store.clocks import CaseClock
from engine.store.consultations import Consultation
from engine.store.documents import Document
from engine.store.hearings import Hearing
from engine.store.ratings import Rectification
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.store.waits import Subscription

DECISIONS = {
    "grant_decision": "granted",
    "renewal_by_silence": "granted",
    "partial_decision": "partly_granted",
    "refusal_decision": "refused",
}
_clock, _task = table_of(CaseClock), table_of(Task)
_entry, _document = table_of(TrailEntry).c, table_of(Document).c


def verify_clocks(counting: Counting, connection: Connection, case: dict[str, Any], today: date) -> Iterator[Finding]:
    """Yield clocks that do not follow from their facts, and those that should run and do not."""
    calendar = counting.calendar
    rows = connection.execute(select(_clock).where(_clock.c.case_id == case["id"])).all()
    still = standstill_of(connection, case["id"], calendar, today)
    for row in rows:
        for column, of in DUE_COLUMNS.get(row.kind, {}).items():
            if case[column] != getattr(row, of):
                yield Finding(case["number"], "clock", f"{column} {case[column]} != {getattr(row, of)}")
        if row.counted_by != counting.version:
            continue  # counted by a calendar or a rule that is no longer at hand
        if row.paused_since is not None and row.next_light_on is not None and row.next_light_on <= today:
            continue  # a pause at its cap, and the worker has not come by
        days = clock_days(counting, facts_of(row, still), still)
        if days != Days(row.due_on, row.yellow_on, row.paused_since):
            yield Finding(case["number"], "clock", f"{row.kind} {row.due_on}")
    if case["paused_since"] != still.since and not _at_its_cap(connection, case["id"], calendar, today):
        yield Finding(case["number"], "clock", f"paused_since {case['paused_since']} != {still.since}")
    running = {row.kind for row in rows if row.stopped_on is None}
    wanted = _should_run(connection, case) | _fee_clock(connection, case) | _consulted(connection, case)
    wanted |= _notice_clock(connection, case, running) | _level_clock(connection, case, running)
    wanted |= _hearing(connection, case) | _renewal_clock(connection, case) | _rectified(connection, case)
    if running != wanted:
        yield Finding(case["number"], "clock", f"{sorted(running)} run, not {sorted(wanted)}")


def _at_its_cap(connection: Connection, case_id: str, calendar: Calendar, today: date) -> bool:
    """Tell whether a running pause is past its cap: the worker may not have come by."""
    caps = [last_by_cap(one, calendar) for one in pauses_of(connection, case_id) if one.ended_on is None]
    return any(cap is not None and cap < today for cap in caps)


def _should_run(connection: Connection, case: dict[str, Any]) -> set[str]:
    if case["closed_at"] is not None:
        return set()
    status = case["status"]
    if status in ("decided", "completed"):
        return set() if "delivery_receipt" in _papers(connection, case) else {"delivery"}
    by_status = {
        "received": {"intake"},
        "supplement_wait": {"supplement_wait"},
        "accepted": {"statutory", "promised"},
    }
    return by_status.get(status, set())


def _fee_clock(connection: Connection, case: dict[str, Any]) -> set[str]:
    owed = select(Bill.id).where(Bill.case_id == case["id"], Bill.status == "open")
    return {FEE_CLOCK} if connection.execute(owed).first() else set()


def _consulted(connection: Connection, case: dict[str, Any]) -> set[str]:
    own = (Consultation.case_id == case["id"], Consultation.status.in_(OPEN))
    return {CONSULTATION} if connection.execute(select(Consultation.id).where(*own)).first() else set()


def _hearing(connection: Connection, case: dict[str, Any]) -> set[str]:
    """Return the clock of the open hearing: that of asking for it, then that of holding it."""
    own = (Hearing.case_id == case["id"], Hearing.status.in_((TOLD, ASKED, SCHEDULED)))
    status = connection.execute(select(Hearing.status).where(*own)).scalar()
    return set() if status is None else {REQUEST_CLOCK if status == TOLD else HEARING_CLOCK}


def _rectified(connection: Connection, case: dict[str, Any]) -> set[str]:
    own = (Rectification.case_id == case["id"], Rectification.status != CLOSED)
    return {RECTIFICATION} if connection.execute(select(Rectification.id).where(*own)).first() else set()


def _notice_clock(connection: Connection, case: dict[str, Any], running: set[str]) -> set[str]:
    """A notice must run where the flow waits for its end, and may where it does not."""
    waited = select(Subscription.token).where(Subscription.case_id == case["id"], Subscription.name == ENDED)
    return {CLOCK} if connection.execute(waited).first() else running & {CLOCK}


def _level_clock(connection: Connection, case: dict[str, Any], running: set[str]) -> set[str]:
    """A lower level's limit runs between acceptance and decision, while no level above has the case."""
    if case["status"] != "accepted":
        return set()
    moved = level_in_hand(level_clocks(connection, case["id"]), open_levels(connection, case["id"]))
    return running & {LEVEL} if moved is None else {LEVEL} - running


def _renewal_clock(connection: Connection, case: dict[str, Any]) -> set[str]:
    """The end of the old licence is watched until the decision, where the acceptance began to."""
    if case["status"] != "accepted":
        return set()
    changes = type_coerce(_entry.changes, String)
    begun = select(_entry.seq).where(_entry.case_id == case["id"], changes.contains(f'"clock.{RENEWAL}"'))
    return {RENEWAL} if connection.execute(begun).first() else set()


def verify_due_days(counting: Counting, connection: Connection, case: dict[str, Any], today: date) -> Iterator[Finding]:
    """Yield open tasks whose days do not follow from the day on which they opened."""
    clocks = select(_clock.c.stopped_on, _clock.c.counted_by).where(_clock.c.case_id == case["id"])
    running, versions = set(), set()
    for row in connection.execute(clocks):
        versions.add(row.counted_by)
        if row.stopped_on is None:
            running.add(row.counted_by)
    if running - {counting.version} or counting.version not in versions:
        return  # counted by what was in force before: the worker has not come by, or the case has no limit that moves
    origins = opened_on(connection, case["id"])
    still = standstill_of(connection, case["id"], counting.calendar, today)
    rows = connection.execute(select(_task).where(_task.c.case_id == case["id"], _task.c.status == "open"))
    for row in rows:
        if row.opened_at not in origins:
            continue  # the trail was cut: the chain tells
        if row.paused_since is not None and row.next_light_on is not None and row.next_light_on <= today:
            continue  # a pause at its cap, and the worker has not come by
        origin, counted = origins[row.opened_at], row.count_start_day
        days = step_days(counting, origin, row.limit_workdays, still, count_start_day=counted)
        if StepDays(row.due_on, row.yellow_on, row.sort_on, row.paused_since, row.red_on) != days:
            yield Finding(case["number"], "due", f"{row.name} {row.due_on} != {days.due_on}")


def verify_status(connection: Connection, case: dict[str, Any], *, ended: bool) -> Iterator[Finding]:
    """Yield a state, an outcome or dates of the case that its documents and its trail do not bear out."""
    papers = _papers(connection, case)
    status = _status(connection, case, papers, ended=ended)
    outcome = next((DECISIONS[kind] for kind in papers if kind in DECISIONS), None)
    if status in ENDED_EARLY:
        outcome = status
    if (case["status"], case["outcome"]) != (status, outcome):
        yield Finding(case["number"], "status", f"{case['status']} {case['outcome']}, not {status} {outcome}")
    for column, is_there in (
        ("accepted_on", "acceptance_notice" in papers),
        ("decided_on", any(kind in DECISIONS for kind in papers)),
    ):
        if (case[column] is not None) != is_there:
            yield Finding(case["number"], "status", f"{column} {case[column]}")


def _status(connection: Connection, case: dict[str, Any], papers: list[str], *, ended: bool) -> str:
    acts = set(connection.execute(select(_entry.act).where(_entry.case_id == case["id"]).distinct()).scalars())
    for act in ("withdrawn", "closed_no_supplement"):
        if act in acts:
            return act
    if "acceptance_refusal" in papers:
        return "not_accepted"
    if "materials_return" in papers:
        return "returned"
    if ended:
        return "closed"
    if case["completed_at"] is not None:
        return "completed"
    if any(kind in DECISIONS for kind in papers):
        return "decided"
    if "acceptance_notice" in papers:
        return "accepted"
    supplements = [kind for kind in papers if kind.startswith("supplement_")]
    return "supplement_wait" if supplements[-1:] == ["supplement_notice"] else "received"


def _papers(connection: Connection, case: dict[str, Any]) -> list[str]:
    wanted = select(_document.kind).where(_document.case_id == case["id"]).order_by(_document.seq)
    return list(connection.execute(wanted).scalars())
