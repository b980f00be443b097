"""Sweep: run the functions of service tasks, outside every transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.bpmn.steps import ProcessError
from engine.cases.finish_service_task import FinishService
from engine.cases.view import CaseView
from engine.errors import Refused
from engine.hall import Hall
from engine.jobs.claiming import Claimed, claim
from engine.sealing import Key
from engine.store.base import table_of
from engine.store.cases import Case

log = logging.getLogger(__name__)


def run_due_services(hall: Hall, owner: str) -> str:
    """Run each due function and take over its answer, its BPMN error, or its failure as an incident."""
    ran = failed = 0
    while jobs := claim(hall, "service", owner):
        for job in jobs:
            outcome: dict[str, Any]
            try:
                outcome = {"values": dict(_call(hall, job) or {})}
                ran += 1
            except ProcessError as problem:
                outcome = {"code": problem.code}
                ran += 1
            except Exception as problem:
                log.exception("function of %s, case %s, failed", job.element_id, job.case_id)
                outcome = {"failure": f"{type(problem).__name__}: {problem}"}
                failed += 1
            try:
                hall.run(
                    FinishService(
                        by=SYSTEM,
                        job_id=job.id,
                        case_id=job.case_id,
                        owner=job.owner,
                        fence=job.fence,
                        **outcome,
                    )
                )
            except Refused:
                log.exception("answer of %s, case %s, was refused", job.element_id, job.case_id)
    return f"ran {ran}, failed {failed}"


def _call(hall: Hall, job: Claimed) -> Mapping[str, Any] | None:
    case = table_of(Case).c
    with hall.reading() as connection:
        row = connection.execute(
            select(case.bundle_sha256, case.sealing_key, case.renamed).where(case.id == job.case_id)
        ).one()
        bundle = hall.bundle(connection, row.bundle_sha256)
        key = Key(hall.key.unseal(row.sealing_key))
        view = dict(CaseView(connection, job.case_id, key, bundle.definition, row.renamed))
    name = bundle.definition.element(job.element_id).function or ""
    function = hall.functions.get(bundle.key, {}).get(name)
    if function is None:
        raise LookupError(f"no function is registered as {name!r}")
    values: Mapping[str, Any] | None = function(view)
    return values
