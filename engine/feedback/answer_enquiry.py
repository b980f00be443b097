"""Answer an enquiry (答复咨询), which ends it: none ends without the text of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from engine.command import Command
from engine.feedback.contents import seal, unseal
from engine.feedback.enquiry_row import ANSWERED, about, change, locked_enquiry, note, require_owner, require_unanswered
from engine.feedback.hand_over_enquiry import NOBODY
from engine.feedback.lights import end_lights_about
from engine.ids import new_id
from engine.law.masking import mask_text
from engine.messages.sending import MAIL
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST, LONGEST_MAIL = 2000, 400


@dataclass(frozen=True, kw_only=True)
class AnswerEnquiry(Command):
    """Answer for the hall; only the owner may, also while the enquiry is being handed over, and the offer ends.

    Who left an address of mail is sent the answer, with numbers masked and a long one cut.
    """

    enquiry_id: str
    answer: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        require_unanswered(uow, row)
        require_owner(self.by, row)
        answer = required_text(self.answer, "answer", zh("请写明答复的内容：咨询事事有答复。"), LONGEST)
        done = {"status": ANSWERED, "answered_at": uow.now, "answered_on": uow.today, "answered_by": self.by.name}
        change(uow, row.id, **done, **NOBODY, next_light_on=None, sealed_answer=seal(uow.hall.key, {"answer": answer}))
        end_lights_about(uow, about(row), "enquiry")
        note(uow, row.id, row.number, "answered", self.by)
        send_to_writer(uow, unseal(uow.hall.key, row.sealed)["email"], f"您的咨询 {row.number} 已答复：", answer)
        return {"enquiry_id": row.id}


def send_to_writer(uow: UnitOfWork, email: str, opening: str, text: str) -> None:
    """Put a mail to somebody outside into the outbox, where they left an address and the hall sends mail."""
    if not email or MAIL not in uow.hall.senders:
        return
    said = mask_text(text)
    if len(said) > LONGEST_MAIL:
        said = said[:LONGEST_MAIL] + "……全文请凭编号和查询码在网上查看。"
    row: dict[str, Any] = {"id": new_id(uow.now), "channel": MAIL, "recipient": email, "people": [], "case_id": None}
    row |= {"kind": "reply", "text": opening + said, "created_at": uow.now, "due_at": uow.now}
    uow.execute(insert(table_of(OutgoingMessage)), row)
