"""The cashier's desk: bills to be paid. A cashier sees the bill and nothing else of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, case, or_, select

from engine.actor import Actor
from engine.cases.cash_days import require_cashier
from engine.errors import NotFound
from engine.law.breach import Breach
from engine.law.duties import biller_is_not_cashier, office_does_not_collect
from engine.queries.case_bills import BillLine, bill_lines
from engine.queries.names import department_names
from engine.store.base import table_of
from engine.store.bills import Bill, CashDay, Payment
from engine.store.cases import Case
from engine.store.documents import Document

if TYPE_CHECKING:
    from engine.hall import Hall

MOST_SHOWN = 200
LONGEST_SEARCH = 60
_bill, _case, _payment, _day = table_of(Bill), table_of(Case).c, table_of(Payment), table_of(CashDay).c
# Open ones first, then those that were paid, and so on.
_ORDER = case({"open": 0, "exemption_pending": 1, "paid": 2}, value=_bill.c.status, else_=3)


@dataclass(frozen=True)
class BillRow:
    """A bill in the list; the payer is named in full, for it is to the cashier that they say their name."""

    id: str
    number: str
    pay_code: str
    status: str
    payer: str
    case_number: str
    matter_name: str
    department_name: str
    due_fen: int
    pay_by: date | None
    made_at: datetime


@dataclass(frozen=True)
class BillPage:
    """One bill as the cashier sees it; ``breach`` is the rule that keeps this cashier from taking its money."""

    bill: BillLine
    payer: str
    case_number: str
    matter_name: str
    breach: Breach | None
    voidable: bool
    """Whether this cashier may still void the payment that counts."""


@dataclass(frozen=True)
class OpenBills:
    """What waits to be paid, or what was found; ``is_cut`` where there is more than is shown."""

    rows: tuple[BillRow, ...]
    is_cut: bool


def open_bills(hall: Hall, connection: Connection, by: Actor, search: str = "") -> OpenBills:
    """Return the open bills, those due first; with ``search`` (number, pay code, case, name) bills in any state.

    Raises NotAllowed for whoever is no cashier of the fee hall.
    """
    require_cashier(by)
    text = search.strip()[:LONGEST_SEARCH]
    query = select(
        _bill.c.id, _bill.c.number, _bill.c.pay_code, _bill.c.status, _bill.c.department, _bill.c.due_fen,
        _bill.c.pay_by, _bill.c.made_at, _case.applicant_name, _case.number.label("case_number"), _case.matter_name,
    ).join_from(_bill, table_of(Case), _case.id == _bill.c.case_id)  # fmt: skip
    if text:
        digits = text.replace(" ", "")
        query = query.where(
            or_(
                _bill.c.number.contains(text, autoescape=True),
                _bill.c.pay_code == digits,
                _case.number == digits,
                _case.applicant_name.contains(text, autoescape=True),
            )
        ).order_by(_ORDER, _bill.c.made_at.desc(), _bill.c.id.desc())
    else:
        query = query.where(_bill.c.status == "open").order_by(_bill.c.pay_by, _bill.c.made_at, _bill.c.id)
    found = connection.execute(query.limit(MOST_SHOWN + 1)).mappings().all()
    names = department_names(connection)
    return OpenBills(tuple(_row(row, names) for row in found[:MOST_SHOWN]), len(found) > MOST_SHOWN)


def _row(row: Any, names: dict[str, str]) -> BillRow:
    return BillRow(
        row["id"],
        row["number"],
        row["pay_code"],
        row["status"],
        row["applicant_name"],
        row["case_number"],
        row["matter_name"],
        names.get(row["department"], row["department"]),
        row["due_fen"],
        row["pay_by"],
        row["made_at"],
    )


def bill_page(hall: Hall, connection: Connection, by: Actor, bill_id: str) -> BillPage:
    """Return one bill; raises NotFound, and NotAllowed for whoever is no cashier of the fee hall."""
    cashier = require_cashier(by)
    row = connection.execute(select(_bill).where(_bill.c.id == bill_id)).mappings().first()
    if row is None:
        raise NotFound
    bill = bill_lines(connection, [row])[0]
    about = connection.execute(
        select(_case.applicant_name, _case.number, _case.matter_name).where(_case.id == bill.case_id)
    ).one()
    breach = biller_is_not_cashier(cashier, row["made_by"]) or office_does_not_collect(
        {held.department for held in by.holdings}, bill.department
    )
    return BillPage(bill, *about, breach, _voidable(connection, cashier, bill))


def _voidable(connection: Connection, cashier: str, bill: BillLine) -> bool:
    paid = bill.payment
    if paid is None or paid.cashier_id != cashier:
        return False
    closed = select(_day.closed_at).join_from(_payment, table_of(CashDay), _day.id == _payment.c.cash_day_id)
    return connection.execute(closed.where(_payment.c.id == paid.id)).scalar() is None


@dataclass(frozen=True)
class Slip:
    """Where a payment belongs, and the document that is its slip."""

    case_id: str
    bill_id: str
    document_id: str


def slip_of(connection: Connection, by: Actor, payment_id: str) -> Slip:
    """Return the slip of a payment, which any cashier of the fee hall may print; raises NotFound."""
    require_cashier(by)
    document = table_of(Document).c
    row = connection.execute(
        select(_payment.c.case_id, _payment.c.bill_id, document.id)
        .join_from(_payment, table_of(Document), document.number == _payment.c.slip_number)
        .where(_payment.c.id == payment_id)
    ).first()
    if row is None:
        raise NotFound
    return Slip(*row)
