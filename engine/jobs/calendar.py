"""Due work: the limits of running cases that were counted by another calendar, or rule of lights, than is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from engine.actor import SYSTEM
from engine.cases.follow_calendar import FollowCalendar
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Backlog, Due, DueKind, day_begins
from engine.parameters import LIGHT_RULE, PREFIX
from engine.store.base import table_of
from engine.store.calendars import CalendarInForce
from engine.store.clocks import CaseClock, counted_by_another
from engine.store.office import Setting

_clock, _in_force, _setting = table_of(CaseClock).c, table_of(CalendarInForce).c, table_of(Setting).c
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class StaleLimit(DueKind):
    """A running clock of another calendar or rule: due since these are in force, before the lights that they move.

    A calendar that the system brought is in force as from always, so a case follows it as of its last act.
    """

    name = "calendar"
    counted = "moved"
    ref, case, due = _clock.id, _clock.case_id, _clock.due_on
    order = (_clock.counted_by, _clock.due_on, _clock.case_id)

    def __init__(self, *, side: int) -> None:
        """``side`` is which range of the index is looked at: versions that sort before the one in force, or after."""
        self.side = side

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (counted_by_another(hall.in_force(connection).counting.version)[self.side],)

    def moment(self, hall: Hall, connection: Connection, due: object) -> datetime:
        version = hall.in_force(connection).calendar.version
        since = connection.execute(select(func.max(_in_force.legal_on)).where(_in_force.version == version)).scalar()
        calendar = _ALWAYS if since is None else day_begins(since)
        names = [PREFIX + name for name in LIGHT_RULE]
        changed = connection.execute(select(func.max(_setting.changed_at)).where(_setting.name.in_(names))).scalar()
        return calendar if changed is None else max(calendar, changed + hall.legal_offset(connection))

    def backlog(self, hall: Hall, connection: Connection, now: datetime) -> Backlog:
        line = super().backlog(hall, connection, now)
        return line if line.oldest != _ALWAYS else replace(line, oldest=None, waits=timedelta(0))

    def effect(self, hall: Hall, due: Due) -> Command:
        return FollowCalendar(by=SYSTEM, case_id=due.case_id)

    def effects(self, answer: Mapping[str, Any]) -> int:
        return int(answer["moved"])
