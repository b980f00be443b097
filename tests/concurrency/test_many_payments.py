"""Many payments at once, some posted twice, some for a void bill, while cashiers close the day: not a fen is lost."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import datetime
from pathlib import Path
from threading import Barrier

import competitors
import pytest
from competitors import PATIENCE, run_together
from sqlalchemy import func, select
from support.fees import Fees
from support.training import TrainingHall

from engine.actor import Actor
from engine.administration.verify import verify
from engine.cases.close_cash_day import CloseCashDay
from engine.cases.pay_bill import PayBill
from engine.cases.void_bill import VoidBill
from engine.clock import FixedClock, legal_day
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.bills import Bill, CashDay, Payment
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

CHANNELS = ("cash", "card", "scan")


def collect(
    place: int, start: Barrier, out: Path, url: str, data: Path, at: datetime, bills: list[str], actors: list[Actor]
) -> None:
    """Pay all bills in an order of one's own, every third form twice, and close the day in the middle.

    The last of the actors is who made the bills out, and voids every tenth of them meanwhile.
    """
    hall, by = Hall(url, data, clock=FixedClock(at), training=True), actors[place]
    chance = random.Random(place)
    order, outcomes = list(bills), Counter[str]()
    chance.shuffle(order)
    if place == len(actors) - 1:
        order = bills[::10]
    start.wait(PATIENCE)
    for number, bill in enumerate(order):
        if place == len(actors) - 1:
            command: object = VoidBill(by=by, key=f"void-{bill}", bill_id=bill, reason="项目选错")
        else:
            command = PayBill(by=by, key=f"{place}-{bill}", bill_id=bill, channel=chance.choice(CHANNELS))
        answers = [competitors.outcome(hall, command) for _ in range(2 if number % 3 == 0 else 1)]
        assert answers[0][0] != "done" or all(one == answers[0] for one in answers)
        outcomes[answers[0][0]] += 1
        if number == len(order) // 2 and place < len(actors) - 1:
            outcomes[
                f"close {competitors.outcome(hall, CloseCashDay(by=by, key=f'close-{place}', day=legal_day(at)))[0]}"
            ] += 1
    hall.close()
    out.write_text(json.dumps(outcomes), encoding="utf-8")


@pytest.mark.parametrize("payments", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_the_ledger_equals_the_bills_to_the_fen(
    training: TrainingHall, hall_url: str, tmp_path: Path, payments: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(competitors, "PATIENCE", 900)
    fees, hall = Fees(training), training.hall
    bills = [fees.billed(quantity=1 + number % 7)[1] for number in range(payments)]
    actors = [fees.cashier.actor, fees.other_cashier.actor, fees.biller.actor]
    found = run_together(3, collect, hall_url, tmp_path, training.clock.now(), bills, actors, folder=tmp_path)

    bill, payment, entry, task = (table_of(one).c for one in (Bill, Payment, TrailEntry, Task))
    with hall.reading() as connection:
        by_status = dict(connection.execute(select(bill.status, func.count()).group_by(bill.status)).all())
        due = connection.execute(select(func.sum(bill.due_fen)).where(bill.status == "paid")).scalar_one()
        taken = connection.execute(select(func.sum(payment.amount_fen)).where(payment.voided_at.is_(None))).scalar_one()
        caught = connection.execute(
            select(entry.element_id, func.count()).where(entry.act == "caught").group_by(entry.element_id)
        ).all()
        once = (
            connection.execute(select(func.count()).where(entry.act == "caught").group_by(entry.case_id))
            .scalars()
            .all()
        )
        opened = connection.execute(
            select(task.element_id, func.count()).where(task.status == "open").group_by(task.element_id)
        ).all()
        closed = connection.execute(select(func.count()).where(CashDay.closed_at.is_not(None))).scalar_one()
    assert sum(by_status.values()) == payments
    assert set(by_status) <= {"paid", "void"}
    assert taken == due
    assert dict(caught) == {
        name: by_status[of] for name, of in (("paid", "paid"), ("voided", "void")) if of in by_status
    }
    assert set(once) == {1}
    assert dict(opened) == {
        name: by_status[of] for name, of in (("certificate", "paid"), ("make_bill", "void")) if of in by_status
    }
    assert found[0].get("done", 0) + found[1].get("done", 0) == by_status["paid"]
    assert found[2].get("done", 0) == by_status.get("void", 0)
    assert closed == 2
    assert not {name for one in found for name in one} - {"done", "Conflict", "Forbidden", "close done"}
    assert list(verify(hall)) == []
