"""Samples of services whose applicants are called (电话抽查): how each was drawn, and what came of each call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment


class PhoneSample(Base):
    """One draw: the same seed and the same population give the same sample, on any machine."""

    __tablename__ = "phone_sample"
    __table_args__ = (Index("ix_phone_sample_drawn", "drawn_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    seed: Mapped[str] = mapped_column(String(40))
    first: Mapped[date]
    last: Mapped[date]
    """Services that ended from day to day, both included."""
    department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    permille: Mapped[int | None]
    """The share that was asked for; none where a number was."""
    size: Mapped[int]
    population: Mapped[int]
    population_sha256: Mapped[str] = mapped_column(String(64))
    """Over the sorted ids of all services that could have been drawn."""
    drawn_on: Mapped[date]
    drawn_at: Mapped[datetime] = mapped_column(Moment)
    drawn_by_name: Mapped[str] = mapped_column(String(60))


class SampledService(Base):
    """One service of a sample, and what its applicant said on the telephone."""

    __tablename__ = "sampled_service"

    sample_id: Mapped[str] = mapped_column(Id, ForeignKey("phone_sample.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """The order in which they were drawn, from 1."""
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(String(12), default="open")
    """open, reached, unreached."""
    calls: Mapped[int] = mapped_column(default=0)
    level: Mapped[int | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Question to yes, no or unknown."""
    sealed_note: Mapped[bytes | None] = mapped_column(Blob)
    called_on: Mapped[date | None]
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    called_by_name: Mapped[str] = mapped_column(String(60), default="")
