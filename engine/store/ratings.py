"""Ratings of services (好差评), what follows a poor one (整改), and whom the tablet at a window asks now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment

_OPEN = "status <> 'closed'"


class Rating(Base):
    """How an applicant found one service. The database allows one rating a round of a case."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        Index("ix_rating_rated", "rated_on", "department"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    round: Mapped[int]
    """1 for the rating of the service, 2 for the one after a poor rating was put right."""
    level: Mapped[int]
    """1 very satisfied to 5 very dissatisfied (GB/T 39046—2020 A.8)."""
    channel: Mapped[str] = mapped_column(String(12))
    """pc, mobile, qr, tablet, terminal, phone, sms (GB/T 39046—2020 table 9)."""
    is_named: Mapped[bool]
    """Whether the rater let themselves be known; at the window one may rate without."""
    tags: Mapped[list[Any]] = mapped_column(Json)
    sealed_text: Mapped[bytes | None] = mapped_column(Blob)
    """What was written, sealed with the key of the case."""
    department: Mapped[str] = mapped_column(Code)
    matter_key: Mapped[str] = mapped_column(Code)
    window: Mapped[str | None] = mapped_column(String(20))
    """The number of the window that served: where it was rated, else where somebody of the hall acted last."""
    rated_on: Mapped[date]
    rated_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str | None] = mapped_column(Id)
    """Who wrote it down, where the rater spoke on the telephone."""
    recorded_by_name: Mapped[str] = mapped_column(String(60), default="")
    excluded_on: Mapped[date | None]
    """The day on which it was found to be mistaken: it stays on record and is counted no more."""


class Rectification(Base):
    """What a department owes after a poor rating: to look into it, to answer, and that the rater hears of it."""

    __tablename__ = "rectification"
    __table_args__ = (
        UniqueConstraint("rating_id"),
        Index("ix_rectification_open", "department", "issued_on", sqlite_where=text(_OPEN),
              postgresql_where=text(_OPEN)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rating_id: Mapped[str] = mapped_column(Id, ForeignKey("rating.id"))
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    document: Mapped[str] = mapped_column(String(60), default="")
    """The number of the sheet (不满意评价整改单)."""
    status: Mapped[str] = mapped_column(String(12))
    """issued, received, promised, appealed, answered, closed."""
    measure: Mapped[str | None] = mapped_column(String(12))
    """immediate, by_day, explained, appealed; none until there is an answer."""
    promised_on: Mapped[date | None]
    """The day by which it will be put right, where that takes time."""
    appeal: Mapped[str | None] = mapped_column(String(12))
    """upheld or rejected, once an appeal was judged; there is no second one."""
    outcome: Mapped[str | None] = mapped_column(String(12))
    """What the rater said when called back: satisfied, accepted, dissatisfied; unreached where nobody was."""
    calls: Mapped[int] = mapped_column(default=0)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class RectificationEntry(Base):
    """One act on a rectification, with what was said."""

    __tablename__ = "rectification_entry"

    rectification_id: Mapped[str] = mapped_column(Id, ForeignKey("rectification.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    on: Mapped[date]
    """The legal day."""
    act: Mapped[str] = mapped_column(String(16))
    """issued, received, answered, done, upheld, rejected, called, returned, closed, rated_again."""
    actor_id: Mapped[str | None] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(80))
    measure: Mapped[str | None] = mapped_column(String(12))
    """What an answer was, or what a call came to."""
    sealed_said: Mapped[bytes | None] = mapped_column(Blob)
    """Sealed with the key of the case."""
    due_on: Mapped[date | None]
    """The day by which it is to be over after this act, where that changed."""


class RatingInvitation(Base):
    """Whom the tablet at a window asks for a rating now; one a window, the newest."""

    __tablename__ = "rating_invitation"

    window_id: Mapped[str] = mapped_column(Id, ForeignKey("service_window.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    invited_by: Mapped[str] = mapped_column(Id)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    """System time."""
