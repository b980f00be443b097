"""How long the steps of a matter took in this hall, in working days, for simulations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from engine.clock import HALL_ZONE
from engine.law.calendar import Calendar, OutsideCalendar
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.tasks import Task

LATEST = 5_000  # tasks; what was longer ago says little of today
DAYS_BACK = 730
_task, _case = table_of(Task).c, table_of(Case).c


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


def times_done(connection: Connection, matter_key: str) -> dict[str, int]:
    """Return how often each step of the matter was done, by its id in running cases."""
    rows = connection.execute(
        select(_task.element_id, func.count().label("times"))
        .join(Case, _case.id == _task.case_id)
        .where(_case.matter_key == matter_key, _task.status == "done")
        .group_by(_task.element_id)
    )
    return {row.element_id: row.times for row in rows}
