"""The case: who asked for what, where it stands, and the token state that carries its control flow."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment

_RUNNING = "closed_at IS NULL"


class Case(Base):
    """One application on its way; the row is the lock that every act on the case takes first."""

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_matter", "matter_key", "received_at"),
        Index("ix_case_status", "status", "received_at"),
        Index("ix_case_applicant", "applicant_name"),
        Index("ix_case_town", "town", "received_at"),
        Index("ix_case_decided", "decided_on", "promised_due"),
        Index("ix_case_running", "received_at", "id", sqlite_where=text(_RUNNING), postgresql_where=text(_RUNNING)),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    matter_key: Mapped[str] = mapped_column(Code)
    matter_name: Mapped[str] = mapped_column(String(120))
    bundle_sha256: Mapped[str] = mapped_column(String(64), ForeignKey("bundle.sha256"))
    department: Mapped[str] = mapped_column(Code)
    """The implementing authority."""
    town: Mapped[str | None] = mapped_column(Code)
    """The town that the case belongs to, and the village where that is a department; both by their codes."""
    village: Mapped[str | None] = mapped_column(Code)
    status: Mapped[str] = mapped_column(String(24))
    """received, supplement_wait, accepted, decided, completed, closed, not_accepted, returned, withdrawn,
    closed_no_supplement."""
    outcome: Mapped[str | None] = mapped_column(String(24))
    """granted, partly_granted, refused, not_accepted, returned, withdrawn, closed_no_supplement; none while it runs."""
    channel: Mapped[str] = mapped_column(String(16))
    """online or window."""
    applicant_name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200), default="")
    """What the application is about, in a line: the name of the shop, the address of the house."""
    applicant_id_masked: Mapped[str] = mapped_column(String(40), default="")
    applicant_phone_masked: Mapped[str] = mapped_column(String(40), default="")
    party_digests: Mapped[list[str] | None] = mapped_column(Json)
    """Keyed digests of the identity numbers of applicant, agent and other parties."""
    received_at: Mapped[datetime] = mapped_column(Moment)
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    completed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    supplement_asked_on: Mapped[date | None]
    statutory_due: Mapped[date | None]
    promised_due: Mapped[date | None]
    promised_yellow_on: Mapped[date | None]
    paused_since: Mapped[date | None]
    """The day from which the limits of the decision stand still, by a special procedure or a suspension."""
    version: Mapped[int] = mapped_column(default=1)
    trail_seq: Mapped[int] = mapped_column(default=0)
    trail_hash: Mapped[str] = mapped_column(String(64), default="")
    sealing_key: Mapped[bytes | None] = mapped_column(Blob)
    """The key of this case's sealed values, itself sealed; destroying it forgets them all."""
    state: Mapped[bytes] = mapped_column(Blob)
    renamed: Mapped[dict[str, str] | None] = mapped_column(Json)
    """Ids that elements had before the case moved to another version, to those they have now; the trail keeps the
    old ones."""
