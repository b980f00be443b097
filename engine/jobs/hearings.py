"""Due work: rights to a hearing whose days to ask are over (行政许可法 第四十七条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection

from engine.actor import SYSTEM
from engine.cases.hearing_row import REQUEST_CLOCK
from engine.cases.lapse_hearing_right import LapseHearingRight
from engine.clock import legal_day
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due, DueKind, day_begins
from engine.store.base import table_of
from engine.store.clocks import CaseClock

_clock = table_of(CaseClock).c


class HearingRightLapse(DueKind):
    """A right that nobody used: from the midnight after its last day on it counts as given up."""

    name = "hearing_right"
    counted = "lapsed"
    ref, case, due = _clock.id, _clock.case_id, _clock.due_on

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (_clock.stopped_on.is_(None), _clock.kind == REQUEST_CLOCK, _clock.due_on < legal_day(now))

    def moment(self, hall: Hall, connection: Connection, due: date) -> datetime:
        return day_begins(due + timedelta(days=1))

    def effect(self, hall: Hall, due: Due) -> Command:
        return LapseHearingRight(by=SYSTEM, case_id=due.case_id)
