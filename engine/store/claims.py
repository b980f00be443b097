"""Claims of workers on cases: who works on what is due, until when, and what has failed so far."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Moment

_HELD = "leased_until IS NOT NULL"


class WorkClaim(Base):
    """One case that had work due, and the worker that holds it, if any.

    A worker takes a case by writing its name, an expiry and the next fencing number; only who holds the newest
    number may bring the work to effect, so a worker that slept through its lease changes nothing. The row stays when
    the work is done, and with it the number.
    """

    __tablename__ = "work_claim"
    __table_args__ = (
        Index("ix_work_claim_held", "leased_until", sqlite_where=text(_HELD), postgresql_where=text(_HELD)),
    )

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(80))
    """The worker that has the case; none while it is free or waits for another try."""
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    """System time from which another may take it: the end of the lease, or of the wait after a failure."""
    fence: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(16))
    """What was due when it was last taken."""
    due_at: Mapped[datetime] = mapped_column(Moment)
    """Legal time at which that fell due."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries that failed since something last succeeded."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why the last try failed."""
