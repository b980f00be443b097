"""Sweep: fire the BPMN timers that are due."""

from __future__ import annotations

import logging

from engine.actor import SYSTEM
from engine.cases.fire_timer import FireTimer
from engine.hall import Hall
from engine.jobs.claiming import claim
from engine.jobs.failing import PutOffJob

log = logging.getLogger(__name__)


def fire_due_timers(hall: Hall, owner: str) -> str:
    """Fire what is due, each case in a transaction of its own; one that fails stops no other."""
    fired = failed = 0
    while jobs := claim(hall, "timer", owner):
        for job in jobs:
            try:
                hall.run(FireTimer(by=SYSTEM, job_id=job.id, case_id=job.case_id, owner=job.owner, fence=job.fence))
                fired += 1
            except Exception as problem:
                log.exception("timer %s of case %s failed", job.element_id, job.case_id)
                failed += 1
                hall.run(
                    PutOffJob(
                        by=SYSTEM,
                        job_id=job.id,
                        case_id=job.case_id,
                        token=job.token,
                        element_id=job.element_id,
                        owner=job.owner,
                        fence=job.fence,
                        attempts=job.attempts,
                        reason=str(problem) or type(problem).__name__,
                    )
                )
    return f"fired {fired}, failed {failed}"
