"""Due work: renewals that nobody decided before the licence ended, and that the law has granted (第五十条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists

from engine.actor import SYSTEM
from engine.cases.deem_renewed import DeemRenewed
from engine.cases.renewals import RENEWAL
from engine.clock import legal_day
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due, DueKind, day_begins
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock

_clock, _case = table_of(CaseClock).c, table_of(Case).c


class RenewalSilence(DueKind):
    """An accepted renewal whose old licence has ended: from the next midnight on it is granted."""

    name = "renewal"
    counted = "renewed"
    ref, case, due = _clock.id, _clock.case_id, _clock.due_on

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        undecided = exists().where(_case.id == _clock.case_id, _case.status == "accepted")
        return (_clock.stopped_on.is_(None), _clock.kind == RENEWAL, _clock.due_on < legal_day(now), undecided)

    def moment(self, hall: Hall, connection: Connection, due: date) -> datetime:
        return day_begins(due + timedelta(days=1))

    def effect(self, hall: Hall, due: Due) -> Command:
        return DeemRenewed(by=SYSTEM, case_id=due.case_id)
