"""Publish question and answer without personal data among the common questions, and take them down again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.actor import Actor
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed
from engine.feedback.contents import unseal
from engine.feedback.enquiry_row import ANSWERED, change, conflict, locked_enquiry, note
from engine.feedback.enquiry_sight import OFFICER
from engine.law.masking import mask_text
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

LONGEST_QUESTION, LONGEST_ANSWER = 500, 2000


@dataclass(frozen=True, kw_only=True)
class PublishEnquiry(Command):
    """Publish the texts, which its owner or an officer has worded for everybody; others replace them."""

    enquiry_id: str
    question: str
    answer: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        _require_publisher(self.by, row)
        if row.status != ANSWERED:
            raise Forbidden(zh("咨询答复以后才能公开。"))
        who = unseal(uow.hall.key, row.sealed)
        own = [who[one] for one in ("name", "phone", "email") if who[one]]
        problems: dict[str, Text] = {}
        texts = {"question": (self.question.strip(), LONGEST_QUESTION), "reply": (self.answer.strip(), LONGEST_ANSWER)}
        for name, (text, longest) in texts.items():
            if not 0 < len(text) <= longest:
                problems[name] = zh("请填写内容，最多 {most} 个字。", most=longest)
            elif mask_text(text) != text or any(one in text for one in own):
                problems[name] = zh("公开的内容人人可见，不能写咨询人的姓名、联系方式和身份证号码、手机号码。")
        if problems:
            raise Invalid(zh("问答没有公开，请更正。"), problems)
        public = {"public_question": texts["question"][0], "public_answer": texts["reply"][0]}
        change(uow, row.id, published_at=uow.now, **public)
        note(uow, row.id, row.number, "published", self.by)
        return {"enquiry_id": row.id}


@dataclass(frozen=True, kw_only=True)
class UnpublishEnquiry(Command):
    """Take question and answer down."""

    enquiry_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        _require_publisher(self.by, row)
        if row.published_at is None:
            raise conflict(uow, row) if row.status == ANSWERED else Conflict(zh("这件咨询没有公开。"))
        change(uow, row.id, published_at=None, public_question="", public_answer="")
        note(uow, row.id, row.number, "unpublished", self.by)
        return {"enquiry_id": row.id}


def _require_publisher(by: Actor, row: Any) -> None:
    if row.owner_id != by.person_id and not by.holds(OFFICER):
        raise NotAllowed(zh("问答由首问责任人或者评价投诉专员公开。"))
