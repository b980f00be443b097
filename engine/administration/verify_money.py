"""Verify that the ledger equals the bills to the fen: lines, reductions, payments, slips, and closed days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from engine.administration.finding import Finding
from engine.cases.case_bills import UNSETTLED
from engine.cases.cash_days import CHANNELS
from engine.law.fees import EXEMPTIONS, Exemption, due
from engine.store.base import table_of
from engine.store.bills import Bill, BillItem, CashDay, Payment
from engine.store.documents import Document

_bill, _item, _payment, _day = table_of(Bill), table_of(BillItem), table_of(Payment), table_of(CashDay)
_document = table_of(Document).c


def verify_bills(connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    """Yield bills of a case that do not follow from their lines and decisions, or whose payments do not fit."""
    bills = connection.execute(select(_bill).where(_bill.c.case_id == case["id"]).order_by(_bill.c.id)).all()
    payments = connection.execute(select(_payment).where(_payment.c.case_id == case["id"])).all()
    papers = connection.execute(
        select(_document.kind, _document.number).where(
            _document.case_id == case["id"], _document.kind.in_(("payment_slip", "payment_notice"))
        )
    ).all()
    slips = Counter(row.number for row in papers if row.kind == "payment_slip")
    notices = {row.number for row in papers if row.kind == "payment_notice"}
    if slips != Counter(payment.slip_number for payment in payments):
        yield Finding(case["number"], "payment", f"slips {sorted(slips)} are not those of the payments")
    for bill in bills:
        yield from _verify_sum(connection, bill)
        alive = [payment for payment in payments if payment.bill_id == bill.id and payment.voided_at is None]
        wanted = [bill.due_fen] if bill.status == "paid" else []
        if [payment.amount_fen for payment in alive] != wanted:
            paid = [payment.amount_fen for payment in alive]
            yield Finding(bill.number, "bill", f"{bill.status}, due {bill.due_fen}, paid {paid}")
        if (bill.number in notices) != (bill.pay_by is not None):
            yield Finding(bill.number, "bill", "the payment notice is missing or too much")
        if bill.status in UNSETTLED and case["closed_at"] is not None:
            yield Finding(bill.number, "bill", f"{bill.status} in a case that is closed")
    if {payment.bill_id for payment in payments} - {bill.id for bill in bills}:
        yield Finding(case["number"], "payment", "for a bill of another case")


def _verify_sum(connection: Connection, bill: Any) -> Iterator[Finding]:
    lines = connection.execute(select(_item).where(_item.c.bill_id == bill.id)).all()
    for line in lines:
        if line.line_fen != line.amount_fen * line.quantity:
            yield Finding(bill.number, "bill", f"line {line.seq} is {line.line_fen}")
    if not lines or sum(line.line_fen for line in lines) != bill.total_fen:
        yield Finding(bill.number, "bill", f"{bill.total_fen} is not the sum of its lines")
    asked: Exemption = next((one for one in EXEMPTIONS if one == bill.exemption), "none")
    granted: Exemption = asked if bill.exemption_granted else "none"
    left = due(bill.total_fen, granted)
    if (bill.due_fen, bill.reduction_fen) != (left, bill.total_fen - left):
        yield Finding(bill.number, "bill", f"due {bill.due_fen}, not {left}")
    if (bill.status == "exempt") != (left == 0):
        yield Finding(bill.number, "bill", f"{bill.status}, with {left} due")


def verify_cash_days(connection: Connection) -> Iterator[Finding]:
    """Yield closed days whose totals are not those of their payments, and payments voided behind a closing."""
    for day in connection.execute(select(_day).order_by(_day.c.day, _day.c.till)):
        rows = connection.execute(select(_payment).where(_payment.c.cash_day_id == day.id)).all()
        subject = f"{day.day} {day.cashier_name}"
        if any((row.cashier_id or row.channel) != day.till for row in rows):
            yield Finding(subject, "cash_day", "holds a payment of another till")
        if day.closed_at is None:
            continue
        if any(row.voided_at is not None and row.voided_at > day.closed_at for row in rows):
            yield Finding(subject, "cash_day", "a payment was voided after the closing")
        alive = [row for row in rows if row.voided_at is None]
        sums = {channel: sum(row.amount_fen for row in alive if row.channel == channel) for channel in CHANNELS}
        said = {channel: getattr(day, f"{channel}_fen") for channel in CHANNELS}
        found = (len(alive), len(rows) - len(alive), sum(row.amount_fen for row in alive))
        if said != sums or (day.payments, day.voided, day.total_fen) != found:
            yield Finding(subject, "cash_day", f"says {day.total_fen}, its payments are {found[2]}")
