"""Void a bill (作废缴费单): the department that made it out, with a reason, while nothing was paid on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.case_bills import VOIDED, change_bill, lock_bill, settle, tell_flow, waits_for
from engine.cases.sight import may_see
from engine.cases.void_payment import given_reason
from engine.command import Command
from engine.errors import Conflict, Forbidden, NotAllowed, NotFound
from engine.posts import POSTS
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class VoidBill(Command):
    """The bill was wrong: it is void, and the flow goes back to making one out.

    Where the flow has left the payment behind there is no way back to a bill, and the result would be handed
    over unpaid: such a bill stays.
    """

    bill_id: str
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, bill = lock_bill(uow, self.bill_id)
        if not self.by.holds(bill["post"], bill["department"]):
            if not may_see(uow.connection, self.by, case.id, case.row["department"]):
                raise NotFound
            office = uow.execute(select(Department.name).where(Department.code == bill["department"])).scalar()
            post = zh("{post}", post=POSTS.get(bill["post"], bill["post"]))
            raise NotAllowed(
                zh("缴费单 {number} 由{department}开出，只能由该部门的{post}作废。",
                   number=bill["number"], department=office or bill["department"], post=post)
            )  # fmt: skip
        reason = given_reason(self.reason)
        if bill["status"] == "paid":
            raise Forbidden(zh("缴费单 {number} 已经收款，不能作废；收错的，由收款人先作废缴款凭证。",
                               number=bill["number"]))  # fmt: skip
        if bill["status"] == "exemption_pending":
            raise Forbidden(zh("缴费单 {number} 正在等待减免决定，作出决定之后才能作废。", number=bill["number"]))
        if bill["status"] != "open":
            raise Conflict(zh("缴费单 {number} 已经作废或者已经免缴。", number=bill["number"]))
        if self.seen is not None and self.seen != bill["version"]:
            raise Conflict(zh("缴费单 {number} 刚刚有变化，请刷新页面。", number=bill["number"]))
        if waits_for(case, VOIDED) is None:
            raise Forbidden(
                zh("本件已经过了缴费环节，缴费单 {number} 作废后就无法再开单，因此不能作废。请申请人缴费。",
                   number=bill["number"])
            )  # fmt: skip
        voided = {"voided_at": uow.now, "voided_by_name": self.by.name, "void_reason": reason}
        change_bill(case, bill, status="void", **voided)
        settle(case)
        held = {"post": bill["post"], "department": bill["department"]}
        case.record("bill_voided", self.by, **held, detail={"bill": bill["number"]}, values={"reason": reason})
        tell_flow(case, VOIDED, {"bill": bill["number"], "reason": reason}, self.by, bill["post"], bill["department"])
        case.save()
        return {"case_id": case.id, "number": case.row["number"], "bill": bill["number"]}
