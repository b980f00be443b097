"""Due work: lights of steps and of limits that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection

from engine.actor import SYSTEM
from engine.cases.raise_lights import RaiseLights
from engine.clock import legal_day
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due, DueKind
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

_task, _clock = table_of(Task).c, table_of(CaseClock).c


class _Light(DueKind):
    counted = "raised"

    def effect(self, hall: Hall, due: Due) -> Command:
        return RaiseLights(by=SYSTEM, case_id=due.case_id)

    def effects(self, answer: Mapping[str, Any]) -> int:
        return len(answer["raised"])


class StepLight(_Light):
    """An open step that turns yellow or red."""

    name = "step_light"
    ref, case, due, written = _task.id, _task.case_id, _task.next_light_on, _task.opened_at

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (_task.status == "open", _task.next_light_on <= legal_day(now))


class ClockLight(_Light):
    """A running legal limit that turns yellow or red."""

    name = "clock_light"
    ref, case, due, written = _clock.id, _clock.case_id, _clock.next_light_on, _clock.created_at

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (_clock.stopped_on.is_(None), _clock.next_light_on <= legal_day(now))
