"""A fee is charged only where the law has it, for the sum that the law says (行政许可法 第五十八条、第五十九条)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.fees import BILLER, HOME, OTHER, Fees, fee_matter
from support.matters import bundle, flow, task
from support.training import Driver, TrainingHall, publish

from engine.actor import Actor, Holding
from engine.administration.verify import verify
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound


@pytest.fixture
def fees(training: TrainingHall) -> Fees:
    return Fees(training)


def test_the_sum_of_a_bill_follows_from_the_guide_and_the_quantities(fees: Fees) -> None:
    case = fees.granted()
    lines = [{"item": HOME, "quantity": 3}, {"item": OTHER, "quantity": 1}]
    answer = fees.biller.complete(case, "make_bill", items=lines, exemption="none")
    bill = fees.of(case)
    assert (bill["total_fen"], bill["reduction_fen"], bill["due_fen"]) == (3 * 8001 + 55000, 0, 79003)
    assert [(line["amount_fen"], line["quantity"], line["line_fen"]) for line in fees.items(bill["id"])] == [
        (8001, 3, 24003),
        (55000, 1, 55000),
    ]
    assert bill["status"] == "open"
    assert answer["documents"] == [bill["number"]]
    assert bill["number"].endswith("缴〔2026〕00001号")
    assert bill["pay_by"] == fees.training.today + timedelta(days=15)
    assert list(verify(fees.hall)) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"items": [{"item": "retired", "quantity": 1}]}, "不在收费目录", id="not-in-the-guide"),
        pytest.param({"items": [{"item": HOME, "quantity": 1}] * 2}, "合并为一行", id="twice"),
        pytest.param({"items": [{"item": HOME, "quantity": 10000}]}, "1 至 9999", id="too-many"),
        pytest.param({"exemption": "half"}, "必须写明依据", id="no-basis"),
        pytest.param({"exemption": "free", "exemption_basis": "  "}, "必须写明依据", id="blank-basis"),
    ],
)
def test_a_bill_that_the_guide_does_not_carry_is_refused(fees: Fees, values: dict, sentence: str) -> None:
    case = fees.granted()
    given = {"items": [{"item": HOME, "quantity": 1}], "exemption": "none"} | values
    with pytest.raises(Invalid, match=sentence):
        fees.biller.complete(case, "make_bill", **given)


def test_nobody_types_an_amount(fees: Fees) -> None:
    case = fees.granted()
    lines = [{"item": HOME, "quantity": 1, "amount_fen": 1}]
    with pytest.raises(Invalid):
        fees.biller.complete(case, "make_bill", items=lines, exemption="none")


def test_a_matter_without_a_fee_has_no_bill(training: TrainingHall) -> None:
    step = task("make_bill", stage="completion", post="handler", document="payment_notice")
    ends = [
        '<startEvent id="filed"/>',
        '<endEvent id="closed"/>',
        flow("filed", "make_bill"),
        flow("make_bill", "closed"),
    ]
    publish(training.hall, bundle("free_of_charge", step + "".join(ends)))
    case = training.file_case("free_of_charge")
    with pytest.raises(Forbidden, match="EM-08"):
        Driver(training.hall, BILLER).complete(case, "make_bill", result="billed")


def test_the_result_is_made_out_and_handed_over_after_payment_only(fees: Fees) -> None:
    case, bill = fees.billed()
    paid = fees.pay(bill)
    fees.void_payment(paid["payment_id"])
    with pytest.raises(Forbidden, match=r"80\.01 元没有缴纳"):
        fees.certify(case)
    paid = fees.pay(bill)
    fees.certify(case)
    fees.void_payment(paid["payment_id"])
    with pytest.raises(Forbidden, match="结果在缴费之后"):
        fees.deliver(case)
    fees.pay(bill)
    fees.deliver(case)
    assert fees.training.status(case) == "closed"
    assert list(verify(fees.hall)) == []


def test_the_department_takes_its_bill_back_and_makes_out_another(fees: Fees) -> None:
    case, bill = fees.billed()
    fees.void(bill, reason="应按非住宅收费")
    assert fees.row(bill)["status"] == "void"
    assert fees.training.open_elements(case) == ["make_bill"]
    with pytest.raises(Forbidden, match="应按非住宅收费"):
        fees.pay(bill)
    again = fees.bill(case, OTHER)
    assert fees.pay(again)["amount"] == "550.00"
    assert fees.training.open_elements(case) == ["certificate"]
    assert list(verify(fees.hall)) == []


def test_a_bill_is_voided_by_its_department_and_nobody_else(fees: Fees) -> None:
    _case, bill = fees.billed()
    with pytest.raises(NotAllowed, match="只能由该部门的承办人作废"):
        fees.void(bill, by=fees.approver)
    with pytest.raises(NotFound):
        fees.void(bill, by=fees.cashier)
    stranger = Actor("staff", "外人", "stranger", (Holding("handler", "approval_bureau"),))
    with pytest.raises(NotFound):
        fees.void(bill, by=Driver(fees.hall, stranger))
    with pytest.raises(Invalid, match="写明作废的原因"):
        fees.void(bill, reason=" ")


def test_a_paid_bill_is_not_voided(fees: Fees) -> None:
    _case, bill = fees.billed()
    fees.pay(bill)
    with pytest.raises(Forbidden, match="已经收款"):
        fees.void(bill)


def test_a_bill_that_the_flow_has_left_behind_is_not_voided(fees: Fees) -> None:
    """Voided there, it would let the result go out unpaid."""
    _case, bill = fees.billed()
    fees.void_payment(fees.pay(bill)["payment_id"])
    with pytest.raises(Forbidden, match="已经过了缴费环节"):
        fees.void(bill)


def test_what_is_owed_ends_with_a_case_that_is_withdrawn(training: TrainingHall) -> None:
    """A matter that bills before it decides."""
    early = fee_matter("early_fee")
    process = early.files["process.bpmn"].decode().replace("acceptance__approval", "acceptance__bill_first")
    process = process.replace(
        'sourceRef="acceptance" targetRef="approval"', 'sourceRef="acceptance" targetRef="make_bill"'
    )
    process = process.replace(
        '<sequenceFlow id="approval__make_bill" sourceRef="approval" targetRef="make_bill"></sequenceFlow>', ""
    )
    fees = Fees(training)
    publish(training.hall, type(early).of("early_fee", {**early.files, "process.bpmn": process.encode()}))
    case = training.file_case("early_fee")
    training.clerk.complete(case, "acceptance", result="accept")
    bill = fees.bill(case)
    training.hall.run(WithdrawCase(by=training.clerk.actor, case_id=case, reason="不办了"))
    assert fees.row(bill)["status"] == "void"
    with pytest.raises(Forbidden, match="终止办理"):
        fees.pay(bill)
    assert list(verify(training.hall)) == []
