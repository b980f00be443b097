"""Suspend a case by statute (中止办理): a matter's own law has the authority stop until something is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.running_pauses import SUSPENSION, begin_pause, number_pause, running_pauses
from engine.command import Command
from engine.errors import Forbidden
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class Suspend(Command):
    """Stop handling for ``cause``, the name of a suspension that the matter's guide carries with its legal basis.

    No step of a suspended case can be done. The licence law itself knows no suspension: without a basis of the
    matter the act is refused.
    """

    task_id: str
    cause: str
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = pausing_task(uow, self.task_id, self.by, self.seen)
        found = next((one for one in case.bundle.facts.suspensions if one.name.value == self.cause), None)
        if found is None:
            raise Forbidden(
                zh("没有法律规定本事项可以以此为由中止办理；期限照常计算（行政许可法 第四十二条、第四十五条）。")
            )
        if any(one["kind"] == SUSPENSION for one in running_pauses(case)):
            raise Forbidden(zh("本件已经中止办理，不能重复中止。"))
        reason = required_text(self.reason, "reason", zh("请写明中止的理由，申请人会在告知书上看到。"), LONGEST)
        about = {"kind": SUSPENSION, "cause": self.cause, "name": self.cause, "basis": found.basis.value}
        row = begin_pause(case, task, self.by, **about, days_told=None, cap=None, cap_unit="workday")
        detail = {"name": self.cause, "basis": found.basis.value}
        case.record("suspended", self.by, **about_task(task), detail=detail, values={"reason": reason})
        fields = {"cause": self.cause, "basis": found.basis.value, "reason": reason}
        number = issue_document(case, "suspension_notice", self.by, fields)
        number_pause(case, row["id"], number)
        case.save()
        return {"case_id": case.id, "pause_id": row["id"], "documents": [number]}
