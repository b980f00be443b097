"""The lights of electronic supervision (电子监察) that were raised, each once for its cause."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Json, Moment


class RaisedLight(Base):
    """One yellow or red light. What is true of a limit now follows from its clock; this is what was told of it."""

    __tablename__ = "light"
    __table_args__ = (
        UniqueConstraint("case_id", "rule", "colour", "cause"),
        Index("ux_light_of_no_case", "rule", "colour", "cause", unique=True, sqlite_where=text("case_id IS NULL"),
              postgresql_where=text("case_id IS NULL")),
        Index("ix_light_burning", "colour", "since", sqlite_where=text("ended_on IS NULL"),
              postgresql_where=text("ended_on IS NULL")),
        Index("ix_light_since", "since"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"))
    """The case; none for an enquiry or a complaint, which ``about`` names."""
    about: Mapped[str] = mapped_column(String(12), default="")
    """enquiry or complaint; empty for a case."""
    about_id: Mapped[str] = mapped_column(Id, default="")
    about_number: Mapped[str] = mapped_column(String(20), default="")
    rule: Mapped[str] = mapped_column(String(8))
    """EM-01 to EM-20."""
    colour: Mapped[str] = mapped_column(String(8))
    """yellow or red."""
    cause: Mapped[str] = mapped_column(String(80))
    """What raised it, such that the same cause gives the same words: a clock or task with its due day, an act."""
    of: Mapped[str] = mapped_column(String(24))
    """The kind of clock, ``step``, or ``act``."""
    clock_id: Mapped[str | None] = mapped_column(Id)
    task_id: Mapped[str | None] = mapped_column(Id)
    what: Mapped[str] = mapped_column(String(120))
    """The step, the limit or the act in words."""
    department: Mapped[str] = mapped_column(Code, default="")
    """The code of the department that has to answer for it."""
    due_on: Mapped[date | None]
    since: Mapped[date]
    """The legal day on which it became true, which a worker that was away may have told later."""
    raised_at: Mapped[datetime] = mapped_column(Moment)
    ended_on: Mapped[date | None]
    """The legal day on which a graver light took its place, or its limit moved.

    That a step was done or a clock was stopped, their own rows tell.
    """
    detail: Mapped[dict[str, object]] = mapped_column(Json)
