"""What a case waits for besides people: BPMN timers, functions to run, messages; and its incidents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Moment


class Job(Base):
    """A timer or a function call that a worker takes when it is due.

    It is the case that a worker claims (engine/store/claims.py), so that what is due in it comes in order.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "kind", "due_at", sqlite_where=text("status = 'waiting'"),
              postgresql_where=text("status = 'waiting'")),
        Index("ux_job_token", "case_id", "token", "kind", unique=True,
              sqlite_where=text("status = 'waiting'"), postgresql_where=text("status = 'waiting'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """timer or service."""
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    token: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(Code)
    due_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    """waiting, done, dropped, failed (an incident tells why)."""


class Subscription(Base):
    """A token that waits for a message or a signal by name."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_name", "name"),)

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    element_id: Mapped[str] = mapped_column(Code)
    name: Mapped[str] = mapped_column(String(120))


class Incident(Base):
    """A failure that stopped one token of one case until somebody has seen to it."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "opened_at", sqlite_where=text("closed_at IS NULL"),
              postgresql_where=text("closed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    token: Mapped[str | None] = mapped_column(String(40))
    element_id: Mapped[str | None] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(String(16))
    """element, function, timer, state, or a kind of due work (engine/jobs) that was given up."""
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    retries: Mapped[int] = mapped_column(default=0)
