"""Published bundles: what runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Moment


class PublishedBundle(Base):
    """One immutable version of a matter, named by key, version and SHA-256 over all its files."""

    __tablename__ = "bundle"
    __table_args__ = (UniqueConstraint("key", "version"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(Code, index=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(Blob)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[str | None] = mapped_column(String(60))
