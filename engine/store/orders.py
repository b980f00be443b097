"""Supervision orders (督办单) with what happened to each, and public explanations of a limit that was passed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Moment

_OPEN = "status IN ('issued', 'received', 'answered', 'accepted')"


class SupervisionOrder(Base):
    """An order to a department to account for something and put it right by a day."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_supervision_order_open", "department", "answer_by", sqlite_where=text(_OPEN),
              postgresql_where=text(_OPEN)),
        Index("ix_supervision_order_red", "next_light_on", sqlite_where=text("next_light_on IS NOT NULL"),
              postgresql_where=text("next_light_on IS NOT NULL")),
        Index("ix_supervision_order_issued", "issued_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    """The case that it is about; none where it is about the department's work as a whole."""
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    rule: Mapped[str] = mapped_column(String(8), default="")
    """The rule of electronic supervision that was broken, EM-01 to EM-20; empty for none of them."""
    cause: Mapped[str | None] = mapped_column(String(120), unique=True)
    """What made the system issue it, so that it does so once; none where a person did."""
    demand: Mapped[str] = mapped_column(String(1000))
    answer_within: Mapped[int]
    """Working days for an answer, from each time that one is asked for."""
    answer_by: Mapped[date]
    status: Mapped[str] = mapped_column(String(12))
    """issued, received, answered, accepted, closed, withdrawn."""
    raised: Mapped[str] = mapped_column(String(8), default="green")
    """green or red: whether people were told that the answer is overdue."""
    next_light_on: Mapped[date | None]
    """The day on which it turns red; none while no answer is owed."""
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)


class OrderEntry(Base):
    """One act on an order, with what was said."""

    __tablename__ = "supervision_order_entry"

    order_id: Mapped[str] = mapped_column(Id, ForeignKey("supervision_order.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    on: Mapped[date]
    """The legal day."""
    act: Mapped[str] = mapped_column(String(12))
    """issued, received, answered, accepted, returned, closed, withdrawn, overdue."""
    actor_id: Mapped[str | None] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(80))
    said: Mapped[str] = mapped_column(String(2000), default="")
    answer_by: Mapped[date | None]
    """The day by which an answer is owed after this act, where one is."""


class OverrunExplanation(Base):
    """Why a limit of a case was passed, for everybody to read (优化营商环境条例 第三十六条), the newest one."""

    __tablename__ = "overrun_explanation"
    __table_args__ = (Index("ix_overrun_explanation_published", "published_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """The kind of clock that was passed: promised or statutory."""
    due_on: Mapped[date]
    department: Mapped[str] = mapped_column(Code)
    text: Mapped[str] = mapped_column(String(600))
    expected_on: Mapped[date | None]
    """The day by which the department expects to decide, where it can say."""
    published_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_by: Mapped[str] = mapped_column(String(60))
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
