"""Drafts of processes: what designers work on before it is approved and published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Json, Moment


class ProcessDraft(Base):
    """The files of a matter while they are being changed; ``revision`` counts the saves, so that none is overwritten.

    People are kept by name for pages and by id, since a second person must approve and two may share a name.
    """

    __tablename__ = "process_draft"
    __table_args__ = (Index("ix_process_draft_matter", "matter_key", "status"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    matter_key: Mapped[str] = mapped_column(Code)
    based_on: Mapped[str | None] = mapped_column(String(64), ForeignKey("bundle.sha256"))
    """The published bundle that it began as; none for a matter that is new, or a file from elsewhere."""
    title: Mapped[str] = mapped_column(String(120))
    """What is to be changed, in a line."""
    revision: Mapped[int] = mapped_column(default=1)
    content: Mapped[bytes] = mapped_column(Blob)
    """All files, packed as those of a published bundle."""
    status: Mapped[str] = mapped_column(String(12), default="editing")
    """editing, submitted, approved, discarded."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_by_id: Mapped[str | None] = mapped_column(Id)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str | None] = mapped_column(String(60))
    submitted_by_id: Mapped[str | None] = mapped_column(Id)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_by: Mapped[str | None] = mapped_column(String(60))
    returned_reason: Mapped[str | None] = mapped_column(String(500))
    """What is to be mended; none where a designer took the draft back."""
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by: Mapped[str | None] = mapped_column(String(60))
    in_force_from: Mapped[date | None]
    check_report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the gate said of the content that was approved."""
    brought_in: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What became of the things of a file from another modeler (``processes.brought_report``)."""
    published_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("bundle.sha256"))
    """The version that the approved draft became."""
