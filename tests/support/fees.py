"""A small matter with a fee: granted, billed, perhaps reduced, paid, certified, handed over."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from support.matters import ANSWER, APPLICATION, HEAD, ROOT, flow, task
from support.training import Driver, TrainingHall, key, publish

from engine.actor import Actor, Holding, applicant
from engine.bundle import Bundle
from engine.cases.close_cash_day import CloseCashDay
from engine.cases.file_case import FileCase
from engine.cases.pay_bill import PayBill
from engine.cases.void_bill import VoidBill
from engine.cases.void_payment import VoidPayment
from engine.store.base import table_of
from engine.store.bills import Bill, BillItem, Payment

KEY = "house_fee"
HOME, OTHER = "residential", "other_property"
FEE = """fee:
  charged: {value: true, mark: found, source: 示例}
  items:
    - key: residential
      name: {value: 不动产登记费（住宅）, mark: found, source: 示例}
      amount_fen: {value: 8001, mark: own, source: 示例}
      unit: {value: 元/件, mark: found, source: 示例}
      basis: {value: 发改价格规〔2016〕2559号, mark: found, source: 示例}
    - key: other_property
      name: {value: 不动产登记费（非住宅）, mark: found, source: 示例}
      amount_fen: {value: 55000, mark: found, source: 示例}
      unit: {value: 元/件, mark: found, source: 示例}
      basis: {value: 发改价格规〔2016〕2559号, mark: found, source: 示例}
