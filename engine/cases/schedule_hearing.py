"""Fix time, place and chair of a hearing and tell them (听证通知书, 听证公告; 行政许可法 第四十六条, 第四十八条)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.cases.hearing_chair import breach_of_chair, possible_chairs
from engine.cases.hearing_row import (
    ASKED,
    CLOCK,
    PUBLIC,
    REQUESTED,
    SCHEDULED,
    change,
    hearing_due,
    lock_hearing,
    require_officer,
    require_state,
    unsealed,
    where,
)
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.law.hearings import ARTICLE_48_1, ARTICLE_48_3, check_day
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

LONGEST_PLACE = 100
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_person = table_of(Person).c


@dataclass(frozen=True, kw_only=True)
class ScheduleHearing(Command):
    """Fix ``day``, ``time`` (09:30), ``place`` and ``chair`` (id of a person), or change them with a new notice.

    At least seven days lie between the notice and the hearing. The chair is nobody who reviews the application. A
    hearing of 第四十六条 is announced to the public; any other where ``announced`` says that there is need. Raises
    Invalid with a problem for each field, which names the article and the earliest lawful day.
    """

    hearing_id: str
    day: date | None
    time: str
    place: str
    chair: str
    announced: bool = False

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_officer(case, row, self.by)
        require_state(case, row, ASKED, SCHEDULED)
        if row.recusal == REQUESTED:
            raise Forbidden(zh("回避申请还没有决定，请先决定再改期（{basis}）。", basis=ARTICLE_48_3))
        day = self._checked(case, row)
        name = uow.execute(select(_person.name).where(_person.id == self.chair)).scalar_one()
        place, about = self.place.strip(), unsealed(case, row.sealed_about)
        again = row.status == SCHEDULED
        detail = {"day": day.isoformat(), "time": self.time, "again": again}
        case.record("hearing_scheduled", self.by, **where(row), detail=detail, values={"place": place, "chair": name})
        fields = {
            "day": day.isoformat(),
            "time": self.time,
            "place": place,
            "chair": name,
            "parties": about.get("parties", []),
            "basis": ARTICLE_48_1,
            "before": row.notice_document or "",
        }
        papers = [issue_document(case, "hearing_notice", self.by, fields)]
        announcement = None
        if self.announced or row.kind == PUBLIC or row.announcement:
            # What everybody reads names the matter and no person.
            said = {"day": day.isoformat(), "time": self.time, "place": place, "kind": row.kind}
            announcement = issue_document(
                case, "hearing_announcement", self.by, said | {"before": row.announcement or ""}
            )
            papers.append(announcement)
        change(
            case, row, status=SCHEDULED, day=day, time=self.time, place=place, chair=self.chair, chair_name=name,
            notice_document=papers[0], announcement=announcement,
            recusal=row.recusal if row.chair == self.chair else None,
        )  # fmt: skip
        told = zh("请您主持听证：{day} {time}，{matter}。", day=day.isoformat(), time=self.time,
                  matter=case.row["matter_name"])  # fmt: skip
        # The chair has no part in the case and does not see it by that.
        tell(uow, [self.chair], "hearing", told)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id, "documents": papers}

    def _checked(self, case: WorkingCase, row: Any) -> date:
        problems: dict[str, Text] = {}
        if self.day is None:
            problems["day"] = zh("请填写举行听证的日期，例如 2026-03-02。")
        elif breach := check_day(self.day, case.uow.today, hearing_due(case, row, CLOCK)):
            problems["day"] = zh("{message}（依据：{basis}）", message=breach.message, basis=breach.basis)
        if not _TIME.fullmatch(self.time):
            problems["time"] = zh("请填写时间，例如 09:30。")
        if not 0 < len(self.place.strip()) <= LONGEST_PLACE:
            problems["place"] = zh("请填写地点，最多 {most} 字。", most=LONGEST_PLACE)
        if wrong := problem_with_chair(case, self.chair):
            problems["chair"] = wrong
        if problems or self.day is None:
            raise Invalid(zh("听证没有安排，请更正。"), problems)
        return self.day


def problem_with_chair(case: WorkingCase, person_id: str) -> Text | None:
    """Return what is wrong with a chair, with the article, or None."""
    if breach := breach_of_chair(case, person_id):
        return zh("{message}（依据：{basis}）", message=breach.message, basis=breach.basis)
    able = possible_chairs(case.uow, case.id, case.row["department"], case.uow.today)
    return None if person_id in dict(able) else zh("请选择听证主持人。")
