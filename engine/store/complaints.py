"""Complaints (投诉), about whom each is, and what happened to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment

_OPEN = "done_on IS NULL"


class Complaint(Base):
    """A complaint about a department, a person or a case; decided on, looked into and answered by others than those."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_complaint_open", "due_on", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_complaint_light", "next_light_on", sqlite_where=text("next_light_on IS NOT NULL"),
              postgresql_where=text("next_light_on IS NOT NULL")),
        Index("ix_complaint_received", "received_at"),
        Index("ix_complaint_origin", "origin", "received_at"),
        Index("ix_complaint_department", "department", "status"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(8))
    """window, online, phone, mail."""
    is_anonymous: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(Blob)
    """Title, content, whom it is about as they wrote it, name, phone and mail, sealed with the key of the hall."""
    origin: Mapped[str] = mapped_column(String(64), default="")
    """A keyed digest of the network address of a public form, by which floods are told; blanked after an hour."""
    recorded_by: Mapped[str | None] = mapped_column(Id, index=True)
    """The member of staff who wrote it down."""
    target_department: Mapped[str] = mapped_column(Code, default="")
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(String(8))
    """received, accepted, refused, answered, closed."""
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_on: Mapped[date]
    due_on: Mapped[date]
    """The last day for the decision whether to accept it, from then on that for the answer."""
    next_light_on: Mapped[date | None]
    """The day on which its light is raised; none once it was, or nothing is owed."""
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    decision_paper: Mapped[str] = mapped_column(String(40), default="")
    """The number of the notice of acceptance or refusal."""
    department: Mapped[str] = mapped_column(Code, default="")
    """The department that looks into it and answers."""
    extended_days: Mapped[int] = mapped_column(default=0)
    extension_reason: Mapped[str] = mapped_column(String(500), default="")
    finding: Mapped[str] = mapped_column(String(12), default="")
    """upheld, partly, unfounded."""
    sealed_answer: Mapped[bytes | None] = mapped_column(Blob)
    """The answer, or the reason for which it was not accepted."""
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(String(60), default="")
    answer_paper: Mapped[str] = mapped_column(String(40), default="")
    done_on: Mapped[date | None]
    """The legal day of the answer, or of the refusal to accept it."""
    satisfied: Mapped[str] = mapped_column(String(8), default="")
    """yes, no, unsaid; empty until it is closed."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)


class ComplaintTarget(Base):
    """A member of staff whom a complaint is, or may be, about: for them there is no such complaint."""

    __tablename__ = "complaint_target"

    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True, index=True)


class ComplaintEntry(Base):
    """One act on a complaint, with what was said, sealed with the key of the hall."""

    __tablename__ = "complaint_entry"

    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    on: Mapped[date]
    """The legal day."""
    act: Mapped[str] = mapped_column(String(12))
    """received, accepted, refused, assigned, looked_into, extended, overdue, answered, closed."""
    actor_id: Mapped[str | None] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(80))
    sealed_said: Mapped[bytes | None] = mapped_column(Blob)
