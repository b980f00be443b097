"""Start a special procedure (特别程序): its time does not count in the limits (行政许可法 第四十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.excluded_time import begin_excluded_time, left_of_cap
from engine.cases.matter_causes import HEARING, lawful_causes, matter_causes
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.running_pauses import running_pauses
from engine.cases.watched_acts import watch_examination
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.law.pauses import MatterCause, check_pause
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

MOST_DAYS = 250
"""A slip of the finger is told: no procedure takes a year of working days."""


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
        if cause.key == HEARING:
            raise Forbidden(zh("听证请在“听证”中办理：先告知权利或者公告，自提出听证申请起自动暂停计时，"
                               "笔录签字后自动恢复（行政许可法 第四十五条、第四十七条）。"))  # fmt: skip
        running = [one for one in running_pauses(case) if one["cause"] == cause.key]
        if running:
            said = {"name": cause.name, "day": running[0]["started_on"].isoformat()}
            raise Forbidden(zh("{name}已于{day}开始，尚未结束，不能重复启动。", **said))
        reason = required_text(self.reason, "reason", zh("请写明为什么需要，由谁进行。"), LONGEST)
        cap = left_of_cap(case, cause)
        if cap is not None and (cap < 1 or (self.days or 0) > cap):
            said = {"name": cause.name, "left": max(cap, 0), "basis": cause.basis}
            wrong = zh("{name}此前已经用去一部分时间，最多还能暂停{left}天（{basis}）。", **said)
            raise Forbidden(wrong) if cap < 1 else Invalid(wrong, {"days": wrong})
        about = (cause, self.days or 0, reason, cap)
        pause_id, number = begin_excluded_time(case, about_task(task), self.by, *about)
        watch_examination(case, cause.key, cause.name)
        case.save()
        return {"case_id": case.id, "pause_id": pause_id, "documents": [number]}

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
