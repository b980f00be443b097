"""The trail: append-only, chained per case over salted digests, with the values beside it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment
from engine.trail import COVERAGE

FLAT, MERKLE = "flat", "merkle"
"""Kinds of daily root."""


class TrailEntry(Base):
    """One act on a case; ``hash`` covers the entry and the entry before it."""

    __tablename__ = "trail"
    __table_args__ = (
        Index("ix_trail_at", "at"),
        Index("ix_trail_element", "case_id", "element_id", "seq"),
    )

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    """System time of the entry."""
    legal_at: Mapped[datetime] = mapped_column(Moment)
    """Legal time of the act."""
    act: Mapped[str] = mapped_column(String(24))
    element_id: Mapped[str | None] = mapped_column(Code)
    token: Mapped[str | None] = mapped_column(String(40))
    group_token: Mapped[str | None] = mapped_column(String(40))
    instance: Mapped[int | None]
    actor_id: Mapped[str | None] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(80))
    post: Mapped[str | None] = mapped_column(Code)
    department: Mapped[str | None] = mapped_column(Code)
    address: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, object] | None] = mapped_column(Json)
    """Small public facts of the act (result, document number); never personal data."""
    digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 over salt and values, where the act carried values."""
    window: Mapped[str | None] = mapped_column(String(20))
    """The number of the window of the hall at which the actor sat."""
    happened_on: Mapped[date | None]
    """The day on which it happened, where the form says one of its own; else it happened when it was entered."""
    changes: Mapped[list[list[str | int | None]] | None] = mapped_column(Json)
    """What the act changed in the rows of the case: name, value before, value after; never personal data."""
    coverage: Mapped[int] = mapped_column(default=COVERAGE)
    """Which columns the hash covers, see ``engine.trail``."""
    hash: Mapped[str] = mapped_column(String(64))


class TrailValue(Base):
    """The values of a trail entry, sealed with the key of the case; may be deleted by law."""

    __tablename__ = "trail_value"

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(Blob)


class DailyRoot(Base):
    """The root over the last hash of every case at the end of a day, published outside the database."""

    __tablename__ = "daily_root"

    day: Mapped[date] = mapped_column(primary_key=True)
    root: Mapped[str] = mapped_column(String(64))
    cases: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default=MERKLE)
    """How it was made: ``flat`` in earlier versions of the software, now ``merkle``; see ``engine.roots``."""
    made_at: Mapped[datetime] = mapped_column(Moment)


class Sight(Base):
    """Who saw the personal data of a case, once per person, case and day."""

    __tablename__ = "sight"

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
