"""Due work: public notices whose days are over; rest days end none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection

from engine.actor import SYSTEM
from engine.cases.public_notice import CLOCK, EndPublicNotice
from engine.clock import legal_day
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due, DueKind, day_begins
from engine.store.base import table_of
from engine.store.clocks import CaseClock

_clock = table_of(CaseClock).c
_DAY = timedelta(days=1)


class PublicNoticeEnd(DueKind):
    """A notice that has stood its working days: it ends with the beginning of the next working day."""

    name = "public_notice"
    counted = "ended"
    ref, case, due = _clock.id, _clock.case_id, _clock.due_on

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        calendar, day = hall.in_force(connection).calendar, legal_day(now)
        while not calendar.is_workday(day):
            day -= _DAY
        return (_clock.stopped_on.is_(None), _clock.kind == CLOCK, _clock.due_on < day)

    def moment(self, hall: Hall, connection: Connection, due: date) -> datetime:
        return day_begins(hall.in_force(connection).calendar.next_workday(due + _DAY))

    def effect(self, hall: Hall, due: Due) -> Command:
        return EndPublicNotice(by=SYSTEM, case_id=due.case_id)
