"""Hearings (听证): the right that was told, what came of it, and the hearing with its chair and minutes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment

_OPEN = "status IN ('told', 'asked', 'scheduled')"


class Hearing(Base):
    """One hearing of a case, from the telling of the right, or the authority's own call, to the minutes.

    The database allows one open hearing in a case: the loser of a race is refused.
    """

    __tablename__ = "hearing"
    __table_args__ = (
        Index("ux_hearing_open", "case_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_hearing_announced", "day", sqlite_where=text("status = 'scheduled'"),
              postgresql_where=text("status = 'scheduled'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    """on_request (行政许可法 第四十七条) or public (第四十六条)."""
    status: Mapped[str] = mapped_column(String(12))
    """told, asked, scheduled, held; or waived, lapsed, withdrawn, ended (the case ended first)."""
    department: Mapped[str] = mapped_column(Code)
    """The department of the step from which it was begun."""
    sealed_about: Mapped[bytes] = mapped_column(Blob)
    """Which great interest is touched, and the names of the interested parties who were told; sealed like all texts."""
    others: Mapped[int] = mapped_column(default=0)
    """How many interested parties besides the applicant were told of the right."""
    told_on: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(Moment)
    told_by: Mapped[str | None] = mapped_column(Id)
    told_by_name: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(60), default="")
    """The number of the paper that told the right."""
    waived_on: Mapped[date | None]
    """When the applicant gave the right up; interested parties may still ask while the days run."""
    asked_on: Mapped[date | None]
    """When the hearing was asked for, or called by the authority itself."""
    asked_by: Mapped[str | None] = mapped_column(String(12))
    """applicant, interested or authority."""
    sealed_request: Mapped[bytes | None] = mapped_column(Blob)
    """Who asked, and why."""
    request_document: Mapped[str | None] = mapped_column(String(60))
    pause_id: Mapped[str | None] = mapped_column(Id)
    """The special procedure that keeps the time of the hearing out of the limits; none where its cap is used up."""
    day: Mapped[date | None]
    time: Mapped[str | None] = mapped_column(String(5))
    """Hours and minutes: 09:30."""
    place: Mapped[str | None] = mapped_column(String(120))
    chair: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    chair_name: Mapped[str | None] = mapped_column(String(60))
    notice_document: Mapped[str | None] = mapped_column(String(60))
    announcement: Mapped[str | None] = mapped_column(String(60))
    recusal: Mapped[str | None] = mapped_column(String(12))
    """asked, granted or declined; none while nobody asked the chair to withdraw."""
    sealed_recusal: Mapped[bytes | None] = mapped_column(Blob)
    sealed_minutes: Mapped[bytes | None] = mapped_column(Blob)
    minutes: Mapped[str | None] = mapped_column(String(60))
    """The number of the minutes, on which the decision rests."""
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_name: Mapped[str | None] = mapped_column(String(60))
    sealed_end: Mapped[bytes | None] = mapped_column(Blob)
    """Why it was waived or withdrawn."""
