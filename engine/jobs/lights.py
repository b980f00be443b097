"""Sweep: tell people of lights that changed, and record acceptance by silence."""

from __future__ import annotations

import logging

from sqlalchemy import select, union

from engine.actor import SYSTEM
from engine.cases.deem_accepted import DeemAccepted
from engine.cases.raise_lights import RaiseLights
from engine.errors import Refused
from engine.hall import Hall
from engine.jobs.calendar import follow_calendar
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

log = logging.getLogger(__name__)
BATCH = 200
_task, _clock, _case = table_of(Task).c, table_of(CaseClock).c, table_of(Case).c


def raise_due_lights(hall: Hall, owner: str) -> str:
    """Raise what is due by the calendar in force, each case in a transaction of its own."""
    follow_calendar(hall, owner)
    raised = 0
    failed: set[str] = set()
    while True:
        with hall.reading() as connection:
            today = hall.today(connection)
            due = union(
                select(_task.case_id).where(_task.status == "open", _task.next_light_on <= today),
                select(_clock.case_id).where(_clock.stopped_on.is_(None), _clock.next_light_on <= today),
            ).limit(BATCH + len(failed))
            cases = [one for one in connection.execute(due).scalars() if one not in failed]
        if not cases:
            break
        for case_id in cases:
            try:
                raised += len(hall.run(RaiseLights(by=SYSTEM, case_id=case_id))["raised"])
            except Exception:
                log.exception("the lights of case %s could not be raised", case_id)
                failed.add(case_id)
    return f"raised {raised}, failed {len(failed)}"


def deem_silent_cases_accepted(hall: Hall, owner: str) -> str:
    """Accept what nobody answered within the days of 行政许可法 第三十二条."""
    with hall.reading() as connection:
        today = hall.today(connection)
        silent = (
            connection.execute(
                select(_case.id)
                .join(CaseClock, _clock.case_id == _case.id)
                .where(
                    _case.status == "received",
                    _case.supplement_asked_on.is_(None),
                    _clock.kind == "intake",
                    _clock.stopped_on.is_(None),
                    _clock.due_on < today,
                )
                .order_by(_clock.due_on)
            )
            .scalars()
            .all()
        )
    accepted = 0
    for case_id in silent:
        try:
            hall.run(DeemAccepted(by=SYSTEM, case_id=case_id))
            accepted += 1
        except Refused as problem:
            log.warning("case %s was not accepted by silence: %s", case_id, problem)
        except Exception:
            log.exception("case %s could not be accepted by silence", case_id)
    return f"accepted {accepted}"
