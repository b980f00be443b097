"""Start a special procedure (特别程序): its time does not count in the limits (行政许可法 第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.cases.clock_facts import last_by_cap
from engine.cases.matter_causes import lawful_causes, matter_causes
from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.running_pauses import SPECIAL_PROCEDURE, begin_pause, number_pause, running_pauses
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.law.calendar import Calendar
from engine.law.pauses import MatterCause, check_pause
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.clocks import ClockPause
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

MOST_DAYS = 250
"""A slip of the finger is told: no procedure takes a year of working days."""
_pause = table_of(ClockPause)


@dataclass(frozen=True, kw_only=True)
class StartSpecialProcedure(Command):
    """Stop the clocks for ``cause`` from today and tell the applicant in writing that it needs ``days`` working days.

    ``cause`` is a key of engine.law.pauses.CAUSES, or the name of a special procedure that the matter's guide does not
    count. Raises Forbidden, naming the article, for what the law counts: site checks, joint signing, consultation.
    """

    task_id: str
    cause: str
    days: int | None
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = pausing_task(uow, self.task_id, self.by, self.seen)
        cause = self._lawful(case)
        running = [one for one in running_pauses(case) if one["cause"] == cause.key]
        if running:
            said = {"name": cause.name, "day": running[0]["started_on"].isoformat()}
            raise Forbidden(zh("{name}已于{day}开始，尚未结束，不能重复启动。", **said))
        reason = required_text(self.reason, "reason", zh("请写明为什么需要，由谁进行。"), LONGEST)
        cap = _left_of_cap(case, cause)
        if cap is not None and (cap < 1 or (self.days or 0) > cap):
            said = {"name": cause.name, "left": max(cap, 0), "basis": cause.basis}
            wrong = zh("{name}此前已经用去一部分时间，最多还能暂停{left}天（{basis}）。", **said)
            raise Forbidden(wrong) if cap < 1 else Invalid(wrong, {"days": wrong})
        about = {"kind": SPECIAL_PROCEDURE, "cause": cause.key, "name": cause.name, "basis": cause.basis}
        row = begin_pause(case, task, self.by, **about, days_told=self.days, cap=cap, cap_unit=cause.cap_unit)
        fields = {
            "cause": cause.name,
            "basis": cause.basis,
            "days": self.days,
            "reason": reason,
            "until": uow.calendar.add_workdays(uow.today, self.days or 0).isoformat(),
            "statutory_due": case.row["statutory_due"].isoformat(),
            "promised_due": case.row["promised_due"].isoformat(),
        }
        detail = {"cause": cause.key, "name": cause.name, "basis": cause.basis, "days": self.days}
        case.record("pause_started", self.by, **about_task(task), detail=detail, values={"reason": reason})
        number = issue_document(case, "special_procedure_notice", self.by, fields)
        number_pause(case, row["id"], number)
        case.save()
        return {"case_id": case.id, "pause_id": row["id"], "documents": [number]}

    def _lawful(self, case: WorkingCase) -> MatterCause:
        """Return the cause, or raise the breach of the law with its article."""
        if not self.cause.strip():
            missing = zh("请选择不计入期限的事由。")
            raise Invalid(missing, {"cause": missing})
        facts = case.bundle.facts
        own = matter_causes(facts)
        # Whether the cause is lawful comes before the days, so that who chose a site check is told the law.
        breach = check_pause(self.cause, notice_given=True, days_told=1, matter_causes=own)
        if breach is not None:
            raise Forbidden(Text(str(breach)))
        if self.days is None or not 1 <= self.days <= MOST_DAYS:
            wrong = zh("请填写所需的工作日，1 至 {most} 天。", most=MOST_DAYS)
            raise Invalid(wrong, {"days": wrong})
        breach = check_pause(self.cause, notice_given=True, days_told=self.days, matter_causes=own)
        if breach is not None:
            raise Invalid(Text(str(breach)), {"days": Text(str(breach))})
        return next(one for one in lawful_causes(facts) if one.key == self.cause)


def _left_of_cap(case: WorkingCase, cause: MatterCause) -> int | None:
    """Return how much of its cap earlier pauses of the cause have left; None where nothing caps it."""
    if cause.cap is None:
        return None
    wanted = select(_pause).where(
        _pause.c.case_id == case.id, _pause.c.cause == cause.key, _pause.c.ended_on.is_not(None)
    )
    calendar = case.uow.calendar
    return cause.cap - sum(_taken_out(row, calendar) for row in case.uow.execute(wanted).all())


def _taken_out(row: Any, calendar: Calendar) -> int:
    last = min(day for day in (row.ended_on, last_by_cap(row, calendar)) if day is not None)
    if row.cap_unit == "calendar":
        days: int = (last - row.started_on).days
        return days
    return calendar.workdays_between(row.started_on, last)
