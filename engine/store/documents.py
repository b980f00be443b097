"""Official documents with their number series, and the files that people hand in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment


class Document(Base):
    """An official document (文书): a row in the transaction of its act; the paper is drawn from it."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("number"), Index("ix_document_kind", "kind", "issued_at"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    seq: Mapped[int]
    """The trail entry that records it; the order of a case's documents."""
    kind: Mapped[str] = mapped_column(Code)
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    authority: Mapped[str] = mapped_column(String(100))
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[str] = mapped_column(String(60))
    sealed_fields: Mapped[bytes] = mapped_column(Blob)
    """The fields printed on it, sealed with the key of the case."""
    check_code: Mapped[str] = mapped_column(String(12))
    """By which anybody who holds the paper checks that it was issued; it opens nothing of the case."""


class Series(Base):
    """The last number given in a series of one year; taken under the row's lock, so without gaps."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Attachment(Base):
    """A file handed in for a draft or a case; the bytes lie in the file store under their SHA-256."""

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(Id, ForeignKey("draft.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    material: Mapped[str] = mapped_column(Code)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    uploaded_by: Mapped[str] = mapped_column(String(80))


class Draft(Base):
    """An application that is being filled in; resumed by a code of which only the hash is kept."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    matter_key: Mapped[str] = mapped_column(Code)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_values: Mapped[bytes] = mapped_column(Blob)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    filed_case_id: Mapped[str | None] = mapped_column(Id)
