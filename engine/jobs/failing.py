"""A job that failed is tried again later; after some tries an incident takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from engine.command import Command
from engine.errors import NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident, Job

TRIES = 5
FIRST_WAIT = timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True)
class PutOffJob(Command):
    """Put a failed job off, twice as long each time, or give it up with an incident after TRIES."""

    job_id: str
    case_id: str
    token: str
    element_id: str
    owner: str
    fence: int
    attempts: int
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        job = table_of(Job)
        mine = (job.c.id == self.job_id, job.c.owner == self.owner, job.c.fence == self.fence)
        if self.attempts < TRIES:
            wait = FIRST_WAIT * 2 ** (self.attempts - 1)
            uow.execute(update(job).where(*mine).values(leased_until=uow.now + wait))
            return {"given_up": False}
        done = uow.execute(update(job).where(*mine, job.c.status == "waiting").values(status="failed"))
        if done.rowcount == 1:
            incident = {
                "id": new_id(uow.now),
                "case_id": self.case_id,
                "token": self.token,
                "element_id": self.element_id,
                "kind": "timer",
                "reason": self.reason[:500],
                "opened_at": uow.now,
            }
            uow.execute(table_of(Incident).insert(), incident)
        return {"given_up": True}
