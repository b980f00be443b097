"""Bills, what was paid on them, and the cashiers' days; every amount is an integer number of fen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment

_UNSETTLED = "status IN ('open', 'exemption_pending')"
_ALIVE = "voided_at IS NULL"


class Bill(Base):
    """What one department asks for in one case (缴费单); the amount follows from its items alone."""

    __tablename__ = "bill"
    __table_args__ = (
        Index("ux_bill_unsettled", "case_id", unique=True, sqlite_where=text(_UNSETTLED),
              postgresql_where=text(_UNSETTLED)),
        Index("ix_bill_status", "status", "made_at", "id"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    """The number of its payment notice."""
    pay_code: Mapped[str] = mapped_column(String(16), unique=True)
    """Digits by which the fee hall finds it (缴款码)."""
    department: Mapped[str] = mapped_column(Code)
    post: Mapped[str] = mapped_column(Code)
    """Department and post of the step that made it out."""
    made_by: Mapped[str] = mapped_column(Id)
    made_by_name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[str] = mapped_column(String(20))
    """open, exemption_pending, paid, void, exempt."""
    exemption: Mapped[str] = mapped_column(String(8), default="none")
    """What was asked for: none, half, free."""
    sealed_exemption: Mapped[bytes | None] = mapped_column(Blob)
    """The basis for which it was asked, sealed with the key of the case."""
    exemption_granted: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_by_name: Mapped[str | None] = mapped_column(String(60))
    total_fen: Mapped[int] = mapped_column(BigInteger)
    reduction_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    due_fen: Mapped[int] = mapped_column(BigInteger)
    """What has to be paid: the total less the reduction that was granted."""
    pay_by: Mapped[date | None]
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_by_name: Mapped[str | None] = mapped_column(String(60))
    void_reason: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)


class BillItem(Base):
    """A line of a bill: an item of the matter's guide as it stood that day, and how many."""

    __tablename__ = "bill_item"

    bill_id: Mapped[str] = mapped_column(Id, ForeignKey("bill.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(Code)
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int]
    line_fen: Mapped[int] = mapped_column(BigInteger)


class CashDay(Base):
    """The list of one till for one day; its row is locked by all that changes the list.

    The totals are those of the closing; before it the payments themselves tell.
    """

    __tablename__ = "cash_day"
    __table_args__ = (UniqueConstraint("till", "day"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    till: Mapped[str] = mapped_column(Id)
    """The cashier's id, or ``online``."""
    cashier_name: Mapped[str] = mapped_column(String(60))
    day: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    payments: Mapped[int | None]
    voided: Mapped[int | None]
    cash_fen: Mapped[int | None] = mapped_column(BigInteger)
    card_fen: Mapped[int | None] = mapped_column(BigInteger)
    scan_fen: Mapped[int | None] = mapped_column(BigInteger)
    total_fen: Mapped[int | None] = mapped_column(BigInteger)


class Payment(Base):
    """Money taken for a bill, with the number of its slip (缴款凭证); a bill has one at most that is not void."""

    __tablename__ = "payment"
    __table_args__ = (
        Index("ux_payment_alive", "bill_id", unique=True, sqlite_where=text(_ALIVE), postgresql_where=text(_ALIVE)),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    bill_id: Mapped[str] = mapped_column(Id, ForeignKey("bill.id"), index=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"), index=True)
    cash_day_id: Mapped[str] = mapped_column(Id, ForeignKey("cash_day.id"), index=True)
    slip_number: Mapped[str] = mapped_column(String(60), unique=True)
    channel: Mapped[str] = mapped_column(String(8))
    """cash, card, scan; online in a training hall."""
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    cashier_id: Mapped[str | None] = mapped_column(Id)
    cashier_name: Mapped[str] = mapped_column(String(60))
    paid_at: Mapped[datetime] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str | None] = mapped_column(String(200))
