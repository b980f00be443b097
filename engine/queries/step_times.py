"""How long the steps of a matter took in this hall, in working days, for simulations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from engine.clock import HALL_ZONE
from engine.law.calendar import Calendar, OutsideCalendar
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

LATEST = 5_000  # tasks; what was longer ago says little of today
DAYS_BACK = 730
_task, _case, _entry = table_of(Task).c, table_of(Case).c, table_of(TrailEntry).c


def step_times(
    connection: Connection, matter_key: str, calendar: Calendar, now: datetime
) -> dict[str, tuple[float, ...]]:
    """Return the working days that each step took, by its id in running cases, oldest first.

    Of the tasks of the matter that were done in the last two years, the latest ones. A step done on the day on which
    it came counts as none, on the next working day as one, as limits are counted.
    """
    since = now.astimezone(UTC) - timedelta(days=DAYS_BACK)
    rows = connection.execute(
        select(_task.element_id, _task.opened_at, _task.done_at)
        .join(Case, _case.id == _task.case_id)
        .where(_case.matter_key == matter_key, _task.status == "done", _task.done_at >= since)
        .order_by(_task.done_at.desc(), _task.id)
        .limit(LATEST)
    )
    found: dict[str, list[float]] = {}
    for row in rows:
        first, last = (moment.astimezone(HALL_ZONE).date() for moment in (row.opened_at, row.done_at))
        try:
            days = float(calendar.workdays_between(first, last))
        except OutsideCalendar:
            continue
        found.setdefault(row.element_id, []).append(max(0.0, days))
    return {element: tuple(reversed(days)) for element, days in found.items()}


@dataclass(frozen=True)
class Followed:
    """How often each step was done, and how often it was followed at once by another, by ids in running cases.

    A step that several people do together counts once.
    """

    done: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[tuple[str, str], int] = field(default_factory=dict)


def followed(connection: Connection, matter_key: str) -> Followed:
    """Return which steps of the matter followed which, of its latest tasks.

    What a command opens bears the moment of the step that it completed, so the moments tell which step led on.
    """
    rows = connection.execute(
        select(_task.case_id, _task.element_id, _task.opened_at, _task.done_at)
        .join(Case, _case.id == _task.case_id)
        .where(_case.matter_key == matter_key)
        .order_by(_task.opened_at.desc(), _task.id)
        .limit(LATEST)
    ).all()
    opened: dict[tuple[str, datetime], set[str]] = {}
    ended: dict[tuple[str, str, datetime], datetime] = {}
    for row in rows:
        opened.setdefault((row.case_id, row.opened_at), set()).add(row.element_id)
        if row.done_at is not None:
            which = (row.case_id, row.element_id, row.opened_at)
            ended[which] = max(ended.get(which, row.done_at), row.done_at)
    done, by = Counter[str](), Counter[tuple[str, str]]()
    for (case_id, element, _opened_at), at in ended.items():
        done[element] += 1
        by.update((element, after) for after in opened.get((case_id, at), ()))
    return Followed(done, by)


def events_that_came(connection: Connection, matter_key: str) -> dict[str, int]:
    """Return how often each message, signal or error came in the cases of whose latest tasks ``followed`` tells."""
    cases = (
        select(_task.case_id)
        .join(Case, _case.id == _task.case_id)
        .where(_case.matter_key == matter_key)
        .order_by(_task.opened_at.desc(), _task.id)
        .limit(LATEST)
        .subquery()
    )
    rows = connection.execute(
        select(_entry.element_id, func.count())
        .where(_entry.act == "caught", _entry.case_id.in_(select(cases.c.case_id)))
        .group_by(_entry.element_id)
    )
    return {row[0]: row[1] for row in rows if row[0]}
