"""Bringing due work to effect: in one transaction with the proof that the worker still holds the case.

What the system does by itself takes effect at the legal time at which it fell due, however late the worker comes; the
trail keeps beside it when it was entered (docs/decisions/0011-due-work-takes-effect-when-it-was-due.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from engine.command import Command
from engine.errors import NotFound
from engine.jobs.claiming import Held
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.claims import WorkClaim
from engine.store.prepared import Prepared
from engine.store.trail import TrailEntry
from engine.store.unit_of_work import UnitOfWork

_case, _claim, _entry = table_of(Case).c, table_of(WorkClaim).c, table_of(TrailEntry).c
_MOMENT, _STANDS_STILL = timedelta(microseconds=1), timedelta(milliseconds=1)
_LOCK = Prepared(select(_case.trail_seq).where(_case.id == bindparam("case")).with_for_update())
_RELEASE = Prepared(
    update(table_of(WorkClaim))
    .where(
        _claim.case_id == bindparam("case"), _claim.owner == bindparam("holder"), _claim.fence == bindparam("number")
    )
    .values(owner=None, leased_until=None, attempts=0, reason=None)
)
_LAST = Prepared(
    select(_entry.at, _entry.legal_at).where(_entry.case_id == bindparam("case"), _entry.seq == bindparam("last"))
)


@dataclass(frozen=True, kw_only=True)
class TakeEffect(Command):
    """Carry out ``effect`` as of the time at which it fell due, and let the case go; ``lost`` where another has it.

    It comes after whatever has happened in the case meanwhile: the trail of a case never runs backwards.
    """

    held: Held
    effect: Command

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        held, case = self.held, self.held.due.case_id
        locked = uow.execute(_LOCK, {"case": case}).first()
        if locked is None:
            raise NotFound
        released = uow.execute(_RELEASE, {"case": case, "holder": held.owner, "number": held.fence})
        if released.rowcount != 1:
            return {"lost": True}
        last = uow.execute(_LAST, {"case": case, "last": locked["trail_seq"]}).first()
        if last is not None:
            uow.now = apart(uow.now, last["at"])
        uow.legal_now = as_of(held.due.at, uow.legal_now, last["legal_at"] if last else None)
        return {"answer": self.effect.execute(uow)}


def as_of(due_at: datetime, now: datetime, last: datetime | None) -> datetime:
    """Return the legal time of an effect that fell due at ``due_at``, in a case that was last touched at ``last``."""
    return min(now, max(due_at, last or due_at))


def apart(now: datetime, last: datetime) -> datetime:
    """Return ``now``, or a moment later where it is that of the entry before.

    One entry time in a case has one legal time (engine/cases/days.py), and the clock of a hall that plays its past
    stands still meanwhile.
    """
    return last + _MOMENT if timedelta(0) <= last - now < _STANDS_STILL else now
