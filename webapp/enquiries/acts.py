"""What is done with an enquiry from its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from engine.command import Command
from engine.errors import Invalid
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.extend_enquiry import ExtendEnquiry
from engine.feedback.hand_over_enquiry import AcceptEnquiry, DeclineEnquiry, KeepEnquiry, OfferEnquiry
from engine.feedback.publish_enquiry import PublishEnquiry, UnpublishEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from webapp.accounts import staff_required
from webapp.cases.views import reader
from webapp.enquiries import blueprint
from webapp.enquiries.typed import number_of, translated, typed
from webapp.enquiries.views import enquiry_page
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.post("/enquiries/<enquiry_id>/taking")
@staff_required
def take(enquiry_id: str) -> Any:
    """Become the one who answers for it."""
    return acted(enquiry_id, TakeEnquiry(**_about(enquiry_id)), {}, _("您是这件咨询的首问责任人，请按期答复。"))


@blueprint.post("/enquiries/<enquiry_id>/offer")
@staff_required
def offer(enquiry_id: str) -> Any:
    """Offer it to a person or a department."""
    entered = typed("to", "reason")
    kind, _colon, to = entered["to"].partition(":")
    side = {"person_id": to} if kind == "person" else {"department": to}
    command = OfferEnquiry(**_about(enquiry_id), **side, reason=entered["reason"])
    return acted(enquiry_id, command, entered, _("已提出移交。对方接收以前仍由您负责。"))


@blueprint.post("/enquiries/<enquiry_id>/acceptance")
@staff_required
def accept(enquiry_id: str) -> Any:
    """Accept it from who has it."""
    return acted(enquiry_id, AcceptEnquiry(**_about(enquiry_id)), {}, _("已接收，今后由您负责。"))


@blueprint.post("/enquiries/<enquiry_id>/refusal")
@staff_required
def decline(enquiry_id: str) -> Any:
    """Decline it, with the reason."""
    entered = typed("decline")
    command = DeclineEnquiry(**_about(enquiry_id), reason=entered["decline"])
    return acted(enquiry_id, command, entered, _("没有接收，仍由原首问责任人负责。"))


@blueprint.post("/enquiries/<enquiry_id>/keeping")
@staff_required
def keep(enquiry_id: str) -> Any:
    """Take an offer back."""
    return acted(enquiry_id, KeepEnquiry(**_about(enquiry_id)), {}, _("已收回移交。"))


@blueprint.post("/enquiries/<enquiry_id>/answer")
@staff_required
def answer(enquiry_id: str) -> Any:
    """Answer it, which ends it."""
    entered = typed("answer")
    return acted(enquiry_id, AnswerEnquiry(**_about(enquiry_id), **entered), entered, _("已答复。"))


@blueprint.post("/enquiries/<enquiry_id>/extension")
@staff_required
def extend(enquiry_id: str) -> Any:
    """Extend the limit for its answer."""
    entered = typed("days", "extension")
    days = number_of(entered["days"])
    command = ExtendEnquiry(**_about(enquiry_id), days=days, reason=entered["extension"])
    return acted(enquiry_id, command, entered, _("已延期，咨询人查询时会看到理由。"))


@blueprint.post("/enquiries/<enquiry_id>/publication")
@staff_required
def publish(enquiry_id: str) -> Any:
    """Publish question and answer as worded here."""
    entered = typed("question", "reply")
    command = PublishEnquiry(**_about(enquiry_id), question=entered["question"], answer=entered["reply"])
    return acted(enquiry_id, command, entered, _("问答已公开在“常见问题”里。"))


@blueprint.post("/enquiries/<enquiry_id>/withdrawal")
@staff_required
def unpublish(enquiry_id: str) -> Any:
    """Take question and answer down."""
    return acted(enquiry_id, UnpublishEnquiry(**_about(enquiry_id)), {}, _("已撤下公开的问答。"))


def _about(enquiry_id: str) -> dict[str, Any]:
    return {"by": reader(), "key": posted_key(), "enquiry_id": enquiry_id}


def acted(enquiry_id: str, command: Command, entered: Mapping[str, str], done: str) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    try:
        current_hall().run(command)
    except Invalid as refusal:
        return enquiry_page(enquiry_id, entered, translated(refusal))
    flash(done, "success")
    return redirect(url_for("enquiries.enquiry", enquiry_id=enquiry_id))
