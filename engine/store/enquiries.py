"""Enquiries (咨询) with who has to answer each, and what happened to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment

_OPEN = "answered_on IS NULL"


class Enquiry(Base):
    """A question to the hall, owned by who recorded it first until somebody else has taken it over (首问负责制)."""

    __tablename__ = "enquiry"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_enquiry_open", "due_on", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_enquiry_light", "next_light_on", sqlite_where=text("next_light_on IS NOT NULL"),
              postgresql_where=text("next_light_on IS NOT NULL")),
        Index("ix_enquiry_received", "received_at"),
        Index("ix_enquiry_origin", "origin", "received_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(8))
    """window, online, phone, mail."""
    matter_key: Mapped[str] = mapped_column(Code, default="")
    sealed: Mapped[bytes] = mapped_column(Blob)
    """Title, question, name, phone and mail of who asks, sealed with the key of the hall."""
    origin: Mapped[str] = mapped_column(String(64), default="")
    """A keyed digest of the network address of a public form, by which floods are told."""
    status: Mapped[str] = mapped_column(String(8))
    """waiting (nobody has recorded it yet), held, answered."""
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"), index=True)
    owner_name: Mapped[str] = mapped_column(String(60), default="")
    owner_department: Mapped[str] = mapped_column(Code, default="")
    offered_person: Mapped[str | None] = mapped_column(Id)
    offered_department: Mapped[str] = mapped_column(Code, default="")
    """To whom it is being handed over; until they accept, its owner answers for it."""
    offered_name: Mapped[str] = mapped_column(String(100), default="")
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_on: Mapped[date]
    """The legal day, from which the limit counts."""
    due_on: Mapped[date]
    next_light_on: Mapped[date | None]
    """The day on which its light is raised; none once it was, or was answered."""
    extended_days: Mapped[int] = mapped_column(default=0)
    extension_reason: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_on: Mapped[date | None]
    answered_by: Mapped[str] = mapped_column(String(60), default="")
    sealed_answer: Mapped[bytes | None] = mapped_column(Blob)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    public_question: Mapped[str] = mapped_column(String(500), default="")
    public_answer: Mapped[str] = mapped_column(String(2000), default="")
    version: Mapped[int] = mapped_column(default=1)


class EnquiryEntry(Base):
    """One act on an enquiry; what was asked and answered stands sealed in the enquiry itself."""

    __tablename__ = "enquiry_entry"

    enquiry_id: Mapped[str] = mapped_column(Id, ForeignKey("enquiry.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    on: Mapped[date]
    """The legal day."""
    act: Mapped[str] = mapped_column(String(12))
    """received, taken, offered, handed_over, declined, kept, extended, overdue, answered, published, unpublished."""
    actor_id: Mapped[str | None] = mapped_column(Id, index=True)
    actor_name: Mapped[str] = mapped_column(String(80))
    said: Mapped[str] = mapped_column(String(600), default="")
    """Without personal data."""
