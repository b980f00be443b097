"""The doctor finds a fen that is not where it belongs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text
from support.fees import Fees
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.administration.verify_money import verify_bills, verify_cash_days
from engine.store.base import table_of
from engine.store.cases import Case

TAMPERINGS = (
    ("UPDATE bill SET total_fen = total_fen + 1, due_fen = due_fen + 1", "bill"),
    ("UPDATE bill SET due_fen = due_fen - 1", "bill"),
    ("UPDATE bill SET status = 'open' WHERE status = 'paid'", "bill"),
    ("UPDATE bill SET status = 'exempt' WHERE status = 'paid'", "bill"),
    ("UPDATE bill SET pay_by = NULL", "bill"),
    ("UPDATE bill_item SET line_fen = line_fen + 1", "bill"),
    ("UPDATE bill_item SET quantity = 2", "bill"),
    ("UPDATE payment SET amount_fen = amount_fen - 1 WHERE voided_at IS NULL", "bill"),
    ("UPDATE payment SET amount_fen = amount_fen - 1 WHERE voided_at IS NULL", "cash_day"),
    ("UPDATE payment SET voided_at = :later WHERE voided_at IS NULL", "cash_day"),
    ("UPDATE payment SET slip_number = slip_number || 'x'", "payment"),
    ("UPDATE payment SET channel = 'card'", "cash_day"),
    ("UPDATE payment SET cashier_id = 'somebody'", "cash_day"),
    ("UPDATE cash_day SET cash_fen = cash_fen + 1", "cash_day"),
    ("UPDATE cash_day SET voided = 0", "cash_day"),
    ("DELETE FROM payment WHERE voided_at IS NOT NULL", "payment"),
)


def test_what_was_changed_is_found(training: TrainingHall) -> None:
    fees = Fees(training)
    case_id, bill = fees.billed()
    fees.void_payment(fees.pay(bill, channel="scan")["payment_id"])
    fees.pay(bill)
    fees.close_day()
    assert list(verify(fees.hall)) == []
    later = (training.clock.now() + timedelta(hours=1)).replace(tzinfo=None)
    for statement, kind in TAMPERINGS:
        with fees.hall.writing.connect() as connection, connection.begin() as change:
            values = {"later": later.isoformat(" ")} if ":later" in statement else {}
            assert connection.execute(text(statement), values).rowcount
            case = connection.execute(select(table_of(Case)).where(Case.id == case_id)).mappings().one()
            found = [*verify_bills(connection, dict(case)), *verify_cash_days(connection)]
            assert kind in {finding.kind for finding in found}, statement
            change.rollback()
    assert list(verify(fees.hall)) == []
