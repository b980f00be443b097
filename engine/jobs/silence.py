"""Due work: applications that nobody answered in the days of 行政许可法 第三十二条 and that the law has accepted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from engine.actor import SYSTEM
from engine.cases.deem_accepted import DeemAccepted
from engine.clock import legal_day
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due, DueKind, day_begins
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

log = logging.getLogger(__name__)
_clock, _case, _task = table_of(CaseClock).c, table_of(Case).c, table_of(Task).c


class Silence(DueKind):
    """A case whose days for an answer are over: from the next midnight on it is accepted."""

    name = "silence"
    counted = "accepted"
    ref, case, due = _clock.id, _clock.case_id, _clock.due_on

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        unanswered = (
            exists()
            .where(_case.id == _clock.case_id, _case.status == "received", _case.supplement_asked_on.is_(None))
            .where(_case.bundle_sha256.not_in(_without_silence(hall, connection, now)))
        )
        waits = exists().where(_task.case_id == _clock.case_id, _task.status == "open", _task.stage == "acceptance")
        return (
            _clock.stopped_on.is_(None),
            _clock.kind == "intake",
            _clock.due_on < legal_day(now),
            unanswered,
            waits,
        )

    def moment(self, hall: Hall, connection: Connection, due: date) -> datetime:
        return day_begins(due + timedelta(days=1))

    def effect(self, hall: Hall, due: Due) -> Command:
        return DeemAccepted(by=SYSTEM, case_id=due.case_id)


def _without_silence(hall: Hall, connection: Connection, now: datetime) -> list[str]:
    """Return the bundles among the unanswered cases whose regime knows no acceptance by silence."""
    late = (
        select(_case.bundle_sha256)
        .join(CaseClock, _clock.case_id == _case.id)
        .where(_clock.stopped_on.is_(None), _clock.kind == "intake", _clock.due_on < legal_day(now))
        .where(_case.status == "received")
    )
    found: Any = connection.execute(late.distinct()).scalars()
    return [sha for sha in found if _returns_what_is_incomplete(hall, connection, sha)]


def _returns_what_is_incomplete(hall: Hall, connection: Connection, sha256: str) -> bool:
    try:
        return hall.bundle(connection, sha256).facts.limits.supplement_mode.value == "return"
    except Exception:
        # Whatever is wrong with it is told when its own cases are tried; others must not wait for it.
        log.exception("bundle %s cannot be read", sha256)
        return False
