"""Ask for the hearing (申请听证; 行政许可法 第四十七条): online by the applicant, or at a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.actor import SYSTEM
from engine.cases.case_clocks import stop_clock_about
from engine.cases.hearing_row import (
    APPLICANT,
    ARTICLE_47,
    ASKED,
    INTERESTED,
    REQUEST_CLOCK,
    TOLD,
    begin_hearing_time,
    change,
    hearing_due,
    lock_hearing,
    require_party,
    require_state,
    unsealed,
    where,
)
from engine.cases.light_people import who_works_on
from engine.cases.official_documents import issue_document
from engine.cases.pausing_task import LONGEST
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class AskForHearing(Command):
    """Ask within the days that were told; the authority has twenty working days from today to hold the hearing.

    ``asker`` is the name of the interested party, one of those who were told, or empty for the applicant. ``reason``
    is what is asked and why. The request is receipted, and the time of the hearing is kept out of the limits.
    """

    hearing_id: str
    reason: str
    asker: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_hearing(uow, self.hearing_id)
        require_party(case, row, self.by)
        require_state(case, row, TOLD)
        due = hearing_due(case, row, REQUEST_CLOCK)
        if uow.today > due:
            raise Forbidden(
                zh("申请听证的期限已于{day}届满，视为放弃听证（行政许可法 第四十七条）。", day=due.isoformat())
            )
        asker = "" if self.by.kind == "applicant" else self.asker.strip()
        if not asker and row.waived_on is not None:
            raise Forbidden(zh("申请人已于{day}放弃听证。", day=row.waived_on.isoformat()))
        if asker and asker not in unsealed(case, row.sealed_about).get("parties", ()):
            wrong = zh("请选择申请听证的人：申请人，或者被告知听证权利的利害关系人。")
            raise Invalid(wrong, {"asker": wrong})
        reason = required_text(self.reason, "reason", zh("请写明要求听证的事项和理由。"), LONGEST)
        stop_clock_about(case, REQUEST_CLOCK, row.id)
        said = {"asker": asker, "reason": reason}
        asked_by = INTERESTED if asker else APPLICANT
        case.record("hearing_asked", self.by, **where(row), detail={"by": asked_by}, values=said)
        issuer = SYSTEM if self.by.kind == "applicant" else self.by
        fields = {**said, "notice": row.document, "asked_by": asked_by, "basis": ARTICLE_47}
        number = issue_document(case, "hearing_request_receipt", issuer, fields)
        reason_told = zh("已收到听证申请（{number}），组织听证", number=number)
        pause_id, papers = begin_hearing_time(case, row, self.by, reason_told, ARTICLE_47)
        change(
            case, row, status=ASKED, asked_on=uow.today, asked_by=asked_by, sealed_request=said,
            request_document=number, pause_id=pause_id,
        )  # fmt: skip
        told = zh("办件 {number} 收到听证申请，请在二十个工作日内组织听证。", number=case.row["number"])
        tell(uow, who_works_on(case), "hearing", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "hearing_id": row.id, "documents": [number, *papers]}
