"""The cashier's day: a list that adds up, and nothing changed behind its closing (日结)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from support.fees import OTHER, Fees
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed
from engine.store.base import table_of
from engine.store.bills import CashDay


@pytest.fixture
def fees(training: TrainingHall) -> Fees:
    return Fees(training)


def lists(fees: Fees) -> list[tuple[str, date, bool, int]]:
    """Return (cashier, day, closed, version) of every list."""
    with fees.hall.reading() as connection:
        rows = connection.execute(select(table_of(CashDay)).order_by(CashDay.cashier_name, CashDay.day)).all()
    return [(row.cashier_name, row.day, row.closed_at is not None, row.version) for row in rows]


def test_a_closed_day_says_how_much_by_which_channel(fees: Fees) -> None:
    for channel, item in (("cash", "residential"), ("cash", OTHER), ("scan", OTHER), ("card", "residential")):
        _case, bill = fees.billed(item=item)
        fees.pay(bill, channel=channel)
    _case, bill = fees.billed()
    fees.void_payment(fees.pay(bill, channel="card")["payment_id"])
    closed = fees.close_day()
    assert closed == {
        "day": "2026-03-02", "payments": 4, "voided": 1, "total_fen": 126002,
        "cash_fen": 63001, "card_fen": 8001, "scan_fen": 55000,
    }  # fmt: skip
    assert list(verify(fees.hall)) == []


def test_after_the_closing_nothing_of_the_day_is_voided(fees: Fees) -> None:
    _case, bill = fees.billed()
    paid = fees.pay(bill)["payment_id"]
    fees.close_day()
    with pytest.raises(Forbidden, match=r"2026-03-02已经日结.*退库"):
        fees.void_payment(paid)
    with pytest.raises(Conflict, match="已经日结"):
        fees.close_day()


def test_money_taken_after_the_closing_is_of_the_next_working_day(fees: Fees) -> None:
    fees.training.pass_days(4)
    fees.close_day()
    _case, bill = fees.billed()
    paid = fees.pay(bill)
    assert paid["day"] == "2026-03-09", "closed on a Friday"
    fees.void_payment(paid["payment_id"])
    with pytest.raises(Invalid, match="还没有到"):
        fees.close_day(day=date(2026, 3, 9))
    fees.pay(bill)
    fees.training.pass_days(3)
    assert fees.close_day()["total_fen"] == 8001
    assert list(verify(fees.hall)) == []


def test_each_cashier_closes_a_list_of_their_own(fees: Fees) -> None:
    _case, bill = fees.billed()
    _case, other = fees.billed(item=OTHER)
    fees.pay(bill)
    fees.pay(other, fees.other_cashier)
    assert fees.close_day(fees.other_cashier)["total_fen"] == 55000
    assert fees.close_day()["total_fen"] == 8001
    assert [(name, closed) for name, _day, closed, _version in lists(fees)] == [("白露", True), ("金铭", True)]


def test_a_list_that_grew_since_it_was_counted_is_not_closed(fees: Fees) -> None:
    _case, bill = fees.billed()
    fees.pay(bill)
    seen = lists(fees)[0][3]
    fees.void_payment(fees.payments(bill)[0]["id"])
    with pytest.raises(Conflict, match="重新核对"):
        fees.close_day(seen=seen)
    fees.close_day(seen=lists(fees)[0][3])


def test_yesterdays_list_can_still_be_closed(fees: Fees) -> None:
    _case, bill = fees.billed()
    fees.pay(bill)
    yesterday = fees.training.today
    fees.training.pass_days(1)
    assert fees.close_day(day=yesterday)["payments"] == 1
    with pytest.raises(Forbidden, match="没有收款"):
        fees.close_day(day=yesterday - timedelta(days=30))
    assert list(verify(fees.hall)) == []


def test_only_a_cashier_closes_a_day(fees: Fees) -> None:
    with pytest.raises(NotAllowed, match="收缴分离"):
        fees.close_day(fees.training.supervisor)