"""
BILL = {
    "type": "object",
    "title": "缴费单",
    "required": ["items", "exemption"],
    "properties": {
        "items": {
            "type": "array",
            "title": "收费项目",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["item", "quantity"],
                "properties": {
                    "item": {
                        "type": "string",
                        "title": "项目",
                        "oneOf": [
                            {"const": HOME, "title": "不动产登记费（住宅）"},
                            {"const": OTHER, "title": "不动产登记费（非住宅）"},
                            {"const": "retired", "title": "已经停收的项目"},
                        ],
                    },
                    "quantity": {"type": "integer", "title": "数量", "minimum": 1},
                },
            },
        },
        "exemption": {
            "type": "string",
            "title": "减免",
            "oneOf": [
                {"const": "none", "title": "不减免"},
                {"const": "half", "title": "减半"},
                {"const": "free", "title": "免缴"},
            ],
        },
        "exemption_basis": {"type": "string", "title": "减免依据", "maxLength": 300},
    },
}
BILLER = Actor("staff", "许开单", "biller", (Holding("handler", "market_bureau"),), department_name="县市场监督管理局")


def fee_matter(key: str = KEY) -> Bundle:
    """Return the matter; its steps have the names and properties that the shared part for fees has."""
    body = [
        '<startEvent id="filed"/>',
        task("acceptance", stage="acceptance", post="window_clerk"),
        task("approval", stage="approval", post="approver"),
        task("make_bill", stage="completion", post="handler", form="bill", document="payment_notice"),
        '<exclusiveGateway id="asked" default="asked__wait"/>',
        task("exemption_decision", stage="completion", post="approver", document="exemption_decision",
             separateFrom="make_bill"),
        '<exclusiveGateway id="exempt" default="exempt__wait"/>',
        '<eventBasedGateway id="wait"/>',
        _catch("paid", "等待缴费", "settled"),
        _catch("voided", "缴费单作废", "void"),
        task("certificate", stage="completion", post="issuing_clerk", department="approval_bureau"),
        task("delivery", stage="delivery", post="issuing_clerk", department="approval_bureau"),
        '<endEvent id="closed"/>',
        flow("filed", "acceptance"),
        flow("acceptance", "approval"),
        flow("approval", "make_bill"),
        flow("make_bill", "asked"),
        flow("asked", "exemption_decision", "make_bill.exemption != 'none'"),
        flow("asked", "wait"),
        flow("exemption_decision", "exempt"),
        flow("exempt", "certificate",
             "exemption_decision.result == 'approve' &amp;&amp; make_bill.exemption == 'free'"),
        flow("exempt", "wait"),
        flow("wait", "paid"),
        flow("wait", "voided"),
        flow("voided", "make_bill"),
        flow("paid", "certificate"),
        flow("certificate", "delivery"),
        flow("delivery", "closed"),
    ]  # fmt: skip
    messages = '<message id="settled" name="fee_settled"/><message id="void" name="bill_voided"/>'
    process = (
        f'{HEAD}{messages}<process id="{key}" name="{key}" isExecutable="true">{"".join(body)}</process></definitions>'
    )
    facts = (ROOT / "processes/small_catering_permit/matter.yaml").read_text("utf-8")
    start = facts.index("\nfee:") + 1
    end = facts.index("\n", start)
    while facts[end + 1 : end + 2] == " ":
        end = facts.index("\n", end + 1)
    facts = (facts[:start] + FEE + facts[end + 1 :]).replace("key: small_catering_permit", f"key: {key}", 1)
    answer = {**ANSWER, "properties": {**ANSWER["properties"], "certificate_no": {"type": "string", "title": "编号"}}}
    answer["properties"] |= {name: {"type": "string", "title": name} for name in ("valid_from", "valid_to", "mode")}
    forms = {"application": APPLICATION, "answer": answer, "bill": BILL}
    return Bundle.of(
        key,
        {
            "process.bpmn": process.encode(),
            "matter.yaml": facts.encode(),
            **{f"forms/{name}.schema.json": json.dumps(form).encode() for name, form in forms.items()},
        },
    )


def _catch(event: str, name: str, message: str) -> str:
    return (
        f'<intermediateCatchEvent id="{event}" name="{name}"><messageEventDefinition messageRef="{message}"/>'
        "</intermediateCatchEvent>"
    )


class Fees:
    """The people of the fee matter: who bills, who decides, who takes the money, who hands over."""

    def __init__(self, training: TrainingHall) -> None:
        self.training = training
        self.hall = training.hall
        publish(self.hall, fee_matter())
        self.biller = Driver(self.hall, BILLER)
        self.cashier, self.other_cashier = training["shoufei"], training["shoufei2"]
        self.approver, self.issuer = training.approver, training["chujian"]

    def granted(self, name: str = "王小明") -> str:
        """Return a case that has been granted and waits for its bill."""
        filing = FileCase(by=applicant(), key=key(), matter_key=KEY, values={"applicant_name": name})
        case: str = self.hall.run(filing)["case_id"]
        self.training.clerk.complete(case, "acceptance", result="accept")
        self.approver.complete(case, "approval", result="grant", opinion="同意")
        return case

    def bill(self, case: str, item: str = HOME, quantity: int = 1, **values: Any) -> str:
        """Make out a bill and return its id."""
        lines = [{"item": item, "quantity": quantity}]
        self.biller.complete(case, "make_bill", **{"items": lines, "exemption": "none"} | values)
        return str(self.of(case)["id"])

    def billed(self, **values: Any) -> tuple[str, str]:
        """Return a new case and its bill."""
        case = self.granted()
        return case, self.bill(case, **values)

    def decide(self, case: str, result: str, reason: str = "符合减免规定") -> dict[str, Any]:
        return self.approver.complete(case, "exemption_decision", result=result, reason=reason)

    def pay(self, bill: str, cashier: Driver | None = None, channel: str = "cash", **more: Any) -> dict[str, Any]:
        by = (cashier or self.cashier).actor
        return self.hall.run(PayBill(**{"by": by, "key": key(), "bill_id": bill, "channel": channel} | more))

    def void_payment(self, payment: str, cashier: Driver | None = None, reason: str = "收错款") -> dict[str, Any]:
        by = (cashier or self.cashier).actor
        return self.hall.run(VoidPayment(by=by, key=key(), payment_id=payment, reason=reason))

    def void(self, bill: str, by: Driver | None = None, reason: str = "项目选错") -> dict[str, Any]:
        return self.hall.run(VoidBill(by=(by or self.biller).actor, key=key(), bill_id=bill, reason=reason))

    def close_day(self, cashier: Driver | None = None, **more: Any) -> dict[str, Any]:
        by = (cashier or self.cashier).actor
        return self.hall.run(CloseCashDay(**{"by": by, "key": key(), "day": self.training.today} | more))

    def certify(self, case: str) -> dict[str, Any]:
        return self.issuer.complete(case, "certificate", certificate_no="1", valid_from="2026-03-02", valid_to="2029")

    def deliver(self, case: str) -> dict[str, Any]:
        return self.issuer.complete(case, "delivery", result="delivered", mode="window")

    def of(self, case: str) -> dict[str, Any]:
        """Return the newest bill of a case."""
        bill = table_of(Bill)
        wanted = select(bill).where(bill.c.case_id == case).order_by(bill.c.id.desc()).limit(1)
        with self.hall.reading() as connection:
            return dict(connection.execute(wanted).mappings().one())

    def row(self, bill: str) -> dict[str, Any]:
        """Return a bill."""
        wanted = select(table_of(Bill)).where(Bill.id == bill)
        with self.hall.reading() as connection:
            return dict(connection.execute(wanted).mappings().one())

    def items(self, bill: str) -> list[dict[str, Any]]:
        wanted = select(table_of(BillItem)).where(BillItem.bill_id == bill).order_by(BillItem.seq)
        with self.hall.reading() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def payments(self, bill: str) -> list[dict[str, Any]]:
        wanted = select(table_of(Payment)).where(Payment.bill_id == bill).order_by(Payment.id)
        with self.hall.reading() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]
