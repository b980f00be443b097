"""The outbox: what is to be told to somebody outside the system, written with the act that it tells of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Json, Moment


class OutgoingMessage(Base):
    """One message over one channel. It is sent after its transaction has committed, and again until it has arrived.

    A worker takes a row by writing its name, an expiry and the next fencing number. Whoever receives a message twice,
    because an answer was lost, knows it by its id.
    """

    __tablename__ = "outgoing_message"
    __table_args__ = (
        Index("ix_outgoing_message_due", "due_at", sqlite_where=text("status = 'waiting'"),
              postgresql_where=text("status = 'waiting'")),
        Index("ix_outgoing_message_status", "status", "created_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(12))
    """mail or webhook."""
    recipient: Mapped[str] = mapped_column(String(254))
    """An address of electronic mail; empty for the hall's one webhook."""
    people: Mapped[list[str]] = mapped_column(Json)
    """Logins of the members of staff whom it is meant for."""
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """That of the notice: yellow, red, order."""
    text: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    """When it may be tried next."""
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, sent, failed."""
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(80))
    fence: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(String(300), default="")
