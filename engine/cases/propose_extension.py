"""Propose to extend the limit of a case (延长办理期限): the head of the authority decides (行政许可法 第四十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from engine.cases.extension_rules import approver_place, regime_of
from engine.cases.holders_of_post import holders_of_post
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.running_pauses import clock_row
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.ids import new_id
from engine.law.extensions import check_extension
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.clocks import ClockExtension
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

TEMPLATE = zh("{person}申请将办件 {number} 的办理期限延长 {days} 个工作日，请审批。").template
_extension = table_of(ClockExtension)


@dataclass(frozen=True, kw_only=True)
class ProposeExtension(Command):
    """Ask the head for ``days`` more working days, with the ``reason`` that the applicant will be told.

    Once per case, no more than the matter's own law allows, and only while the limit has not passed. Nothing moves
    before the head approves.
    """

    task_id: str
    days: int | None
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = pausing_task(uow, self.task_id, self.by, self.seen)
        regime = regime_of(case.bundle.facts)
        if regime.most < 1:
            raise Forbidden(zh("没有法律规定本事项的办理期限可以延长（{basis}）。", basis=regime.basis))
        require_no_other(case, regime.basis)
        require_in_time(case)
        reason = required_text(self.reason, "reason", zh("请写明延长的理由，申请人会在告知书上看到。"), LONGEST)
        breach = check_extension(regime, self.days or 0, extended_before=0, approver=regime.approver, reason=reason)
        if breach is not None:
            raise Invalid(Text(str(breach)), {"days": Text(str(breach))})
        post, department = approver_place(case.bundle.facts, case.row["department"])
        row = {
            "id": new_id(uow.now),
            "case_id": case.id,
            "status": "proposed",
            "days": self.days,
            "basis": regime.basis,
            "sealed_reason": seal_values(case.key, {"reason": reason})[0],
            "approver_post": post,
            "approver_department": department,
            "proposed_on": uow.today,
            "proposed_at": uow.now,
            "proposed_by": self.by.person_id,
            "proposed_by_name": self.by.name,
            "excuses_promise": False,
        }
        uow.execute(insert(_extension), row)
        detail = {"days": self.days, "basis": regime.basis}
        case.record("extension_proposed", self.by, **about_task(task), detail=detail, values={"reason": reason})
        self._tell(case, post, department)
        case.save()
        return {"case_id": case.id, "extension_id": row["id"]}

    def _tell(self, case: WorkingCase, post: str, department: str) -> None:
        uow = case.uow
        said = Text(TEMPLATE, {"person": self.by.name, "number": case.row["number"], "days": self.days})
        tell(uow, holders_of_post(uow, post, department or None), "extension", said, case_id=case.id)


def require_no_other(case: WorkingCase, basis: str) -> None:
    """Raise Forbidden where the case was extended, or the head is being asked already."""
    own = (_extension.c.case_id == case.id, _extension.c.status.in_(("proposed", "approved")))
    other = case.uow.execute(select(_extension).where(*own)).first()
    if other is None:
        return
    if other.status == "approved":
        raise Forbidden(zh("期限只能延长一次，本件已经延长过（{basis}）。", basis=basis))
    said = {"person": other.proposed_by_name, "day": other.proposed_on.isoformat()}
    raise Forbidden(zh("{person}已于{day}申请延长本件的期限，正在等待审批。", **said))


def require_in_time(case: WorkingCase) -> None:
    """Raise Forbidden where the statutory limit has passed: what is late is not made timely by an extension."""
    clock = clock_row(case, "statutory")
    if clock is None or (clock.paused_since is None and case.uow.today > clock.due_on):
        raise Forbidden(zh("法定办结时限已经届满，不能再延长：延长应当在期限届满以前批准（行政许可法 第四十二条）。"))
