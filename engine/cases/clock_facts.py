"""From rows to what a clock depends on: every due day of a case is computed from here, so that all agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from engine.law.calendar import Calendar
from engine.law.clocks import ClockFacts
from engine.law.kinds import KINDS
from engine.law.pauses import merge
from engine.store.base import table_of
from engine.store.clocks import ClockPause

_pause = table_of(ClockPause)


@dataclass(frozen=True)
class Standstill:
    """What the pauses of a case come to on one day.

    ``spans`` are taken out, (first, last], those over their cap cut short. ``since`` is the day from which the clocks
    stand still now, ``expected`` the day until which they will by what the applicant was told (none: nobody can say),
    and ``until`` the day after which they run again by themselves, since every running pause is then at its cap.
    """

    spans: tuple[tuple[date, date], ...] = ()
    since: date | None = None
    expected: date | None = None
    until: date | None = None


RUNNING = Standstill()
"""No pause at all: what a case is like that never had a special procedure."""


def pauses_of(connection: Connection, case_id: str) -> list[Any]:
    """Return the rows of a case's pauses, the first one first."""
    wanted = select(_pause).where(_pause.c.case_id == case_id).order_by(_pause.c.started_on, _pause.c.id)
    return list(connection.execute(wanted).all())


def last_by_cap(pause: Any, calendar: Calendar) -> date | None:
    """Return the last day that a pause may take out, or None where nothing caps it."""
    if pause.cap is None:
        return None
    if pause.cap_unit == "calendar":
        day: date = pause.started_on + timedelta(days=pause.cap)
        return day
    return calendar.add_workdays(pause.started_on, pause.cap)


def last_as_told(pause: Any, calendar: Calendar) -> date | None:
    """Return the day by which the applicant was told that the pause would be over; None for a suspension."""
    return None if pause.days_told is None else calendar.add_workdays(pause.started_on, pause.days_told)


def standstill(pauses: Iterable[Any], calendar: Calendar, today: date) -> Standstill:
    """Return what the pauses (rows of clock_pause) come to at ``today``; of overlapping ones no day counts twice."""
    spans, running = [], []
    for pause in pauses:
        cap = last_by_cap(pause, calendar)
        if pause.ended_on is None and (cap is None or today <= cap):
            running.append((pause, cap))
            continue
        last = min(day for day in (pause.ended_on, cap) if day is not None)
        if pause.started_on < last:
            spans.append((pause.started_on, last))
    merged = merge(spans)
    if not running:
        return Standstill(merged)
    since = min(pause.started_on for pause, _ in running)
    # A pause that ended while another ran has left no day between them on which the clock went on.
    since = min([first for first, last in merged if first <= since <= last], default=since)
    told = [last_as_told(pause, calendar) for pause, _ in running]
    caps = [cap for _, cap in running if cap is not None]
    return Standstill(
        merged,
        since,
        max((day for day in told if day is not None), default=None) if None not in told else None,
        max(caps) if len(caps) == len(running) else None,
    )


def standstill_of(connection: Connection, case_id: str, calendar: Calendar, today: date) -> Standstill:
    """Return what the pauses of a case come to at ``today``."""
    return standstill(pauses_of(connection, case_id), calendar, today)


def facts_of(row: Any, still: Standstill = RUNNING, *, limit: int | None = None) -> ClockFacts:
    """Return the facts of a clock from its row and the pauses.

    Of the row it takes kind, origin, unit, limit, extension, count_start_day and stopped_on.

    Only kinds that engine.law.kinds calls pausable stand still. ``limit`` tries another one than the row's.
    """
    kind = KINDS.get(row.kind)
    pausable = kind is not None and kind.pausable
    since = still.since if pausable else None
    if since is not None and row.stopped_on is not None and row.stopped_on <= since:
        since = None
    return ClockFacts(
        row.kind,
        row.origin,
        row.unit,
        row.limit if limit is None else limit,
        pauses=still.spans if pausable else (),
        extension=row.extension,
        stopped=row.stopped_on,
        paused_since=None if since is None else max(since, row.origin),
        count_start_day=row.count_start_day,
    )


def foreseen(facts: ClockFacts, still: Standstill) -> ClockFacts:
    """Return the facts as they will be if the running pause ends as told: what a paused clock forecasts.

    Where nobody can say when it ends, the forecast takes nothing out: the earliest day there can be.
    """
    if facts.paused_since is None:
        return facts
    if still.expected is None or still.expected <= facts.paused_since:
        return replace(facts, paused_since=None)
    return facts.resumed(still.expected)
