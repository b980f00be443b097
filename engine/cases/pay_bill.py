"""Take the money for a bill (收款): a cashier of the fee hall, the whole sum, one slip (收缴分离)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from engine.actor import Actor
from engine.cases.case_bills import SETTLED, change_bill, lock_bill, settle, tell_flow, yuan
from engine.cases.cash_days import CASHIER, CHANNELS, FEE_HALL, ONLINE, change_day, lock_open_day, require_cashier
from engine.cases.official_documents import Issuer, issue_document
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.ids import new_id
from engine.law.duties import biller_is_not_cashier, office_does_not_collect
from engine.law.fees import in_words
from engine.store.base import table_of
from engine.store.bills import BillItem, Payment
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_item, _payment = table_of(BillItem).c, table_of(Payment).c


@dataclass(frozen=True, kw_only=True)
class PayBill(Command):
    """A cashier takes what the bill says; ``channel`` is cash, card or scan, ``seen`` the version that was shown.

    The case moves on where it waits for the money. A bill that was paid, voided and is paid again moves nothing.
    """

    bill_id: str
    channel: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        till = require_cashier(self.by)
        if self.channel not in CHANNELS:
            raise Invalid(zh("请选择缴款方式。"), {"channel": zh("请选择缴款方式。")})
        case, bill = lock_bill(uow, self.bill_id)
        _require_apart(case, bill, self.by)
        _require_payable(case, bill, self.seen)
        return _take(case, bill, self.by, till, self.channel)


@dataclass(frozen=True, kw_only=True)
class PayBillForPractice(Command):
    """The applicant of a training hall pays online; nothing is paid, and in production there is no such act."""

    bill_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not uow.hall.training or self.by.case_id is None:
            raise NotFound
        case, bill = lock_bill(uow, self.bill_id)
        if case.id != self.by.case_id:
            raise NotFound
        _require_payable(case, bill, None)
        return _take(case, bill, self.by, ONLINE, ONLINE)


def _require_apart(case: WorkingCase, bill: dict[str, Any], by: Actor) -> None:
    """Raise NotAllowed where who made out the bill, decided on it, or works in its department would take the money."""
    person = by.person_id or ""
    breach = biller_is_not_cashier(person, bill["made_by"]) or office_does_not_collect(
        {held.department for held in by.holdings}, bill["department"]
    )
    if breach is None:
        return
    office = case.uow.execute(select(Department.name).where(Department.code == bill["department"])).scalar()
    raise NotAllowed(
        zh("{message}开单部门：{department}。请由收费大厅的其他收费员收款。（依据：{basis}）",
           message=breach.message, department=office or bill["department"], basis=breach.basis)
    )  # fmt: skip


def _require_payable(case: WorkingCase, bill: dict[str, Any], seen: int | None) -> None:
    """Raise Conflict or Forbidden, saying who did what and when, unless the bill is open and as it was shown."""
    number = bill["number"]
    if bill["status"] == "paid":
        paid = case.uow.execute(
            select(_payment.cashier_name, _payment.paid_at, _payment.slip_number).where(
                _payment.bill_id == bill["id"], _payment.voided_at.is_(None)
            )
        ).one()
        raise Conflict(
            zh("缴费单 {number} 已由{person}于{at}收款，缴款凭证 {slip}，不能重复收款。",
               number=number, person=paid.cashier_name, slip=paid.slip_number,
               at=f"{paid.paid_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}")
        )  # fmt: skip
    if bill["status"] == "void":
        raise Forbidden(zh("缴费单 {number} 已由{person}作废（{reason}），不能收款。",
                           number=number, person=bill["voided_by_name"], reason=bill["void_reason"]))  # fmt: skip
    if bill["status"] == "exemption_pending":
        raise Forbidden(zh("缴费单 {number} 申请减免，还没有作出减免决定，现在不能收款。", number=number))
    if bill["status"] == "exempt":
        raise Forbidden(zh("缴费单 {number} 已决定免缴，不需要缴费。", number=number))
    if seen is not None and seen != bill["version"]:
        raise Conflict(zh("缴费单 {number} 刚刚有变化，请刷新页面核对金额后再收款。", number=number))


def _take(case: WorkingCase, bill: dict[str, Any], by: Actor, till: str, channel: str) -> dict[str, Any]:
    uow, online = case.uow, channel == ONLINE
    name = "网上缴费（练习）" if online else by.name
    day = lock_open_day(uow, till, name)
    slip = issue_document(case, "payment_slip", by, _slip_fields(case, bill, name, channel), _fee_hall(uow))
    payment = {
        "id": new_id(uow.now),
        "bill_id": bill["id"],
        "case_id": case.id,
        "cash_day_id": day["id"],
        "slip_number": slip,
        "channel": channel,
        "amount_fen": bill["due_fen"],
        "cashier_id": by.person_id,
        "cashier_name": name,
        "paid_at": uow.now,
    }
    uow.execute(insert(Payment), payment)
    change_day(uow, day)
    change_bill(case, bill, status="paid")
    settle(case)
    post, department = ("", "") if online else (CASHIER, FEE_HALL)
    case.record(
        "bill_paid",
        by,
        post=post or None,
        department=department or None,
        detail={"bill": bill["number"], "slip": slip, "amount_fen": bill["due_fen"], "channel": channel},
    )
    said = {"bill": bill["number"], "slip": slip, "amount_fen": bill["due_fen"], "channel": channel}
    moved = tell_flow(case, SETTLED, said, by, post, department)
    case.save()
    return {
        "case_id": case.id,
        "bill_id": bill["id"],
        "payment_id": payment["id"],
        "slip": slip,
        "amount": yuan(bill["due_fen"]),
        "day": day["day"].isoformat(),
        "moved": moved,
    }


def _slip_fields(case: WorkingCase, bill: dict[str, Any], cashier: str, channel: str) -> dict[str, Any]:
    wanted = select(_item.name, _item.unit, _item.amount_fen, _item.quantity, _item.line_fen)
    lines = case.uow.execute(wanted.where(_item.bill_id == bill["id"]).order_by(_item.seq)).mappings()
    return {
        "bill": bill["number"],
        "billed_by": case.uow.execute(select(Department.name).where(Department.code == bill["department"])).scalar()
        or bill["department"],
        "items": [dict(line) for line in lines],
        "total_fen": bill["total_fen"],
        "reduction_fen": bill["reduction_fen"],
        "amount_fen": bill["due_fen"],
        "amount_in_words": in_words(bill["due_fen"]),
        "channel": channel,
        "cashier": cashier,
        "paid_at": case.uow.legal_now.isoformat(),
    }


def _fee_hall(uow: UnitOfWork) -> Issuer:
    """Return the fee hall as the issuer of slips, whichever matter is paid for: one series for all."""
    name = uow.execute(select(Department.name).where(Department.code == FEE_HALL)).scalar() or "收费大厅"
    return Issuer(name, name)
