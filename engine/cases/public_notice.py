"""Public notice of a decision that is prepared (公示): published, objected to, ended.

The flow waits for ``public_notice_ended`` or ``objection_raised``; the time is a legal clock, so that a corrected
calendar moves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.cases.case_bills import issuer_of, tell_flow, waits_for
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.official_documents import issue_document
from engine.cases.sight import WINDOW, at_window
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid, NotFound
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

ENDED, OBJECTION = "public_notice_ended", "objection_raised"
CLOCK = "public_notice"
DEFAULT_DAYS = 5
LONGEST_NAME, LONGEST = 60, 1000


def publish_notice(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Write the notice (``content``, ``place``, ``days``) and start its working days; a new one replaces the last."""
    content, place = str(values.get("content") or "").strip(), str(values.get("place") or "").strip()
    if not content or not place:
        raise Invalid(zh("公示应当写明公示内容和公示地点。"))
    days = values.get("days") or DEFAULT_DAYS
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise Invalid(zh("公示期应当是不少于 1 的整数（工作日）。"))
    stop_clocks(case, CLOCK)
    clock = start_clock(case, CLOCK, case.uow.today, days, basis="事项所定公示期限")
    fields = {
        "content": content,
        "place": place,
        "days": days,
        "from": case.uow.today.isoformat(),
        "until": clock["due_on"].isoformat(),
        "objection_phone": str(values.get("objection_phone") or ""),
    }
    return (issue_document(case, "public_notice", by, fields, issuer_of(case, task["department"])),)


@dataclass(frozen=True, kw_only=True)
class EndPublicNotice(Command):
    """The worker lets the flow go on, on the first working day after the notice's last."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        clock = table_of(CaseClock).c
        running = (clock.case_id == case.id, clock.kind == CLOCK, clock.stopped_on.is_(None))
        due_on = uow.execute(select(clock.due_on).where(*running)).scalar()
        if due_on is None or uow.today <= due_on or not uow.calendar.is_workday(uow.today):
            raise Forbidden(zh("公示期还没有届满。"))
        stop_clocks(case, CLOCK)
        moved = tell_flow(case, ENDED, {"until": due_on.isoformat()}, self.by, "", "")
        case.save()
        return {"case_id": case.id, "moved": moved}


@dataclass(frozen=True, kw_only=True)
class RaiseObjection(Command):
    """Take down, at a window of the case, what somebody objects to in its public notice."""

    case_id: str
    objector: str
    content: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        if not at_window(uow.connection, self.by, case.id, case.row["department"]):
            raise NotFound
        said = {"objector": self.objector.strip(), "content": self.content.strip()}
        problems = {}
        if not 1 <= len(said["objector"]) <= LONGEST_NAME:
            problems["objector"] = zh("请写明异议人的姓名或者名称。")
        if not 1 <= len(said["content"]) <= LONGEST:
            problems["content"] = zh("请用 1 至 {most} 字写明异议内容。", most=LONGEST)
        if problems:
            raise Invalid(zh("有 {count} 处需要更正。", count=len(problems)), problems)
        department = next((held.department for held in self.by.holdings if held.post == WINDOW), "")
        if not tell_flow(case, OBJECTION, said, self.by, WINDOW, department):
            raise Forbidden(zh("本件现在没有在公示，不能登记异议。"))
        if waits_for(case, ENDED) is None:
            # The flow looks into the objection; what then is published is a new notice with days of its own.
            stop_clocks(case, CLOCK)
        case.save()
        return {"case_id": case.id, "number": case.row["number"]}
