"""Due work: the functions of service tasks, which run outside every transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from engine.actor import SYSTEM
from engine.bpmn.steps import ProcessError
from engine.cases.finish_service_task import FinishService
from engine.cases.view import CaseView
from engine.command import Command
from engine.hall import Hall
from engine.jobs.due_work import Due
from engine.jobs.timers import Timer
from engine.sealing import Key
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.waits import Job

log = logging.getLogger(__name__)
_job = table_of(Job).c


class Service(Timer):
    """A function that a flow waits for; its failure becomes an incident at once, since another try may do harm."""

    name = "service"
    counted = "ran"

    def is_due(self, hall: Hall, connection: Connection, now: datetime) -> Sequence[ColumnElement[bool]]:
        return (_job.status == "waiting", _job.kind == "service", _job.due_at <= now)

    def effect(self, hall: Hall, due: Due) -> Command:
        """Run the function and return the command that takes over its answer, its BPMN error, or its failure."""
        outcome: dict[str, Any]
        try:
            outcome = {"values": dict(_call(hall, due) or {})}
        except ProcessError as problem:
            outcome = {"code": problem.code}
        except Exception as problem:
            log.exception("function of job %s, case %s, failed", due.ref, due.case_id)
            outcome = {"failure": f"{type(problem).__name__}: {problem}"}
        return FinishService(by=SYSTEM, job_id=due.ref, case_id=due.case_id, **outcome)

    def effects(self, answer: Mapping[str, Any]) -> int:
        return int(answer["finished"])


def _call(hall: Hall, due: Due) -> Mapping[str, Any] | None:
    case = table_of(Case).c
    with hall.reading() as connection:
        element = connection.execute(select(_job.element_id).where(_job.id == due.ref)).scalar_one()
        row = connection.execute(
            select(case.bundle_sha256, case.sealing_key, case.renamed).where(case.id == due.case_id)
        ).one()
        bundle = hall.bundle(connection, row.bundle_sha256)
        key = Key(hall.key.unseal(row.sealing_key))
        view = dict(CaseView(connection, due.case_id, key, bundle.definition, row.renamed))
    name = bundle.definition.element(element).function or ""
    function = hall.functions.get(bundle.key, {}).get(name)
    if function is None:
        raise LookupError(f"no function is registered as {name!r}")
    values: Mapping[str, Any] | None = function(view)
    return values
