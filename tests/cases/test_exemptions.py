"""Exemptions have a basis and are decided by somebody else than who asks for them (减免)."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support.fees import BILLER, Fees
from support.training import Driver, TrainingHall

from engine.actor import Actor, Holding
from engine.administration.verify import verify
from engine.errors import Forbidden, Invalid, NotAllowed
from engine.store.clocks import CaseClock
from engine.store.documents import Document

BASIS = "发改价格规〔2016〕2559号 第三条：小微企业免收"


@pytest.fixture
def fees(training: TrainingHall) -> Fees:
    return Fees(training)


def kinds(fees: Fees, case: str) -> list[str]:
    with fees.hall.reading() as connection:
        rows = connection.execute(select(Document.kind).where(Document.case_id == case).order_by(Document.seq))
        return [kind for kind in rows.scalars() if kind in ("payment_notice", "exemption_decision", "payment_slip")]


def test_nothing_is_paid_before_the_exemption_is_decided(fees: Fees) -> None:
    case, bill = fees.billed(exemption="half", exemption_basis=BASIS)
    assert fees.row(bill)["status"] == "exemption_pending"
    assert kinds(fees, case) == []
    with pytest.raises(Forbidden, match="还没有作出减免决定"):
        fees.pay(bill)
    with pytest.raises(Forbidden, match="等待减免决定"):
        fees.void(bill)
    fees.decide(case, "approve")
    assert kinds(fees, case) == ["exemption_decision", "payment_notice"]
    assert fees.pay(bill)["amount"] == "40.00"
    assert list(verify(fees.hall)) == []


def test_half_a_fen_is_not_charged(fees: Fees) -> None:
    case, bill = fees.billed(exemption="half", exemption_basis=BASIS)
    fees.decide(case, "approve")
    row = fees.row(bill)
    assert (row["total_fen"], row["reduction_fen"], row["due_fen"]) == (8001, 4001, 4000)


def test_who_is_exempt_pays_nothing_and_the_case_goes_on(fees: Fees) -> None:
    case, bill = fees.billed(exemption="free", exemption_basis=BASIS)
    fees.decide(case, "approve")
    row = fees.row(bill)
    assert (row["status"], row["due_fen"], row["decided_by_name"]) == ("exempt", 0, "宋明远")
    assert kinds(fees, case) == ["exemption_decision"]
    with pytest.raises(Forbidden, match="已决定免缴"):
        fees.pay(bill)
    fees.certify(case)
    fees.deliver(case)
    assert fees.training.status(case) == "closed"
    with fees.hall.reading() as connection:
        clocks = select(CaseClock.id).where(CaseClock.case_id == case, CaseClock.kind == "fee")
        assert connection.execute(clocks).all() == []
    assert list(verify(fees.hall)) == []


@pytest.mark.parametrize("exemption", ["half", "free"])
def test_a_rejected_exemption_leaves_the_whole_sum_due(fees: Fees, exemption: str) -> None:
    case, bill = fees.billed(exemption=exemption, exemption_basis=BASIS)
    fees.decide(case, "reject", reason="不属于小微企业")
    row = fees.row(bill)
    assert (row["status"], row["reduction_fen"], row["due_fen"]) == ("open", 0, 8001)
    assert fees.training.open_elements(case) == []
    assert fees.pay(bill)["amount"] == "80.01"
    assert fees.training.open_elements(case) == ["certificate"]
    assert list(verify(fees.hall)) == []


def test_nobody_decides_the_exemption_they_asked_for(fees: Fees) -> None:
    case, bill = fees.billed(exemption="free", exemption_basis=BASIS)
    promoted = Actor("staff", BILLER.name, BILLER.person_id, (Holding("approver", "market_bureau"),))
    with pytest.raises(NotAllowed, match="请由本部门其他审批人办理"):
        Driver(fees.hall, promoted).complete(case, "exemption_decision", result="approve", reason="同意")
    assert fees.row(bill)["status"] == "exemption_pending"


def test_nobody_decides_their_own_exemption_where_the_process_forgets_to_say_so(training: TrainingHall) -> None:
    from support.fees import fee_matter
    from support.training import publish

    fees, careless = Fees(training), fee_matter()
    process = (
        careless.files["process.bpmn"]
        .decode()
        .replace('<spiffworkflow:property name="separateFrom" value="make_bill"/>', "")
    )
    publish(training.hall, type(careless).of(careless.key, {**careless.files, "process.bpmn": process.encode()}))
    case, _bill = fees.billed(exemption="free", exemption_basis=BASIS)
    promoted = Actor("staff", BILLER.name, BILLER.person_id, (Holding("approver", "market_bureau"),))
    with pytest.raises(NotAllowed, match=r"不能由您决定减免.*其他审批人"):
        Driver(fees.hall, promoted).complete(case, "exemption_decision", result="approve", reason="同意")


def test_an_exemption_decision_says_why(fees: Fees) -> None:
    case, _bill = fees.billed(exemption="free", exemption_basis=BASIS)
    with pytest.raises(Invalid, match="必须说明理由"):
        fees.decide(case, "approve", reason=" ")
    with pytest.raises(Invalid, match="是否准予减免"):
        fees.decide(case, "perhaps")


def test_a_case_with_an_undecided_exemption_is_not_finished(fees: Fees) -> None:
    case, bill = fees.billed(exemption="half", exemption_basis=BASIS)
    fees.decide(case, "approve")
    fees.void_payment(fees.pay(bill)["payment_id"])
    with pytest.raises(Forbidden, match=r"40\.00 元没有缴纳"):
        fees.certify(case)
