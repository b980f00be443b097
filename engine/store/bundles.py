"""Published bundles: what runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Moment, table_of


class PublishedBundle(Base):
    """One immutable version of a matter, named by key, version and SHA-256 over all its files.

    New cases start on the newest version that is in force on the legal day and was not withdrawn; running ones keep
    theirs.
    """

    __tablename__ = "bundle"
    __table_args__ = (UniqueConstraint("key", "version"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(Code, index=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(Blob)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[str | None] = mapped_column(String(60))
    in_force_from: Mapped[date]
    """The legal day from which new cases start on it."""
    approved_by: Mapped[str | None] = mapped_column(String(60))
    """The second person; none where a folder was published by command."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(String(60))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))


def in_force_on(day: date) -> Select[Any]:
    """Return the query for the version of each matter that new cases start on, on the legal day ``day``, by key.

    Every list, chart, guide and application asks here, so that all of them mean the same version.
    """
    bundle = table_of(PublishedBundle).c
    newest = (
        select(bundle.key, func.max(bundle.version).label("version"))
        .where(bundle.in_force_from <= day, bundle.withdrawn_at.is_(None))
        .group_by(bundle.key)
        .subquery()
    )
    return (
        select(bundle.key, bundle.name, bundle.version, bundle.sha256, bundle.in_force_from)
        .join(newest, (bundle.key == newest.c.key) & (bundle.version == newest.c.version))
        .order_by(bundle.key)
    )
