"""Hand-overs between levels and offices (移交、签收): who sent a case when, and who received it when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Json, Moment

_WAITING = "received_at IS NULL"


class HandOver(Base):
    """A case that one office sent to another with its slip; until somebody there signs for it, it waits."""

    __tablename__ = "hand_over"
    __table_args__ = (
        Index("ix_hand_over_waiting", "case_id", "to_department", sqlite_where=text(_WAITING),
              postgresql_where=text(_WAITING)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    document: Mapped[str] = mapped_column(String(60))
    """The number of the slip."""
    from_department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    from_level: Mapped[str] = mapped_column(String(16))
    to_department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    to_level: Mapped[str] = mapped_column(String(16))
    materials: Mapped[list[Any]] = mapped_column(Json)
    """Keys of the materials of the guide that went along."""
    handed_on: Mapped[date]
    handed_at: Mapped[datetime] = mapped_column(Moment)
    handed_by: Mapped[str | None] = mapped_column(Id)
    handed_by_name: Mapped[str] = mapped_column(String(60))
    received_on: Mapped[date | None]
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[str | None] = mapped_column(Id)
    received_by_name: Mapped[str | None] = mapped_column(String(60))
