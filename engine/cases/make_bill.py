"""Make out a bill (开具缴费单): the department assesses, the fee hall collects (收缴分离; 行政许可法 第五十九条)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from engine.actor import Actor
from engine.cases.case_bills import demand_payment, issuer_of, unsettled_bill
from engine.cases.official_documents import number_document
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, Invalid
from engine.guide import FeeItem
from engine.ids import new_id
from engine.law.codes import luhn_digit
from engine.law.fees import EXEMPTIONS, due, total
from engine.sealing import seal_values
from engine.store.bills import Bill, BillItem
from engine.text import zh

MOST = 9999


def make_bill(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Write the bill and its lines; the amount is the guide's, times the quantities, and nobody types it.

    ``values``: ``items`` (each ``item``, a key of the guide's fees, and ``quantity``), ``exemption`` (none, half,
    free) and ``exemption_basis``. Where an exemption is asked for, nothing is to be paid before it is decided,
    and the payment notice goes out with the decision.
    """
    if not case.bundle.facts.fee.charged.value:
        raise Forbidden(zh("本事项不收费，不能开具缴费单（行政许可法第五十八条，电子监察规则 EM-08）。"))
    standing = unsettled_bill(case)
    if standing is not None:
        raise Forbidden(zh("本件已有未结清的缴费单 {number}，不能重复开单。", number=standing["number"]))
    lines = _lines(case, values.get("items"))
    exemption, basis = values.get("exemption") or "none", str(values.get("exemption_basis") or "").strip()
    if exemption not in EXEMPTIONS:
        raise Invalid(zh("请选择减免情形。"))
    if exemption != "none" and not basis:
        raise Invalid(zh("申请减免必须写明依据。"), {"exemption_basis": zh("请写明减免的依据。")})
    total_fen = total((item.amount_fen.value, quantity) for item, quantity in lines)
    if due(total_fen, "half") <= 0:
        raise Invalid(zh("应缴金额必须大于零。"))
    uow, asked = case.uow, exemption != "none"
    bill = {
        "id": new_id(uow.now),
        "case_id": case.id,
        "number": number_document(case, "payment_notice", issuer_of(case, task["department"])),
        "pay_code": _pay_code(),
        "department": task["department"],
        "post": task["post"],
        "made_by": by.person_id or "",
        "made_by_name": by.name,
        "made_at": uow.now,
        "status": "exemption_pending" if asked else "open",
        "exemption": exemption,
        "sealed_exemption": seal_values(case.key, {"basis": basis})[0] if asked else None,
        "total_fen": total_fen,
        "reduction_fen": 0,
        "due_fen": total_fen,
        "version": 1,
    }
    uow.execute(insert(Bill), bill)
    uow.execute(insert(BillItem), [_line(bill["id"], seq, *line) for seq, line in enumerate(lines, 1)])
    return () if asked else (demand_payment(case, bill, by, {"exemption": "none"}),)


def _lines(case: WorkingCase, given: object) -> list[tuple[FeeItem, int]]:
    """Return item and quantity of every line; raises Invalid, at the line, for what the guide does not have."""
    items = {one.key: one for one in case.bundle.facts.fee.items}
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, Sequence) else []
    if not rows:
        raise Invalid(zh("请至少选择一个收费项目。"), {"items": zh("请至少选择一个收费项目。")})
    lines: dict[str, tuple[FeeItem, int]] = {}
    for place, row in enumerate(rows):
        key, quantity = row.get("item"), row.get("quantity", 1)
        if not isinstance(key, str) or key not in items:
            raise Invalid(zh("有不在收费目录中的项目。"), {f"items.{place}.item": zh("本事项没有这个收费项目。")})
        if key in lines:
            raise Invalid(zh("同一收费项目请合并为一行。"), {f"items.{place}.item": zh("这个项目已经列过。")})
        if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= MOST:
            wrong = zh("数量应当是 1 至 {most} 的整数。", most=MOST)
            raise Invalid(wrong, {f"items.{place}.quantity": wrong})
        lines[key] = (items[key], quantity)
    return list(lines.values())


def _line(bill_id: str, seq: int, item: FeeItem, quantity: int) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "seq": seq,
        "item": item.key,
        "name": item.name.value,
        "unit": item.unit.value,
        "basis": item.basis.value,
        "amount_fen": item.amount_fen.value,
        "quantity": quantity,
        "line_fen": item.amount_fen.value * quantity,
    }


def _pay_code() -> str:
    """Return sixteen digits that nobody guesses, the last of which shows a slip of the finger."""
    digits = f"{secrets.randbelow(10**15):015d}"
    return digits + luhn_digit(digits)
