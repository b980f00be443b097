"""Taking due jobs: rows are locked past each other on PostgreSQL, in turn on SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from engine.actor import SYSTEM
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Job

LEASE = timedelta(seconds=60)
BATCH = 20
_job = table_of(Job)


@dataclass(frozen=True)
class Claimed:
    """A job that this worker may finish while ``fence`` is the newest number of its row."""

    id: str
    case_id: str
    token: str
    element_id: str
    attempts: int
    owner: str
    fence: int


@dataclass(frozen=True, kw_only=True)
class ClaimJobs(Command):
    """Take up to BATCH due jobs of ``kind`` for ``owner``, oldest first, with a lease of a minute."""

    kind: str
    owner: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        due = (
            select(_job.c.id)
            .where(
                _job.c.status == "waiting",
                _job.c.kind == self.kind,
                _job.c.due_at <= uow.legal_now,
                or_(_job.c.leased_until.is_(None), _job.c.leased_until < uow.now),
            )
            .order_by(_job.c.due_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        taken = uow.execute(
            update(_job)
            .where(_job.c.id.in_(due.scalar_subquery()))
            .values(
                owner=self.owner,
                leased_until=uow.now + LEASE,
                fence=_job.c.fence + 1,
                attempts=_job.c.attempts + 1,
            )
            .returning(_job.c.id, _job.c.case_id, _job.c.token, _job.c.element_id, _job.c.attempts, _job.c.fence)
        ).all()
        return {"jobs": [list(row) for row in taken]}


def claim(hall: Hall, kind: str, owner: str) -> tuple[Claimed, ...]:
    """Take due jobs of ``kind``."""
    rows = hall.run(ClaimJobs(by=SYSTEM, kind=kind, owner=owner))["jobs"]
    return tuple(
        Claimed(id_, case, token, element, attempts, owner, fence)
        for id_, case, token, element, attempts, fence in rows
    )
