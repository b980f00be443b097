"""Calendars of working days: immutable versions, and which one was in force since when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Json, Moment


class CalendarVersion(Base):
    """A calendar by the hash of its content; a row is never changed, and never deleted."""

    __tablename__ = "calendar_version"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    years: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """``Calendar.record()``: every year with its notice."""
    based_on: Mapped[str | None] = mapped_column(String(64), ForeignKey("calendar_version.version"))
    """The version in which a year was replaced; none for the calendar that the system brought."""
    changed_years: Mapped[list[int]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(80))
    made_by_id: Mapped[str | None] = mapped_column(Id)


class CalendarInForce(Base):
    """That a version was put in force: by whom, in place of which one, and why."""

    __tablename__ = "calendar_in_force"
    __table_args__ = (Index("ix_calendar_in_force_since", "since"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[str] = mapped_column(String(64), ForeignKey("calendar_version.version"))
    replaced: Mapped[str] = mapped_column(String(64), ForeignKey("calendar_version.version"))
    since: Mapped[datetime] = mapped_column(Moment)
    """System time of the act."""
    legal_on: Mapped[date]
    """The legal day of the act."""
    put_by: Mapped[str] = mapped_column(String(80))
    put_by_id: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(String(300))
    running: Mapped[int]
    """How many cases had limits that ran then, all of which the worker looks at."""
