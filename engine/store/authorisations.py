"""Written authorisations of a window (窗口授权书): which department lets whom decide what, and for how long."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Moment


class Authorisation(Base):
    """A department's leave to review and decide a matter at the window, for one person or for a whole window."""

    __tablename__ = "authorisation"
    __table_args__ = (
        Index("ix_authorisation_matter", "matter_key", "department"),
        CheckConstraint("(person_id IS NULL) <> (window_department IS NULL)", name="one_holder"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    """Whose powers are lent."""
    matter_key: Mapped[str] = mapped_column(Code)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    window_department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    """The department whose window clerks are all meant; none where one person is."""
    scope: Mapped[str] = mapped_column(String(500))
    document: Mapped[str] = mapped_column(String(200))
    """The paper that the head signed: its number or title."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    given_at: Mapped[datetime] = mapped_column(Moment)
    given_by: Mapped[str] = mapped_column(String(60))
    revoked_on: Mapped[date | None]
    revoked_by: Mapped[str | None] = mapped_column(String(60))
    revoked_reason: Mapped[str | None] = mapped_column(String(500))
