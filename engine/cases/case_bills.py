"""The bills of a case inside a transaction: loading, settling, and telling the flow that waits for money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.actor import Actor
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.official_documents import Issuer, issue_document
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, NotFound
from engine.guide import Limit
from engine.law.fees import PAY_WITHIN_DAYS, in_words
from engine.law.kinds import KINDS
from engine.steps import TOWN, VILLAGE
from engine.store.base import table_of
from engine.store.bills import Bill, BillItem
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Subscription
from engine.text import zh

SETTLED, VOIDED = "fee_settled", "bill_voided"
"""The messages by which the flow learns that a bill was paid, or taken back to be made out anew."""
UNSETTLED = ("open", "exemption_pending")
FEE_CLOCK = "fee"
_bill, _item, _waiting = table_of(Bill), table_of(BillItem), table_of(Subscription).c


def yuan(fen: int) -> str:
    """Return an amount in fen as yuan with two places, without floating point."""
    return f"{fen // 100}.{fen % 100:02d}"


def lock_bill(uow: UnitOfWork, bill_id: str) -> tuple[WorkingCase, dict[str, Any]]:
    """Return the case and the bill, locked in this order; raises NotFound."""
    case_id = uow.execute(select(_bill.c.case_id).where(_bill.c.id == bill_id)).scalar()
    if case_id is None:
        raise NotFound
    case = WorkingCase.lock(uow, case_id)
    row = uow.execute(select(_bill).where(_bill.c.id == bill_id).with_for_update()).mappings().one()
    return case, dict(row)


def unsettled_bill(case: WorkingCase) -> dict[str, Any] | None:
    """Return the bill of the case that is neither paid, exempt nor void, locked; a case has one at most."""
    wanted = select(_bill).where(_bill.c.case_id == case.id, _bill.c.status.in_(UNSETTLED))
    row = case.uow.execute(wanted.with_for_update()).mappings().first()
    return dict(row) if row else None


def change_bill(case: WorkingCase, bill: dict[str, Any], **changes: Any) -> None:
    """Write ``changes`` to the bill, and to the dictionary that stands for it."""
    case.change("bill", bill["status"], changes.get("status", bill["status"]))
    bill.update(changes, version=bill["version"] + 1)
    case.uow.execute(update(_bill).where(_bill.c.id == bill["id"]).values(**changes, version=bill["version"]))


def require_paid(case: WorkingCase) -> None:
    """Raise Forbidden while money is owed: the result is made out and handed over after payment only."""
    bill = unsettled_bill(case)
    if bill is None:
        return
    if bill["status"] == "exemption_pending":
        raise Forbidden(zh("缴费单 {number} 申请减免，尚未作出减免决定；结果在缴费或者免缴之后才能办结、送达。",
                           number=bill["number"]))  # fmt: skip
    raise Forbidden(
        zh("缴费单 {number} 还有 {amount} 元没有缴纳，结果在缴费之后才能办结、送达。请申请人到收费大厅缴费。",
           number=bill["number"], amount=yuan(bill["due_fen"]))
    )  # fmt: skip


def demand_payment(case: WorkingCase, bill: dict[str, Any], by: Actor, exemption: Mapping[str, Any]) -> str:
    """Start the time to pay in, write the payment notice under the bill's number and return that number.

    ``exemption`` is what the notice says of a reduction that was asked for: its basis and what was decided.
    """
    change_bill(case, bill, pay_by=start_fee_clock(case))
    wanted = select(_item.c.name, _item.c.unit, _item.c.basis, _item.c.amount_fen, _item.c.quantity, _item.c.line_fen)
    lines = case.uow.execute(wanted.where(_item.c.bill_id == bill["id"]).order_by(_item.c.seq)).mappings()
    fields = {
        "pay_code": bill["pay_code"],
        "items": [dict(line) for line in lines],
        "total_fen": bill["total_fen"],
        "reduction_fen": bill["reduction_fen"],
        "due_fen": bill["due_fen"],
        "due_in_words": in_words(bill["due_fen"]),
        "pay_by": bill["pay_by"].isoformat(),
        **exemption,
    }
    return issue_document(case, "payment_notice", by, fields, issuer_of(case, bill["department"]), bill["number"])


def start_fee_clock(case: WorkingCase) -> Any:
    """Start the time to pay in and return its last day."""
    said = case.bundle.facts.fee.pay_within
    limit = said.value if said else Limit(PAY_WITHIN_DAYS, "calendar")
    clock = start_clock(case, FEE_CLOCK, case.uow.today, limit.days, unit=limit.unit, basis=KINDS[FEE_CLOCK].basis)
    return clock["due_on"]


def issuer_of(case: WorkingCase, department: str) -> Issuer | None:
    """Return in whose name a department's papers go out; None for the authority of the matter itself."""
    facts = case.bundle.facts
    if department == facts.department:
        return None
    name = case.uow.execute(select(Department.name).where(Department.code == department)).scalar() or department
    series = facts.series.get(department)
    return Issuer(name, series.value if series else name)


def local_issuer(case: WorkingCase, task: Mapping[str, Any]) -> Issuer | None:
    """Return the town or village in whose name a step of theirs writes; None for the authority of the matter.

    What a matter lets the town accept or decide, the town accepts and decides.
    """
    is_local = case.bundle.steps[task["element_id"]].department in (TOWN, VILLAGE)
    return issuer_of(case, task["department"]) if is_local else None


def receiving_issuer(case: WorkingCase) -> Issuer | None:
    """Return the town in whose name the case is taken in; None where the authority of the matter accepts it itself."""
    steps = (one for one in case.bundle.steps.values() if one.stage == "acceptance" and one.post == "window_clerk")
    step = next(steps, None)
    if step is None or step.department not in (TOWN, VILLAGE):
        return None
    return issuer_of(case, step.place(case.row)[0])


def void_unsettled(case: WorkingCase, by: Actor, reason: str) -> None:
    """Void what is still owed in a case that ends before its flow does."""
    bill = unsettled_bill(case)
    if bill is not None:
        change_bill(case, bill, status="void", voided_at=case.uow.now, voided_by_name=by.name, void_reason=reason)


def settle(case: WorkingCase) -> None:
    """Stop the time to pay in."""
    stop_clocks(case, FEE_CLOCK)


def waits_for(case: WorkingCase, message: str) -> str | None:
    """Return the token that waits for ``message``, or None."""
    wanted = select(_waiting.token).where(
        _waiting.case_id == case.id, _waiting.kind == "message", _waiting.name == message
    )
    token: str | None = case.uow.execute(wanted.order_by(_waiting.token).limit(1)).scalar()
    return token


def tell_flow(
    case: WorkingCase, message: str, values: Mapping[str, Any], by: Actor, post: str, department: str
) -> bool:
    """Let the flow go on where it waits for ``message``; tell whether it did."""
    token = waits_for(case, message)
    if token is None or case.row["closed_at"] is not None:
        return False
    functions = case.uow.hall.functions.get(case.bundle.key, {})
    now = case.uow.legal_now
    case.step(
        lambda flow: flow.send(message, values, case.view, now, functions, token=token),
        by,
        token=token,
        post=post,
        department=department,
    )
    return True
