"""Close a case whose supplement never came (补正不来办结)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.sight import at_window
from engine.cases.stop_case import stop_case
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotFound
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LAPSED = "supplement_lapsed"
"""The message by which a process may let the end of the wait go its own way."""


@dataclass(frozen=True, kw_only=True)
class CloseWithoutSupplement(Command):
    """A window clerk closes the case once the wait for the supplement is over."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        if not at_window(uow.connection, self.by, case.id, case.row["department"]):
            raise NotFound
        clock = table_of(CaseClock).c
        due_on = uow.execute(
            select(clock.due_on).where(
                clock.case_id == case.id, clock.kind == "supplement_wait", clock.stopped_on.is_(None)
            )
        ).scalar()
        if due_on is None:
            raise Forbidden(zh("本件没有在等待补正。"))
        if uow.today <= due_on:
            raise Forbidden(zh("等待补正的期限到 {day} 为止，届满之前不能办结。", day=due_on.isoformat()))
        case.record("closed_no_supplement", self.by, detail={"waited_until": due_on.isoformat()})
        case.row["status"] = case.row["outcome"] = "closed_no_supplement"
        if any(one.name == LAPSED for one in case.workflow.waiting()):
            functions = uow.hall.functions.get(case.bundle.key, {})
            case.step(lambda flow: flow.send(LAPSED, None, case.view, uow.legal_now, functions))
        stop_case(case, "closed_no_supplement", self.by)
        case.save()
        return {"case_id": case.id, "number": case.row["number"]}
