"""Consultations between departments (征求意见、会签): what was asked of whom, and what came back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment

_OPEN = "status IN ('asked', 'received')"


class Consultation(Base):
    """A department asks another one about a case that it reviews or decides.

    The database allows one open consultation of a department in a case: the loser of a race is refused.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ux_consultation_open", "case_id", "asked", unique=True, sqlite_where=text(_OPEN),
              postgresql_where=text(_OPEN)),
        Index("ix_consultation_of_asked", "asked", "asked_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    """asked, received, answered, withdrawn, lapsed (the case ended first)."""
    asking: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    """The department of the step from which it was asked."""
    asked: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    sealed_question: Mapped[bytes] = mapped_column(Blob)
    """What is asked; sealed with the key of the case, as are the reasons that come back."""
    materials: Mapped[list[Any]] = mapped_column(Json)
    """Keys of the materials of the guide that the letter names."""
    limit: Mapped[int]
    """Working days for the answer."""
    document: Mapped[str] = mapped_column(String(60), default="")
    """The number of the letter; ``reply_document`` is that of the reply."""
    asked_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(Id)
    asked_by_name: Mapped[str] = mapped_column(String(60))
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by_name: Mapped[str | None] = mapped_column(String(60))
    opinion: Mapped[str | None] = mapped_column(String(12))
    """agree, disagree, comment, not_ours; none until there is an answer, and never without one."""
    sealed_reason: Mapped[bytes | None] = mapped_column(Blob)
    """Why the asked department answers so, or why the question was withdrawn."""
    reply_document: Mapped[str | None] = mapped_column(String(60))
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_name: Mapped[str | None] = mapped_column(String(60))
    """Who answered or withdrew it."""
