"""Legal clocks of cases: the facts, and what was computed from them for lists."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment, table_of

_RUNNING = "stopped_on IS NULL"
_STANDS = "ended_on IS NULL"


class CaseClock(Base):
    """One clock of a case; due, yellow and red days follow from the facts and from what they are counted by."""

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("ux_case_clock_running", "case_id", "kind", "about", unique=True, sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
        Index("ix_case_clock_light", "next_light_on", sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
        # What was counted by another calendar or rule than those in force is found in the order in which it is due.
        Index("ix_case_clock_counted_by", "counted_by", "due_on", "case_id", sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
        Index("ix_case_clock_end", "kind", "due_on", sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """A key of engine.law.kinds.KINDS."""
    about: Mapped[str] = mapped_column(String(32), default="")
    """What of the case it is for, where there can be several of a kind: consultation, hearing, level; else empty."""
    origin: Mapped[date]
    unit: Mapped[str] = mapped_column(String(8), default="workday")
    limit: Mapped[int]
    extension: Mapped[int] = mapped_column(default=0)
    count_start_day: Mapped[bool] = mapped_column(default=False)
    """Whether the day of origin is counted, as the hall's parameter said when the clock was started."""
    basis: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date]
    counted_by: Mapped[str] = mapped_column(String(64))
    """The version of the ``Counting``, of calendar and rule of lights, by which the days were computed."""
    yellow_on: Mapped[date]
    raised: Mapped[str] = mapped_column(String(8), default="green")
    """The worst light that the worker has told people of."""
    next_light_on: Mapped[date | None]
    """The day on which the worker must look again; none when red was told, or while nothing of it can be late."""
    paused_since: Mapped[date | None]
    """The day from which the clock stands still; due and yellow day are then a forecast, and no light is raised."""
    stopped_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)


class ClockPause(Base):
    """A time that does not count in the limits of a case: a special procedure, or a suspension by statute.

    The database allows one running pause of a cause: the loser of a race is refused.
    """

    __tablename__ = "clock_pause"
    __table_args__ = (
        Index("ux_clock_pause_running", "case_id", "kind", "cause", unique=True, sqlite_where=text(_STANDS),
              postgresql_where=text(_STANDS)),
        Index("ix_clock_pause_running", "started_on", sqlite_where=text(_STANDS), postgresql_where=text(_STANDS)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """special_procedure or suspension."""
    cause: Mapped[str] = mapped_column(String(80))
    """A key of engine.law.pauses.CAUSES, or the name of the cause that the matter carries."""
    name: Mapped[str] = mapped_column(String(80))
    basis: Mapped[str] = mapped_column(String(200))
    started_on: Mapped[date]
    """The day of the act: it was used, and those after it are taken out."""
    ended_on: Mapped[date | None]
    """The day of the result, the last one that is taken out; none while the pause runs."""
    days_told: Mapped[int | None]
    """The working days that the applicant was told; none for a suspension, of which nobody knows the end."""
    cap: Mapped[int | None]
    """The most days that may be taken out, in ``cap_unit``; those over it count again."""
    cap_unit: Mapped[str] = mapped_column(String(8), default="workday")
    department: Mapped[str] = mapped_column(Code)
    """The department whose task the pause was begun from."""
    document: Mapped[str] = mapped_column(String(60))
    """The number of the notice that told the applicant; ``end_document`` is that of the notice of its end."""
    end_document: Mapped[str | None] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[str | None] = mapped_column(Id)
    started_by_name: Mapped[str] = mapped_column(String(60))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Id)
    ended_by_name: Mapped[str | None] = mapped_column(String(60))


class ClockExtension(Base):
    """A proposal to extend the limit of a case, and what the head decided; once granted, never again."""

    __tablename__ = "clock_extension"
    __table_args__ = (
        Index("ux_clock_extension_standing", "case_id", unique=True, sqlite_where=text("status <> 'declined'"),
              postgresql_where=text("status <> 'declined'")),
        Index("ix_clock_extension_proposed", "approver_department", "approver_post",
              sqlite_where=text("status = 'proposed'"), postgresql_where=text("status = 'proposed'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    """proposed, approved, declined, lapsed (the case was decided or ended first)."""
    days: Mapped[int]
    basis: Mapped[str] = mapped_column(String(200))
    sealed_reason: Mapped[bytes] = mapped_column(Blob)
    """Why, as the applicant will be told; sealed with the key of the case."""
    approver_post: Mapped[str] = mapped_column(Code)
    """authority_head, or government_head for unified, joint and concentrated handling."""
    approver_department: Mapped[str] = mapped_column(Code)
    proposed_on: Mapped[date]
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[str] = mapped_column(Id)
    proposed_by_name: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_by_name: Mapped[str | None] = mapped_column(String(60))
    excuses_promise: Mapped[bool] = mapped_column(default=False)
    """Whether the rule of the hall let the promise move too when the head approved."""
    document: Mapped[str | None] = mapped_column(String(60))


def counted_by_another(version: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Select the running clocks that another ``Counting`` than ``version`` counted, as two ranges of the index."""
    clock = table_of(CaseClock).c
    running = clock.stopped_on.is_(None)
    return and_(running, clock.counted_by < version), and_(running, clock.counted_by > version)
