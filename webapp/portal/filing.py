"""Filing online: the matter's own application form, read, corrected, and put aside when it cannot be finished."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for

from engine.bundle import Bundle
from engine.cases.file_case import APPLICATION_FORM
from engine.errors import Forbidden, NotFound
from engine.text import zh
from forms import Form
from webapp.drafts import KeptDraft, keep, posted_draft
from webapp.filling import Filling
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.portal.guide import takes_online
from webapp.portal.passes import draft_pass
from webapp.portal.receipt import to_receipt
from webapp.portal.somebody import somebody
from webapp.uploads import Uploads

SAVE = "save"


@blueprint.route("/matters/<matter_key>/application", methods=["GET", "POST"])
def application(matter_key: str) -> Any:
    """Show an empty application, or read a filled-in one and keep it, to be looked over before it is filed."""
    bundle, form = published(matter_key)
    if request.method != "POST":
        return shown_form(bundle, Filling.blank(form))
    draft = posted_draft(matter_key, somebody())
    if draft.filed_case_id:
        return to_receipt(draft.filed_case_id)
    filling = Filling.posted(form, uploads_of(draft))
    if filling.action == SAVE and filling.refused:
        return shown_form(bundle, replace(filling, problems=dict(filling.refused)), draft)
    if filling.action != SAVE and not (filling.submitted and filling.ok):
        return shown_form(bundle, filling, draft)
    keep(draft, filling, somebody())
    draft_pass.give(draft.code)
    return redirect(url_for("portal.saved" if filling.action == SAVE else "portal.check"))


def published(matter_key: str) -> tuple[Bundle, Form]:
    """Return the matter as it is published now, and its application form.

    Raises NotFound for a matter that nobody published, Forbidden for one that the window alone takes in.
    """
    hall = current_hall()
    with hall.reading() as connection:
        bundle = hall.current_bundle(connection, matter_key)
    form = bundle.forms.get(APPLICATION_FORM)
    if form is None:
        raise NotFound
    if not takes_online(bundle):
        raise Forbidden(zh("本事项不能网上申请，请到窗口办理。"))
    return bundle, form


def uploads_of(draft: KeptDraft) -> Uploads:
    """Return the files of a draft, taken in from a member of the public."""
    return Uploads(current_hall(), somebody(), draft_id=draft.id)


def shown_form(bundle: Bundle, filling: Filling, draft: KeptDraft | None = None) -> Any:
    """Return the page with the form, and the status that tells whether something is wrong."""
    page = render_template("portal/application.html", bundle=bundle, matter=bundle.facts, filling=filling, draft=draft)
    return page, 200 if filling.ok else 422
