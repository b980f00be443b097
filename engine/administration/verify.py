"""Verify everything that can be recomputed: open rows against token states, clocks against facts, chains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from engine.bpmn.workflow import StateCorrupt, Workflow
from engine.law.calendar import Calendar
from engine.law.clocks import ClockFacts, due
from engine.law.lights import yellow_day
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.documents import Attachment, Series
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue
from engine.store.waits import Incident, Job, Subscription
from engine.trail import broken_at

if TYPE_CHECKING:
    from engine.hall import Hall

BATCH = 200


@dataclass(frozen=True)
class Finding:
    """Something that does not fit; ``subject`` is a case number, a file's hash or a series."""

    subject: str
    kind: str
    """state, tasks, timers, subscriptions, chain, values, clock, file, series, bundle."""
    detail: str


def verify(hall: Hall) -> Iterator[Finding]:
    """Yield what does not fit in the whole database; yields nothing for a sound one.

    A transaction per batch of cases keeps the check from holding an old snapshot for hours.
    """
    last = ""
    while True:
        with hall.reading() as connection:
            cases = (
                connection.execute(select(table_of(Case)).where(Case.id > last).order_by(Case.id).limit(BATCH))
                .mappings()
                .all()
            )
            for case in cases:
                yield from _verify_case(hall, connection, dict(case))
        if not cases:
            break
        last = cases[-1]["id"]
    with hall.reading() as connection:
        yield from _verify_files(hall, connection)
        yield from _verify_series(connection)


def _verify_case(hall: Hall, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    number = case["number"]
    yield from _verify_chain(hall, connection, case)
    try:
        bundle = hall.bundle(connection, case["bundle_sha256"])
        workflow = Workflow.load(bundle.definition, case["state"])
    except StateCorrupt as problem:
        known = connection.execute(
            select(Incident.id).where(
                Incident.case_id == case["id"], Incident.kind == "state", Incident.closed_at.is_(None)
            )
        ).first()
        if known is None:
            yield Finding(number, "state", str(problem))
        return
    except ValueError as problem:
        yield Finding(number, "bundle", str(problem))
        return
    stopped = case["closed_at"] is not None
    user = {task.token for task in workflow.open_tasks() if task.kind == "user"}
    service = {task.token for task in workflow.open_tasks() if task.kind == "service"}
    timers = {one.token for one in workflow.waiting() if one.kind == "timer"}
    catchers = {one.token for one in workflow.waiting() if one.kind != "timer"}
    expected = (
        ("tasks", user, select(Task.token).where(Task.status == "open", Task.case_id == case["id"])),
        ("timers", timers, _jobs(case["id"], "timer", ("waiting",))),
        ("services", service, _jobs(case["id"], "service", ("waiting", "failed"))),
        ("subscriptions", catchers, select(Subscription.token).where(Subscription.case_id == case["id"])),
    )
    for kind, tokens, rows in expected:
        found = sorted(connection.execute(rows).scalars())
        if found != sorted(set() if stopped else tokens):
            yield Finding(number, kind, f"rows {found}, state {sorted(tokens)}, stopped {stopped}")
    if workflow.ended and not stopped:
        yield Finding(number, "state", "the flow has ended and the case is open")
    yield from _verify_clocks(hall.calendar, connection, case)


def _jobs(case_id: str, kind: str, statuses: tuple[str, ...]) -> Any:
    return select(Job.token).where(Job.case_id == case_id, Job.kind == kind, Job.status.in_(statuses))


def _verify_chain(hall: Hall, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    entry, value = table_of(TrailEntry), table_of(TrailValue).c
    rows = (
        connection.execute(
            select(entry, value.sealed)
            .outerjoin(TrailValue, (value.case_id == entry.c.case_id) & (value.seq == entry.c.seq))
            .where(entry.c.case_id == case["id"])
            .order_by(entry.c.seq)
        )
        .mappings()
        .all()
    )
    broken = broken_at(rows, case["trail_hash"], case["trail_seq"])
    if broken is not None:
        yield Finding(case["number"], "chain", f"entry {broken}")
    if case["sealing_key"] is None:
        return
    try:
        key = Key(hall.key.unseal(case["sealing_key"]))
    except Unsealable:
        yield Finding(case["number"], "values", "the key of the case does not open with the key of the hall")
        return
    for row in rows:
        if row["sealed"] is None:
            continue
        try:
            fits = unseal_values(key, row["sealed"])[1] == row["digest"]
        except Unsealable:
            fits = False
        if not fits:
            yield Finding(case["number"], "values", f"entry {row['seq']}")


def _verify_clocks(calendar: Calendar, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    clock = table_of(CaseClock)
    for row in connection.execute(select(clock).where(clock.c.case_id == case["id"])):
        if row.calendar_version != calendar.version:
            continue
        facts = ClockFacts(row.kind, row.origin, row.unit, row.limit, extension=row.extension)
        if (due(facts, calendar), yellow_day(facts, calendar)) != (row.due_on, row.yellow_on):
            yield Finding(case["number"], "clock", f"{row.kind} {row.due_on}")
        column = {"statutory": "statutory_due", "promised": "promised_due"}.get(row.kind)
        if column and case[column] != row.due_on:
            yield Finding(case["number"], "clock", f"{column} {case[column]} != {row.due_on}")


def _verify_files(hall: Hall, connection: Connection) -> Iterator[Finding]:
    for sha256 in connection.execute(select(Attachment.sha256).distinct()).scalars():
        if not hall.files.holds(sha256):
            yield Finding(sha256, "file", "missing or changed")


def _verify_series(connection: Connection) -> Iterator[Finding]:
    """Find case numbers that were skipped: a series is taken in the transaction that uses it."""
    given = connection.execute(
        select(Series.name, Series.year, Series.last).where(Series.name.startswith("case "))
    ).all()
    total = sum(row.last for row in given)
    cases = connection.execute(select(func.count()).select_from(Case)).scalar_one()
    if total != cases:
        yield Finding("case", "series", f"{total} numbers, {cases} cases")
