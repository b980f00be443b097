"""Moves of running cases to another version, with what is needed to undo them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment


class CaseMove(Base):
    """One case that was moved; those moved together share a ``batch_id``.

    It can be undone while the case's trail ends with the entry of the move (``trail_seq``).
    """

    __tablename__ = "case_move"
    __table_args__ = (Index("ix_case_move_matter", "matter_key", "moved_at"), Index("ix_case_move_case", "case_id"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[str] = mapped_column(Id)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"))
    matter_key: Mapped[str] = mapped_column(Code)
    from_sha256: Mapped[str] = mapped_column(String(64), ForeignKey("bundle.sha256"))
    to_sha256: Mapped[str] = mapped_column(String(64), ForeignKey("bundle.sha256"))
    renames: Mapped[dict[str, str]] = mapped_column(Json)
    trail_seq: Mapped[int]
    state_before: Mapped[bytes] = mapped_column(Blob)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    """Rows as they were: ``renamed`` of the case, its open ``tasks`` and running ``clocks`` by their ids."""
    moved_at: Mapped[datetime] = mapped_column(Moment)
    moved_by: Mapped[str] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(String(60))
