"""The supplement online (补正): the files that the one-time notice asks for, all of them at once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.receive_supplement import SUPPLEMENT_FORM, ReceiveSupplement
from engine.errors import Conflict, Forbidden, Invalid
from webapp.drafts import KeptDraft, posted_draft
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.portal.own_case import OwnCase, own_case, with_case
from webapp.supplement_form import narrowed
from webapp.uploads import Uploads

WAITING = "supplement_wait"


@blueprint.route("/progress/<number>/supplement", methods=["GET", "POST"])
@with_case
def supplement(own: OwnCase) -> Any:
    """Show the form with what is asked for, or take it in."""
    whole = own.file.bundle.forms.get(SUPPLEMENT_FORM)
    if whole is None or own.file.case["status"] != WAITING:
        return nothing_asked(own)
    form = narrowed(whole, {one["material"] for one in own.progress.asked})
    if request.method != "POST":
        return shown_form(own, Filling.blank(form))
    draft = posted_draft(own.file.case["matter_key"], own.actor)
    filling = Filling.posted(form, Uploads(current_hall(), own.actor, draft_id=draft.id))
    if not filling.submitted or not filling.ok:
        return shown_form(own, filling, draft)
    case_id = own.file.case["id"]
    command = ReceiveSupplement(
        by=own.actor, key=posted_key(), case_id=case_id, values=filling.values, draft_id=draft.id
    )
    try:
        answer = current_hall().run(command)
    except Invalid as refusal:
        return shown_form(own, filling.with_problems(refusal.problems or {"": refusal.text}), draft)
    except (Conflict, Forbidden):
        if own_case(case_id).file.case["status"] == WAITING:
            raise
        # The second of two clicks, or the window was faster.
        return nothing_asked(own)
    flash(
        _("已收到补正材料，制发《补正材料接收凭证》%(number)s。窗口会继续审查。", number=answer["receipt"]), "success"
    )
    return redirect(url_for("portal.case", number=own.number))


def nothing_asked(own: OwnCase) -> Any:
    """Return to the page of the case, which tells where it stands."""
    flash(_("本件现在没有需要补正的材料。如果您刚刚提交过，材料已经收到。"), "info")
    return redirect(url_for("portal.case", number=own.number))


def shown_form(own: OwnCase, filling: Filling, draft: KeptDraft | None = None) -> Any:
    """Return the page with the form, and the status that tells whether something is wrong."""
    page = render_template("portal/supplement.html", own=own, filling=filling, draft=draft)
    return page, 200 if filling.ok else 422
