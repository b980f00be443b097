"""Sweep: let the limits of running cases follow the calendar that is in force, those due first going first."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.cases.follow_calendar import FollowCalendar
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.clocks import CaseClock, counted_by_another

log = logging.getLogger(__name__)
BATCH, MOST_CLOCKS = 500, 8
_clock = table_of(CaseClock).c


def follow_calendar(hall: Hall, owner: str) -> str:
    """Compute anew what was counted by another calendar, each case in a transaction of its own."""
    moved = 0
    failed: set[str] = set()
    while cases := _behind(hall, failed):
        for case_id in cases:
            try:
                moved += hall.run(FollowCalendar(by=SYSTEM, case_id=case_id))["moved"]
            except Exception:
                log.exception("the limits of case %s could not follow the calendar", case_id)
                failed.add(case_id)
    return f"moved {moved}, failed {len(failed)}"


def _behind(hall: Hall, failed: set[str]) -> list[str]:
    """Return the next cases with a running clock that another calendar than the one in force counted."""
    with hall.reading() as connection:
        for behind in counted_by_another(hall.in_force(connection).calendar.version):
            # The order of the index: of one version, those due first go first.
            next_ones = select(_clock.case_id).where(behind)
            next_ones = next_ones.order_by(_clock.calendar_version, _clock.due_on, _clock.case_id)
            # A case has few running clocks; without those that failed the page must not run empty.
            rows = connection.execute(next_ones.limit(BATCH + MOST_CLOCKS * len(failed))).scalars()
            if cases := [one for one in dict.fromkeys(rows) if one not in failed]:
                return cases
    return []
