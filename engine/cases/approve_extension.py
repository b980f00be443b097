"""Approve an extension or decline it: the head of the authority, or of the government (行政许可法 第四十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.cases.extension_rules import regime_of
from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST
from engine.cases.propose_extension import require_in_time
from engine.cases.reckon_clocks import reckon
from engine.cases.sight import require_sight
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotAllowed, NotFound, TaskClosed
from engine.law.extensions import APPROVERS, check_extension
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.clocks import CaseClock, ClockExtension
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

APPROVED = zh("办件 {number} 的办理期限已批准延长 {days} 个工作日。").template
DECLINED = zh("办件 {number} 的延期申请未获批准：{reason}").template
_clock, _extension = table_of(CaseClock), table_of(ClockExtension)


@dataclass(frozen=True, kw_only=True)
class ApproveExtension(Command):
    """Decide a proposal. Approved, the statutory limit moves and the applicant is told why, in writing.

    The promise moves only where the hall's rule excuses it; else the case stays late by its promise. Nobody approves
    what they proposed themselves.
    """

    extension_id: str
    approve: bool
    reason: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = _lock(uow, self.extension_id)
        self._require_head(uow, case, row)
        if row["status"] in ("approved", "declined"):
            said = {"person": row["decided_by_name"], "day": row["decided_on"].isoformat()}
            raise TaskClosed(zh("这项延期申请已由{person}于{day}审批。", **said))
        if row["status"] != "proposed" or case.row["status"] != "accepted":
            raise Forbidden(zh("本件已经作出决定或者已经办结，不再需要延长期限。"))
        numbers = self._approved(case, row) if self.approve else self._declined(case, row)
        case.save()
        return {"case_id": case.id, "documents": numbers}

    def _require_head(self, uow: UnitOfWork, case: WorkingCase, row: dict[str, Any]) -> None:
        post, department = row["approver_post"], row["approver_department"] or None
        if not self.by.holds(post, department):
            require_sight(uow.connection, self.by, case.id, case.row["department"])
            raise NotAllowed(zh("延长期限须经{head}批准（{basis}）。", head=APPROVERS[post], basis=row["basis"]))
        if row["proposed_by"] == self.by.person_id:
            raise NotAllowed(zh("这项延期申请是您提出的，不能由您批准。"))

    def _approved(self, case: WorkingCase, row: dict[str, Any]) -> list[str]:
        uow, regime = case.uow, regime_of(case.bundle.facts)
        require_in_time(case)
        told = unseal_values(case.key, row["sealed_reason"])[0]
        reason = str(told["reason"]) if isinstance(told, dict) else ""
        breach = check_extension(regime, row["days"], extended_before=0, approver=row["approver_post"], reason=reason)
        if breach is not None:
            raise Forbidden(Text(str(breach)))
        before, excused = case.row["statutory_due"], uow.parameters.extension_excuses_promise
        kinds = ["statutory", "promised"] if excused else ["statutory"]
        running = (_clock.c.case_id == case.id, _clock.c.kind.in_(kinds), _clock.c.stopped_on.is_(None))
        uow.execute(update(_clock).where(*running).values(extension=row["days"]))
        moved = reckon(case)
        detail = {"days": row["days"], "basis": row["basis"], "moved": moved, "excuses_promise": excused}
        case.record("extension_approved", self.by, post=row["approver_post"], detail=detail)
        fields = {
            "days": row["days"],
            "basis": row["basis"],
            "reason": reason,
            "approver": APPROVERS[row["approver_post"]],
            "due_before": before.isoformat(),
            "statutory_due": case.row["statutory_due"].isoformat(),
            "promised_due": case.row["promised_due"].isoformat(),
        }
        number = issue_document(case, "extension_notice", self.by, fields)
        self._decide(case, row, "approved", document=number, excuses_promise=excused)
        _tell(case, row, APPROVED, {"number": case.row["number"], "days": row["days"]})
        return [number]

    def _declined(self, case: WorkingCase, row: dict[str, Any]) -> list[str]:
        reason = required_text(self.reason, "reason", zh("请写明不批准的理由。"), LONGEST)
        case.record("extension_declined", self.by, post=row["approver_post"], values={"reason": reason})
        self._decide(case, row, "declined")
        _tell(case, row, DECLINED, {"number": case.row["number"], "reason": reason})
        return []

    def _decide(self, case: WorkingCase, row: dict[str, Any], status: str, **more: Any) -> None:
        uow = case.uow
        decided = {"status": status, "decided_on": uow.today, "decided_at": uow.now}
        decided |= {"decided_by": self.by.person_id, "decided_by_name": self.by.name} | more
        uow.execute(update(_extension).where(_extension.c.id == row["id"]).values(**decided))


def _lock(uow: UnitOfWork, extension_id: str) -> tuple[WorkingCase, dict[str, Any]]:
    case_id = uow.execute(select(_extension.c.case_id).where(_extension.c.id == extension_id)).scalar()
    if case_id is None:
        raise NotFound
    case = WorkingCase.lock(uow, case_id)
    return case, dict(uow.execute(select(_extension).where(_extension.c.id == extension_id)).mappings().one())


def _tell(case: WorkingCase, row: dict[str, Any], template: str, said: dict[str, Any]) -> None:
    """Leave a notice for who proposed it."""
    tell(case.uow, [row["proposed_by"]], "extension", Text(template, said), case_id=case.id)
