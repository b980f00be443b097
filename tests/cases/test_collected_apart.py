"""One office assesses and another collects (收缴分离; 汉政办发〔2019〕69号 二之3)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from support.fees import BILLER, Fees
from support.training import Driver, TrainingHall, key

from engine.actor import Actor, Holding, applicant
from engine.administration.verify import verify
from engine.cases.answer_flow import AnswerFlow
from engine.cases.pay_bill import PayBill, PayBillForPractice
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.hall import Hall
from engine.store.bills import Payment
from engine.store.clocks import CaseClock
from engine.store.documents import Document

FEE_HALL = Holding("cashier", "fee_hall")


@pytest.fixture
def fees(training: TrainingHall) -> Fees:
    return Fees(training)


def test_a_cashier_takes_the_money_and_the_case_moves_on(fees: Fees) -> None:
    case, bill = fees.billed()
    assert fees.training.open_elements(case) == []
    answer = fees.pay(bill, channel="scan")
    assert (answer["amount"], answer["moved"]) == ("80.01", True)
    assert answer["slip"] == "收费大厅票〔2026〕00001号"
    assert fees.row(bill)["status"] == "paid"
    assert fees.training.open_elements(case) == ["certificate"]
    with fees.hall.reading() as connection:
        stopped = connection.execute(
            select(CaseClock.stopped_on).where(CaseClock.case_id == case, CaseClock.kind == "fee")
        ).scalar_one()
        slip = connection.execute(select(Document.authority).where(Document.number == answer["slip"])).scalar_one()
    assert (stopped, slip) == (fees.training.today, "收费大厅")
    assert list(verify(fees.hall)) == []


@pytest.mark.parametrize("login", ["chuangkou", "shenhe", "shenpi", "chujian", "jiancha", "admin"])
def test_nobody_but_a_cashier_of_the_fee_hall_takes_money(fees: Fees, login: str) -> None:
    _case, bill = fees.billed()
    with pytest.raises(NotAllowed, match=r"收缴分离.*收费大厅的收费员"):
        fees.pay(bill, fees.training[login])
    assert fees.row(bill)["status"] == "open"


def test_a_cashier_of_another_office_takes_no_money(fees: Fees) -> None:
    _case, bill = fees.billed()
    other = Actor("staff", "别处收费员", "elsewhere", (Holding("cashier", "market_bureau"),))
    with pytest.raises(NotAllowed, match="收缴分离"):
        fees.pay(bill, Driver(fees.hall, other))


def test_who_made_out_the_bill_does_not_take_its_money(fees: Fees) -> None:
    _case, bill = fees.billed()
    moved = Actor("staff", BILLER.name, BILLER.person_id, (FEE_HALL,))
    with pytest.raises(NotAllowed, match=r"您开出的，不能由您收款.*其他收费员.*EM-08"):
        fees.pay(bill, Driver(fees.hall, moved))


def test_who_holds_a_post_in_the_billing_office_does_not_take_its_money(fees: Fees) -> None:
    _case, bill = fees.billed()
    both = Actor("staff", "两边跑", "both", (FEE_HALL, Holding("reviewer", "market_bureau")))
    with pytest.raises(NotAllowed, match=r"您在开单部门任职.*县市场监督管理局"):
        fees.pay(bill, Driver(fees.hall, both))
    assert fees.pay(bill)["moved"]


def test_a_bill_is_paid_once(fees: Fees) -> None:
    _case, bill = fees.billed()
    slip = fees.pay(bill)["slip"]
    with pytest.raises(Conflict, match=f"已由金铭于2026-03-02 09:30收款，缴款凭证 {slip}"):
        fees.pay(bill, fees.other_cashier)
    assert len(fees.payments(bill)) == 1


def test_the_same_form_twice_is_one_payment(fees: Fees) -> None:
    _case, bill = fees.billed()
    form = PayBill(by=fees.cashier.actor, key="one-form", bill_id=bill, channel="cash", seen=fees.row(bill)["version"])
    assert fees.hall.run(form) == fees.hall.run(form)
    assert len(fees.payments(bill)) == 1


def test_a_bill_that_changed_since_it_was_shown_is_shown_again(fees: Fees) -> None:
    _case, bill = fees.billed()
    seen = fees.row(bill)["version"]
    fees.void_payment(fees.pay(bill)["payment_id"])
    with pytest.raises(Conflict, match="刷新页面核对金额"):
        fees.pay(bill, seen=seen)


def test_the_channel_is_one_of_those_of_the_counter(fees: Fees) -> None:
    _case, bill = fees.billed()
    for channel in ("online", "gold", ""):
        with pytest.raises(Invalid, match="请选择缴款方式"):
            fees.pay(bill, channel=channel)


def test_no_report_stands_for_money(fees: Fees) -> None:
    case, bill = fees.billed()
    for message in ("fee_settled", "bill_voided"):
        report = AnswerFlow(by=applicant(case), key=key(), case_id=case, message=message, note="已经缴费")
        with pytest.raises(Forbidden):
            fees.hall.run(report)
    assert fees.row(bill)["status"] == "open"
    assert fees.training.open_elements(case) == []


def test_a_void_payment_opens_the_bill_again_and_moves_nothing_twice(fees: Fees) -> None:
    case, bill = fees.billed()
    first = fees.pay(bill)
    fees.void_payment(first["payment_id"], reason="客户要求改为刷卡")
    assert fees.row(bill)["status"] == "open"
    second = fees.pay(bill, channel="card")
    assert (first["moved"], second["moved"]) == (True, False)
    assert second["slip"] == "收费大厅票〔2026〕00002号"
    assert fees.training.open_elements(case) == ["certificate"]
    assert [one["voided_at"] is None for one in fees.payments(bill)] == [False, True]
    assert list(verify(fees.hall)) == []


def test_a_payment_is_voided_by_who_took_it(fees: Fees) -> None:
    _case, bill = fees.billed()
    paid = fees.pay(bill)["payment_id"]
    with pytest.raises(NotAllowed, match="只能由金铭本人"):
        fees.void_payment(paid, fees.other_cashier)
    with pytest.raises(NotAllowed, match="收缴分离"):
        fees.void_payment(paid, fees.training.supervisor)
    with pytest.raises(Invalid, match="写明作废的原因"):
        fees.void_payment(paid, reason="")
    with pytest.raises(NotFound):
        fees.void_payment("nothing")
    fees.void_payment(paid)
    with pytest.raises(Conflict, match="已经作废"):
        fees.void_payment(paid)


def test_a_payment_is_not_voided_after_the_result_was_handed_over(fees: Fees) -> None:
    case, bill = fees.billed()
    paid = fees.pay(bill)["payment_id"]
    fees.certify(case)
    fees.deliver(case)
    with pytest.raises(Forbidden, match="结果已经送达"):
        fees.void_payment(paid)


def test_in_the_training_hall_applicants_practise_paying_online(fees: Fees) -> None:
    case, bill = fees.billed()
    other, _bill = fees.billed()
    with pytest.raises(NotFound):
        fees.hall.run(PayBillForPractice(by=applicant(other), key=key(), bill_id=bill))
    with pytest.raises(NotFound):
        fees.hall.run(PayBillForPractice(by=fees.cashier.actor, key=key(), bill_id=bill))
    assert fees.hall.run(PayBillForPractice(by=applicant(case), key=key(), bill_id=bill))["moved"]
    assert fees.payments(bill)[0]["channel"] == "online"
    assert list(verify(fees.hall)) == []


def test_in_production_nothing_is_paid_by_practising(fees: Fees, hall_url: str, tmp_path) -> None:
    case, bill = fees.billed()
    real = Hall(hall_url, tmp_path, clock=fees.training.clock, training=False)
    with pytest.raises(NotFound):
        real.run(PayBillForPractice(by=applicant(case), key=key(), bill_id=bill))
    with real.reading() as connection:
        assert connection.execute(select(func.count()).select_from(Payment)).scalar_one() == 0
    real.close()
