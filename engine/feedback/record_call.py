"""Write down a call of a sample (电话抽查): reached or not, what was answered, and the level, which is a rating too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Invalid, NotFound
from engine.feedback.ratable import LEVELS, OFFICER, PHONE
from engine.feedback.write_rating import Said, ratings_of, write_rating
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.phone_samples import SampledService
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

QUESTIONS: dict[str, Text] = {
    "told_once": zh("是否一次告知了全部材料"),
    "in_time": zh("是否在承诺的时限内办结"),
    "no_extra": zh("是否没有被要求指南以外的材料"),
    "no_favour": zh("是否没有被索要财物或者请托"),
}
REPLIES: dict[str, Text] = {"yes": zh("是"), "no": zh("否"), "unknown": zh("不清楚")}
LONGEST = 500
_sampled = table_of(SampledService)


@dataclass(frozen=True, kw_only=True)
class RecordCall(Command):
    """Write down one call: unreached leaves the service on the list to be called again, reached ends it.

    The level becomes the rating of the service, by telephone, where it was not rated before. Raises Conflict where
    a colleague wrote it down, Invalid with a problem for each field.
    """

    sample_id: str
    place: int
    reached: bool
    level: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        own = (_sampled.c.sample_id == self.sample_id, _sampled.c.place == self.place)
        case_id = uow.execute(select(_sampled.c.case_id).where(*own)).scalar()
        if case_id is None or not self.by.holds(OFFICER):
            raise NotFound
        case = WorkingCase.lock(uow, case_id)
        row = uow.execute(select(_sampled).where(*own)).one()
        if row.status == "reached":
            raise Conflict(zh("这件服务已由{who}回访登记，请刷新页面查看。", who=row.called_by_name))
        note = self._checked()
        said = {"calls": row.calls + 1, "called_on": uow.today, "called_at": uow.now, "called_by_name": self.by.name}
        said["sealed_note"] = seal_values(case.key, note)[0] if note else row.sealed_note
        if not self.reached:
            uow.execute(update(_sampled).where(*own).values(status="unreached", **said))
            return {"sample_id": self.sample_id, "rated": False}
        replies = {name: self.answers[name] for name in QUESTIONS if self.answers.get(name) in REPLIES}
        uow.execute(update(_sampled).where(*own).values(status="reached", level=self.level, answers=replies, **said))
        rated = not ratings_of(case)
        if rated:
            write_rating(case, self.by, Said(self.level, PHONE, text=note))
            case.save()
        return {"sample_id": self.sample_id, "rated": rated}

    def _checked(self) -> str:
        problems: dict[str, Text] = {}
        note = self.note.strip()
        if len(note) > LONGEST:
            problems["note"] = zh("最多写 {most} 字。", most=LONGEST)
        if self.reached and self.level not in LEVELS:
            problems["level"] = zh("请选择满意程度。")
        if problems:
            raise Invalid(zh("回访没有登记，请更正。"), problems)
        return note
