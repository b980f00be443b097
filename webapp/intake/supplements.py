"""Supplements at the window: taking one in, and closing a case whose supplement never came."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.close_without_supplement import CloseWithoutSupplement
from engine.cases.receive_supplement import SUPPLEMENT_FORM, ReceiveSupplement
from engine.errors import Forbidden, Invalid, NotFound
from engine.queries.progress import asked_for
from engine.text import zh
from webapp.accounts import post_required
from webapp.cases.shown import ShownCase
from webapp.cases.views import opened, reader
from webapp.drafts import KeptDraft, posted_draft
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.intake import CLERK, blueprint
from webapp.supplement_form import narrowed
from webapp.uploads import Uploads


@blueprint.route("/intake/cases/<case_id>/supplement", methods=["GET", "POST"])
@post_required(CLERK)
def supplement(case_id: str) -> Any:
    """Take in what the one-time notice asked for, all of it at once."""
    hall, shown = current_hall(), opened(case_id)
    if not shown.is_clerk:
        raise NotFound
    whole = shown.file.bundle.forms.get(SUPPLEMENT_FORM)
    if whole is None or shown.file.case["status"] != "supplement_wait":
        raise Forbidden(zh("本件当前没有需要补正的材料。"))
    with hall.reading() as connection:
        asked = asked_for(hall, connection, shown.file)
    form = narrowed(whole, {one["material"] for one in asked})
    if request.method != "POST":
        return shown_form(shown, asked, Filling.blank(form))
    draft = posted_draft(shown.file.case["matter_key"], reader())
    filling = Filling.posted(form, Uploads(hall, reader(), draft_id=draft.id))
    if not filling.submitted or not filling.ok:
        return shown_form(shown, asked, filling, draft)
    command = ReceiveSupplement(
        by=reader(), key=posted_key(), case_id=case_id, values=filling.values, draft_id=draft.id
    )
    try:
        answer = hall.run(command)
    except Invalid as refusal:
        return shown_form(shown, asked, filling.with_problems(refusal.problems or {"": refusal.text}), draft)
    flash(
        _("已收到补正材料，制发《补正材料接收凭证》%(number)s，请继续审查受理。", number=answer["receipt"]), "success"
    )
    return redirect(url_for("cases.case", case_id=case_id))


def shown_form(shown: ShownCase, asked: Any, filling: Filling, draft: KeptDraft | None = None) -> Any:
    """Return the page with what was asked for above the form, and the status that tells whether something is wrong."""
    about = {"shown": shown, "file": shown.file, "asked": asked, "draft": draft}
    return render_template("intake/supplement.html", filling=filling, **about), 200 if filling.ok else 422


@blueprint.post("/intake/cases/<case_id>/close")
@post_required(CLERK)
def close(case_id: str) -> Any:
    """Close a case whose supplement did not come in time."""
    answer = current_hall().run(CloseWithoutSupplement(by=reader(), key=posted_key(), case_id=case_id))
    flash(_("办件 %(number)s 已按补正不来办结。", number=answer["number"]), "success")
    return redirect(url_for("intake.index", tab="supplement"))
