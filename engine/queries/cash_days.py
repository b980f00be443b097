"""The day lists of the fee hall: one cashier's payments, and the sums of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.cases.cash_days import CHANNELS, ONLINE, require_cashier
from engine.store.base import table_of
from engine.store.bills import Bill, CashDay, Payment
from engine.store.cases import Case

if TYPE_CHECKING:
    from engine.hall import Hall

SUPERVISOR = "supervisor"
_day, _payment = table_of(CashDay), table_of(Payment)
_bill, _case = table_of(Bill).c, table_of(Case).c


@dataclass(frozen=True)
class Sums:
    """What was taken by each channel, in fen, and how many payments count and are void."""

    by_channel: dict[str, int]
    payments: int
    voided: int

    @property
    def total_fen(self) -> int:
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class DayPayment:
    """A payment on a day list."""

    id: str
    bill_id: str
    slip_number: str
    bill_number: str
    payer: str
    matter_name: str
    channel: str
    amount_fen: int
    paid_at: datetime
    voided_at: datetime | None
    void_reason: str | None


@dataclass(frozen=True)
class DayList:
    """One cashier's list of one day; ``version`` is 0 where nothing was taken yet."""

    day: date
    version: int
    closed_at: datetime | None
    payments: tuple[DayPayment, ...]
    sums: Sums
    unclosed: tuple[date, ...]
    """Earlier days of this cashier that are still to be closed."""
    following: date | None
    """The next day that has a list already: what was taken after the closing."""


@dataclass(frozen=True)
class TillSums:
    """What one cashier took on a day; the ``online`` till is nobody's and is not closed."""

    cashier_name: str
    is_online: bool
    closed_at: datetime | None
    sums: Sums


@dataclass(frozen=True)
class HallDay:
    """The day of the whole fee hall."""

    day: date
    tills: tuple[TillSums, ...]
    sums: Sums

    @property
    def is_closed(self) -> bool:
        return all(till.is_online or till.closed_at for till in self.tills)


def my_day(hall: Hall, connection: Connection, by: Actor, day: date) -> DayList:
    """Return the cashier's own list of ``day``; raises NotAllowed for whoever is none."""
    till = require_cashier(by)
    row = connection.execute(select(_day).where(_day.c.till == till, _day.c.day == day)).first()
    payments = _payments(connection, row.id) if row else ()
    others = select(_day.c.day).where(_day.c.till == till)
    unclosed = others.where(_day.c.closed_at.is_(None), _day.c.day < day).order_by(_day.c.day)
    following = others.where(_day.c.day > day).order_by(_day.c.day).limit(1)
    alive = [(one.channel, one.voided_at is None, 1, one.amount_fen) for one in payments]
    return DayList(
        day,
        row.version if row else 0,
        row.closed_at if row else None,
        payments,
        _sums(alive),
        tuple(connection.execute(unclosed).scalars()),
        connection.execute(following).scalar(),
    )


def _payments(connection: Connection, cash_day_id: str) -> tuple[DayPayment, ...]:
    paid = _payment.c
    rows = connection.execute(
        select(paid.id, paid.bill_id, paid.slip_number, _bill.number, _case.applicant_name, _case.matter_name,
               paid.channel, paid.amount_fen, paid.paid_at, paid.voided_at, paid.void_reason)
        .join_from(_payment, table_of(Bill), _bill.id == paid.bill_id)
        .join(table_of(Case), _case.id == paid.case_id)
        .where(paid.cash_day_id == cash_day_id)
        .order_by(paid.id)
    )  # fmt: skip
    return tuple(DayPayment(*row) for row in rows)


def hall_day(hall: Hall, connection: Connection, by: Actor, day: date) -> HallDay:
    """Return the sums of all cashiers on ``day``, for cashiers and supervisors; raises NotAllowed for others."""
    if not by.holds(SUPERVISOR):
        require_cashier(by)
    tills = connection.execute(select(_day).where(_day.c.day == day).order_by(_day.c.cashier_name, _day.c.id)).all()
    found: dict[str, list[tuple[str, bool, int, int]]] = {till.id: [] for till in tills}
    alive = _payment.c.voided_at.is_(None)
    for row in connection.execute(
        select(_payment.c.cash_day_id, _payment.c.channel, alive.label("alive"), func.count().label("number"),
               func.sum(_payment.c.amount_fen).label("fen"))
        .where(_payment.c.cash_day_id.in_(list(found)))
        .group_by(_payment.c.cash_day_id, _payment.c.channel, alive)
    ):  # fmt: skip
        found[row.cash_day_id].append((row.channel, bool(row.alive), row.number, int(row.fen)))
    rows = tuple(
        TillSums(till.cashier_name, till.till == ONLINE, till.closed_at, _sums(found[till.id])) for till in tills
    )
    return HallDay(day, rows, _sums(one for till in tills for one in found[till.id]))


def _sums(found: Iterable[tuple[str, bool, int, int]]) -> Sums:
    """Add up (channel, whether it counts, number, fen)."""
    by_channel: dict[str, Any] = dict.fromkeys(CHANNELS, 0)
    payments = voided = 0
    for channel, counts, number, fen in found:
        if counts:
            by_channel[channel] = by_channel.get(channel, 0) + fen
            payments += number
        else:
            voided += number
    return Sums(by_channel, payments, voided)
