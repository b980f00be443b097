"""Legal clocks of cases: the facts, and what was computed from them for lists."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Moment

_RUNNING = "stopped_on IS NULL"


class CaseClock(Base):
    """One clock of a case; due, yellow and red days follow from the facts and the calendar version."""

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("ux_case_clock_running", "case_id", "kind", unique=True, sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
        Index("ix_case_clock_light", "next_light_on", sqlite_where=text(_RUNNING),
              postgresql_where=text(_RUNNING)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """intake, statutory, promised, supplement_wait, delivery."""
    origin: Mapped[date]
    unit: Mapped[str] = mapped_column(String(8), default="workday")
    limit: Mapped[int]
    extension: Mapped[int] = mapped_column(default=0)
    basis: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date]
    calendar_version: Mapped[str] = mapped_column(String(64))
    yellow_on: Mapped[date]
    raised: Mapped[str] = mapped_column(String(8), default="green")
    """The worst light that the worker has told people of."""
    next_light_on: Mapped[date | None]
    """The day on which the worker must look again; none when red was told."""
    stopped_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
