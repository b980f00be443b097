"""The bills of a case with their lines and payments, as its pages and the cashier's desk show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.cases.case_bills import VOIDED
from engine.queries.names import department_names
from engine.store.base import table_of
from engine.store.bills import Bill, BillItem, Payment
from engine.store.waits import Subscription

_bill, _item, _payment = table_of(Bill), table_of(BillItem), table_of(Payment)


@dataclass(frozen=True)
class ItemLine:
    """A line of a bill; amounts are in fen."""

    name: str
    unit: str
    basis: str
    amount_fen: int
    quantity: int
    line_fen: int


@dataclass(frozen=True)
class PaymentLine:
    """A payment, void or not."""

    id: str
    slip_number: str
    channel: str
    amount_fen: int
    cashier_id: str | None
    cashier_name: str
    paid_at: datetime
    voided_at: datetime | None
    void_reason: str | None


@dataclass(frozen=True)
class BillLine:
    """A bill; amounts are in fen."""

    id: str
    case_id: str
    number: str
    pay_code: str
    department: str
    department_name: str
    post: str
    made_by_name: str
    made_at: datetime
    status: str
    exemption: str
    exemption_granted: bool | None
    decided_by_name: str | None
    total_fen: int
    reduction_fen: int
    due_fen: int
    pay_by: date | None
    voided_by_name: str | None
    void_reason: str | None
    version: int
    items: tuple[ItemLine, ...]
    payments: tuple[PaymentLine, ...]

    @property
    def payment(self) -> PaymentLine | None:
        """The payment that counts."""
        return next((one for one in self.payments if one.voided_at is None), None)

    @property
    def spaced_code(self) -> str:
        """The pay code in groups of four digits."""
        return " ".join(self.pay_code[place : place + 4] for place in range(0, len(self.pay_code), 4))


def bills_of_case(connection: Connection, case_id: str) -> tuple[BillLine, ...]:
    """Return the bills of a case, newest first; whoever asks must have seen to it that the reader may see the case."""
    rows = connection.execute(select(_bill).where(_bill.c.case_id == case_id).order_by(_bill.c.id.desc())).mappings()
    return bill_lines(connection, rows.all())


def bill_lines(connection: Connection, rows: Iterable[Mapping[Any, Any]]) -> tuple[BillLine, ...]:
    """Return rows of bills with their items and payments."""
    found = list(rows)
    if not found:
        return ()
    ids = [row["id"] for row in found]
    names = department_names(connection)
    items: dict[str, list[ItemLine]] = {}
    for item in connection.execute(select(_item).where(_item.c.bill_id.in_(ids)).order_by(_item.c.seq)):
        line = ItemLine(item.name, item.unit, item.basis, item.amount_fen, item.quantity, item.line_fen)
        items.setdefault(item.bill_id, []).append(line)
    payments: dict[str, list[PaymentLine]] = {}
    for paid in connection.execute(select(_payment).where(_payment.c.bill_id.in_(ids)).order_by(_payment.c.id)):
        payments.setdefault(paid.bill_id, []).append(
            PaymentLine(*(getattr(paid, name) for name in PaymentLine.__dataclass_fields__))
        )
    plain = [name for name in BillLine.__dataclass_fields__ if name in _bill.c]
    return tuple(
        BillLine(
            **{name: row[name] for name in plain},
            department_name=names.get(row["department"], row["department"]),
            items=tuple(items.get(row["id"], ())),
            payments=tuple(payments.get(row["id"], ())),
        )
        for row in found
    )


def may_void(connection: Connection, by: Actor, bill: BillLine) -> bool:
    """Tell whether ``by`` is of the office that made out the bill, and the flow can still go back to another."""
    if bill.status != "open" or not by.holds(bill.post, bill.department):
        return False
    waiting = select(Subscription.token).where(Subscription.case_id == bill.case_id, Subscription.name == VOIDED)
    return connection.execute(waiting.limit(1)).first() is not None
