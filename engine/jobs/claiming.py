"""Taking the cases whose work is due, oldest first: past each other's locks on PostgreSQL, in turn on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from engine.actor import SYSTEM
from engine.clock import legal_day
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.jobs.agenda import oldest_due
from engine.jobs.due_work import LEASE, LONGEST_HELD, Due, DueKind, is_held
from engine.store.base import table_of, upsert_into
from engine.store.cases import Case
from engine.store.claims import WorkClaim
from engine.store.unit_of_work import UnitOfWork

BATCH = 50
MOST_OF_CASES = 20 * BATCH
"""More than can be due at once in a batch of cases, so that the first of each is among them."""
_claim, _case = table_of(WorkClaim).c, table_of(Case).c


@dataclass(frozen=True)
class Held:
    """Due work of a case that this worker may bring to effect while ``fence`` is the newest number of the case."""

    due: Due
    owner: str
    fence: int
    until: datetime
    """System time at which the lease ends."""


@dataclass(frozen=True, kw_only=True)
class ClaimDueWork(Command):
    """Take up to BATCH cases with due work of ``kinds`` for ``owner``: the oldest, all of one day, for a minute."""

    kinds: tuple[DueKind, ...]
    owner: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        free = [~is_held(kind.case, uow.now) for kind in self.kinds]
        # More than will be taken: another worker may be taking the oldest at this moment.
        found = oldest_due(uow.hall, uow.connection, self.kinds, uow.legal_now, 4 * BATCH, free)
        taken: list[Held] = []
        while found and not taken:
            # One day at a time: what the work of a day brings about comes before that of the next.
            day = legal_day(found[0].at)
            chunk = [due for due in found[:BATCH] if legal_day(due.at) == day]
            found = found[len(chunk) :]
            taken = self._take(uow, chunk)
        return {"held": taken}

    def _take(self, uow: UnitOfWork, found: Sequence[Due]) -> list[Held]:
        wanted = select(_case.id).where(_case.id.in_([due.case_id for due in found])).order_by(_case.id)
        # Only against other workers: it does not stop rows from being written that refer to the case.
        unlocked = set(uow.execute(wanted.with_for_update(key_share=True, skip_locked=True)).scalars())
        if not unlocked:
            return []
        # Looked at once more, now that nobody else moves these cases: each kind was looked at in a moment of its own,
        # and what another worker finished in between would let something later come first.
        free_here = [kind.case.in_(unlocked) & ~is_held(kind.case, uow.now) for kind in self.kinds]
        first = oldest_due(uow.hall, uow.connection, self.kinds, uow.legal_now, MOST_OF_CASES, free_here)
        day = legal_day(found[0].at)
        mine = {due.case_id: due for due in first if legal_day(due.at) == day}
        if not mine:
            return []
        until = uow.now + LEASE
        row = upsert_into(uow.connection, WorkClaim)
        took = {name: row.excluded[name] for name in ("owner", "leased_until", "kind", "due_at")}
        free = or_(
            _claim.leased_until.is_(None),
            _claim.leased_until <= uow.now,
            _claim.leased_until > uow.now + LONGEST_HELD,
        )
        rows = [
            {"case_id": case, "owner": self.owner, "leased_until": until, "fence": 1, "kind": due.kind.name,
             "due_at": due.at, "attempts": 0}
            for case, due in mine.items()
        ]  # fmt: skip
        taken = uow.execute(
            row.values(rows)
            .on_conflict_do_update(index_elements=["case_id"], set_=took | {"fence": _claim.fence + 1}, where=free)
            .returning(_claim.case_id, _claim.fence)
        )
        fences = {one.case_id: one.fence for one in taken}
        return [Held(due, self.owner, fences[case], until) for case, due in mine.items() if case in fences]


@dataclass(frozen=True, kw_only=True)
class ReleaseClaims(Command):
    """Let go of what ``owner`` holds, or of one case of it, for others to take at once."""

    owner: str
    case_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        held = update(table_of(WorkClaim)).where(_claim.owner == self.owner)
        if self.case_id is not None:
            held = held.where(_claim.case_id == self.case_id)
        uow.execute(held.values(owner=None, leased_until=None))
        return {}


def claim(hall: Hall, kinds: tuple[DueKind, ...], owner: str) -> list[Held]:
    """Take due work; looks before it asks for the right to write."""
    with hall.reading() as connection:
        if not oldest_due(hall, connection, kinds, hall.legal_now(connection), 1):
            return []
    held: list[Held] = hall.run(ClaimDueWork(by=SYSTEM, kinds=kinds, owner=owner))["held"]
    return held
