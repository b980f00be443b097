"""Tell the applicant and interested parties that they may ask for a hearing (听证告知; 行政许可法 第四十七条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update

from engine.actor import Actor
from engine.cases.case_clocks import start_clock
from engine.cases.hearing_row import (
    ARTICLE_47,
    ASK_WITHIN,
    ON_REQUEST,
    REQUEST_CLOCK,
    STATES,
    TOLD,
    hearing_table,
    open_hearing,
)
from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST, about_task, pausing_task
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Invalid
from engine.ids import new_id
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

MOST_PARTIES, LONGEST_NAME = 20, 60


@dataclass(frozen=True, kw_only=True)
class TellHearingRight(Command):
    """Tell the right from an open step of review or approval, with ``interest``, the great interest that is touched.

    ``parties`` are the names of the interested parties who are told besides the applicant. They have five working days
    to ask; the limits of the case run on meanwhile, and nothing can be decided. Raises Conflict while another hearing
    of the case is open.
    """

    task_id: str
    interest: str
    parties: tuple[str, ...] = ()
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = pausing_task(uow, self.task_id, self.by, self.seen)
        require_none_open(case)
        interest = required_text(
            self.interest, "interest", zh("请写明涉及申请人与他人之间的什么重大利益关系。"), LONGEST
        )
        parties = named(self.parties)
        row = new_row(case, task, self.by, ON_REQUEST, TOLD, {"interest": interest, "parties": parties})
        uow.execute(insert(hearing_table), row | {"others": len(parties)})
        clock = start_clock(case, REQUEST_CLOCK, uow.today, ASK_WITHIN, basis=ARTICLE_47, about=row["id"])
        due = clock["due_on"].isoformat()
        said = {"interest": interest, "parties": parties}
        case.record("hearing_told", self.by, **about_task(task), detail={"due": due}, values=said)
        fields = {**said, "ask_within": ASK_WITHIN, "ask_by": due, "basis": ARTICLE_47}
        number = issue_document(case, "hearing_right_notice", self.by, fields)
        uow.execute(update(hearing_table).where(hearing_table.c.id == row["id"]).values(document=number))
        case.save()
        return {"case_id": case.id, "hearing_id": row["id"], "documents": [number]}


def new_row(
    case: WorkingCase, task: dict[str, Any], by: Actor, kind: str, status: str, about: dict[str, Any]
) -> dict[str, Any]:
    """Return the row of a hearing that begins today; ``about`` is sealed."""
    uow = case.uow
    return {
        "id": new_id(uow.now),
        "case_id": case.id,
        "kind": kind,
        "status": status,
        "department": task["department"],
        "sealed_about": seal_values(case.key, about)[0],
        "others": 0,
        "told_on": uow.today,
        "told_at": uow.now,
        "told_by": by.person_id,
        "told_by_name": by.name,
        "document": "",
    }


def require_none_open(case: WorkingCase) -> None:
    """Raise Conflict while another hearing of the case is open: one comes after the other."""
    row = open_hearing(case)
    if row is not None:
        said = {"day": row.told_on.isoformat(), "who": row.told_by_name, "state": STATES[row.status]}
        raise Conflict(zh("本件已有一次听证由{who}于{day}启动（{state}），结束以后才能再次启动。", **said))


def named(parties: Iterable[str]) -> list[str]:
    """Return the names without blanks and doubles; raises Invalid."""
    names = list(dict.fromkeys(name.strip() for name in parties if name.strip()))
    wrong = None
    if len(names) > MOST_PARTIES:
        wrong = zh("利害关系人最多写 {most} 个；更多的，请公告举行听证（行政许可法 第四十六条）。", most=MOST_PARTIES)
    elif any(len(name) > LONGEST_NAME for name in names):
        wrong = zh("每个名称最多 {most} 字，一行一个。", most=LONGEST_NAME)
    if wrong is not None:
        raise Invalid(wrong, {"parties": wrong})
    return names
