"""What is done with a complaint from its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from engine.command import Command
from engine.errors import Invalid
from engine.feedback.answer_complaint import AnswerComplaint, CloseComplaint
from engine.feedback.decide_complaint import AcceptComplaint, AssignComplaint, RefuseComplaint
from engine.feedback.look_into_complaint import ExtendComplaint, NoteInvestigation
from webapp.accounts import staff_required
from webapp.cases.views import reader
from webapp.complaints import blueprint
from webapp.complaints.views import complaint_page
from webapp.enquiries.typed import number_of, translated, typed
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.post("/complaints/<complaint_id>/acceptance")
@staff_required
def accept(complaint_id: str) -> Any:
    """Accept it and give it to a department."""
    entered = typed("department", "target_person")
    command = AcceptComplaint(**_about(complaint_id), **entered)
    return acted(complaint_id, command, entered, _("已受理，已交承办部门。"))


@blueprint.post("/complaints/<complaint_id>/refusal")
@staff_required
def refuse(complaint_id: str) -> Any:
    """Do not accept it, with the reason."""
    entered = typed("reason")
    return acted(complaint_id, RefuseComplaint(**_about(complaint_id), **entered), entered, _("已作出不予受理的决定。"))


@blueprint.post("/complaints/<complaint_id>/assignment")
@staff_required
def assign(complaint_id: str) -> Any:
    """Give it to another department."""
    entered = typed("to_department", "why")
    command = AssignComplaint(**_about(complaint_id), department=entered["to_department"], reason=entered["why"])
    return acted(complaint_id, command, entered, _("已改派。"), {"department": "to_department"})


@blueprint.post("/complaints/<complaint_id>/investigation")
@staff_required
def look_into(complaint_id: str) -> Any:
    """Note what was found out."""
    entered = typed("found")
    return acted(complaint_id, NoteInvestigation(**_about(complaint_id), **entered), entered, _("已记录。"))


@blueprint.post("/complaints/<complaint_id>/extension")
@staff_required
def extend(complaint_id: str) -> Any:
    """Extend the limit for its answer."""
    entered = typed("days", "extension")
    days = number_of(entered["days"])
    command = ExtendComplaint(**_about(complaint_id), days=days, reason=entered["extension"])
    return acted(complaint_id, command, entered, _("已延期，投诉人查询时会看到理由。"))


@blueprint.post("/complaints/<complaint_id>/answer")
@staff_required
def answer(complaint_id: str) -> Any:
    """Answer it."""
    entered = typed("finding", "answer")
    return acted(complaint_id, AnswerComplaint(**_about(complaint_id), **entered), entered, _("已答复投诉人。"))


@blueprint.post("/complaints/<complaint_id>/closing")
@staff_required
def close(complaint_id: str) -> Any:
    """Close it with what whoever complained said of the answer."""
    entered = {"satisfied": request.form.get("satisfied", "")[:8]}
    return acted(complaint_id, CloseComplaint(**_about(complaint_id), **entered), entered, _("投诉已办结。"))


def _about(complaint_id: str) -> dict[str, Any]:
    return {"by": reader(), "key": posted_key(), "complaint_id": complaint_id}


def acted(
    complaint_id: str, command: Command, entered: Mapping[str, str], done: str, names: Mapping[str, str] | None = None
) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    try:
        current_hall().run(command)
    except Invalid as refusal:
        return complaint_page(complaint_id, entered, translated(refusal, names))
    flash(done, "success")
    return redirect(url_for("complaints.complaint", complaint_id=complaint_id))
