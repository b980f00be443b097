"""Sweep: end public notices whose days are over."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.cases.public_notice import CLOCK, EndPublicNotice
from engine.errors import Refused
from engine.hall import Hall
from engine.jobs.calendar import follow_calendar
from engine.store.base import table_of
from engine.store.clocks import CaseClock

log = logging.getLogger(__name__)
_clock = table_of(CaseClock).c


def end_public_notices(hall: Hall, owner: str) -> str:
    """Let every case go on whose notice has stood its working days; rest days end none."""
    follow_calendar(hall, owner)
    with hall.reading() as connection:
        today = hall.today(connection)
        over = select(_clock.case_id).where(_clock.kind == CLOCK, _clock.stopped_on.is_(None), _clock.due_on < today)
        cases = connection.execute(over.order_by(_clock.due_on)).scalars().all()
    ended = failed = 0
    for case_id in cases if hall.calendar.is_workday(today) else ():
        try:
            hall.run(EndPublicNotice(by=SYSTEM, case_id=case_id))
            ended += 1
        except Refused as problem:
            log.warning("the public notice of case %s was not ended: %s", case_id, problem)
        except Exception:
            log.exception("the public notice of case %s could not be ended", case_id)
            failed += 1
    return f"ended {ended}, failed {failed}"
