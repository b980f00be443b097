"""Due work: the BPMN timers of running flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, insert, select, update

from engine.actor import SYSTEM
from engine.cases.fire_timer import FireTimer
from engine.command import Command
from engine.hall import Hall
from engine.ids import new_id
from engine.jobs.due_work import Due, DueKind
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident, Job

_job = table_of(Job)


class Timer(DueKind):
    """A time that comes in a flow."""

    name = "timer"
    counted = "fired"
    ref, case, due = _job.c.id, _job.c.case_id, _job.c.due_at

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (_job.c.status == "waiting", _job.c.kind == "timer", _job.c.due_at <= now)

    def effect(self, hall: Hall, due: Due) -> Command:
        return FireTimer(by=SYSTEM, job_id=due.ref, case_id=due.case_id)

    def effects(self, answer: Mapping[str, Any]) -> int:
        return int(answer["fired"])

    def is_given_up(self) -> ColumnElement[bool]:
        return false()  # Its row says so itself.

    def give_up(self, uow: UnitOfWork, due: Due, reason: str) -> None:
        row = uow.execute(select(_job.c.token, _job.c.element_id).where(_job.c.id == due.ref)).one()
        uow.execute(update(_job).where(_job.c.id == due.ref).values(status="failed"))
        incident = {"id": new_id(uow.now), "case_id": due.case_id, "token": row.token, "element_id": row.element_id}
        uow.execute(insert(Incident), incident | {"kind": "timer", "reason": reason[:500], "opened_at": uow.now})
