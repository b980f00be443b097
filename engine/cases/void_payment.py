"""Void a payment (作废收款): the cashier's own, with a reason, before the day is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.cases.case_bills import change_bill, lock_bill, start_fee_clock
from engine.cases.cash_days import CASHIER, FEE_HALL, change_day, require_cashier
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.bills import CashDay, Payment
from engine.store.documents import Document
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 200
_payment, _day = table_of(Payment), table_of(CashDay)


def given_reason(text: str) -> str:
    """Return the reason; raises Invalid for none and for one that is too long."""
    reason = text.strip()
    if not reason or len(reason) > LONGEST:
        wrong = zh("请用 1 至 {most} 字写明作废的原因。", most=LONGEST)
        raise Invalid(wrong, {"reason": wrong})
    return reason


@dataclass(frozen=True, kw_only=True)
class VoidPayment(Command):
    """The money goes back and the bill is open again; the slip stays in its series, void.

    The case does not go back: what remains undone is that its result cannot be handed over before it is paid.
    """

    payment_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        till = require_cashier(self.by)
        bill_id = uow.execute(select(_payment.c.bill_id).where(_payment.c.id == self.payment_id)).scalar()
        if bill_id is None:
            raise NotFound
        case, bill = lock_bill(uow, bill_id)
        paid = uow.execute(select(_payment).where(_payment.c.id == self.payment_id)).one()
        if paid.cashier_id != till:
            raise NotAllowed(
                zh("缴款凭证 {slip} 是{person}收的款，只能由{person}本人在日结之前作废。",
                   slip=paid.slip_number, person=paid.cashier_name)
            )  # fmt: skip
        reason = given_reason(self.reason)
        day = dict(uow.execute(select(_day).where(_day.c.id == paid.cash_day_id).with_for_update()).mappings().one())
        if day["closed_at"] is not None:
            raise Forbidden(
                zh("{day}已经日结，缴款凭证 {slip} 不能再作废；需要退款的，请按退库手续办理。",
                   day=day["day"].isoformat(), slip=paid.slip_number)
            )  # fmt: skip
        if paid.voided_at is not None:
            raise Conflict(zh("缴款凭证 {slip} 已经作废。", slip=paid.slip_number))
        if case.row["closed_at"] is not None or self._is_delivered(uow, case.id):
            raise Forbidden(zh("本件的结果已经送达，缴款凭证 {slip} 不能作废。", slip=paid.slip_number))
        voided = {"voided_at": uow.now, "void_reason": reason}
        uow.execute(update(_payment).where(_payment.c.id == paid.id).values(**voided))
        change_day(uow, day)
        change_bill(case, bill, status="open", pay_by=start_fee_clock(case))
        case.record(
            "payment_voided",
            self.by,
            post=CASHIER,
            department=FEE_HALL,
            detail={"bill": bill["number"], "slip": paid.slip_number},
            values={"reason": reason},
        )
        case.save()
        return {"case_id": case.id, "bill_id": bill["id"], "slip": paid.slip_number}

    def _is_delivered(self, uow: UnitOfWork, case_id: str) -> bool:
        document = table_of(Document).c
        wanted = select(document.id).where(document.case_id == case_id, document.kind == "delivery_receipt")
        return uow.execute(wanted.limit(1)).first() is not None
