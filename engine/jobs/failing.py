"""Due work that failed is tried again later; after some tries an incident takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from engine.command import Command
from engine.errors import NotFound
from engine.jobs.claiming import Held
from engine.store.base import table_of
from engine.store.claims import WorkClaim
from engine.store.unit_of_work import UnitOfWork

TRIES = 5
FIRST_WAIT = timedelta(seconds=10)
_claim = table_of(WorkClaim).c


@dataclass(frozen=True, kw_only=True)
class PutOff(Command):
    """Put the case of failed work off, twice as long each time, or give the work up with an incident after TRIES.

    While it is put off nothing else of the case takes effect, so that all comes in order; given up, it is left out.
    """

    held: Held
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        held = self.held
        mine = (_claim.case_id == held.due.case_id, _claim.owner == held.owner, _claim.fence == held.fence)
        tries = uow.execute(select(_claim.attempts).where(*mine).with_for_update()).scalar()
        if tries is None:
            return {"given_up": False}
        tries += 1
        given_up = tries >= TRIES
        until = None if given_up else uow.now + FIRST_WAIT * 2 ** (tries - 1)
        changed = {"owner": None, "leased_until": until, "attempts": 0 if given_up else tries, "reason": self.reason}
        uow.execute(update(table_of(WorkClaim)).where(*mine).values(changed))
        if given_up:
            held.due.kind.give_up(uow, held.due, self.reason)
        return {"given_up": given_up}
