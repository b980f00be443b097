"""Sweep: let the limits of running cases follow a calendar that came with a newer version."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.cases.follow_calendar import FollowCalendar
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.clocks import CaseClock

log = logging.getLogger(__name__)
_clock = table_of(CaseClock).c


def follow_calendar(hall: Hall, owner: str) -> str:
    """Compute anew what was counted by another calendar, each case in a transaction of its own."""
    stale = select(_clock.case_id).where(_clock.stopped_on.is_(None), _clock.calendar_version != hall.calendar.version)
    with hall.reading() as connection:
        cases = connection.execute(stale.distinct()).scalars().all()
    moved = failed = 0
    for case_id in cases:
        try:
            moved += hall.run(FollowCalendar(by=SYSTEM, case_id=case_id))["moved"]
        except Exception:
            log.exception("the limits of case %s could not follow the calendar", case_id)
            failed += 1
    return f"moved {moved}, failed {failed}"
