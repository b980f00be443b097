"""Call a hearing without being asked (主动听证; 行政许可法 第四十六条): announced to the public, and held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from engine.cases.hearing_row import (
    ARTICLE_46,
    ASKED,
    AUTHORITY,
    PUBLIC,
    begin_hearing_time,
    change,
    hearing_table,
)
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.tell_hearing_right import new_row, require_none_open
from engine.command import Command
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

BASIS = "优化营商环境条例 第三十六条"
"""The licence law sets no days for such a hearing, which is to be held in good time: those of 第四十七条 serve."""


@dataclass(frozen=True, kw_only=True)
class CallHearing(Command):
    """Decide from an open step of review or approval that a hearing is held, with ``reason``: the law that asks for it,
    or the public interest. Nobody has to ask; it goes on with the announcement (engine/cases/schedule_hearing.py).
    """

    task_id: str
    reason: str
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = pausing_task(uow, self.task_id, self.by, self.seen)
        require_none_open(case)
        reason = required_text(
            self.reason, "reason", zh("请写明依据哪部法律、法规、规章，或者涉及什么公共利益。"), LONGEST
        )
        row = new_row(case, task, self.by, PUBLIC, ASKED, {"interest": reason, "parties": []})
        uow.execute(insert(hearing_table), row | {"asked_on": uow.today, "asked_by": AUTHORITY})
        case.record(
            "hearing_called", self.by, **about_task(task), detail={"basis": ARTICLE_46}, values={"reason": reason}
        )
        begun = uow.execute(select(hearing_table).where(hearing_table.c.id == row["id"])).one()
        said = zh("本机关决定举行听证（{basis}）", basis=ARTICLE_46)
        pause_id, documents = begin_hearing_time(case, begun, self.by, said, BASIS)
        change(case, begun, pause_id=pause_id)
        case.save()
        return {"case_id": case.id, "hearing_id": row["id"], "documents": documents}
