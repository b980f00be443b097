"""Walk-in filing: the clerk, or a village's agent, fills in the application form for who stands before them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.cases.begin_anew import BeginAnew
from engine.cases.file_case import APPLICATION_FORM, FileCase, takes_in
from engine.errors import Invalid, NotFound
from engine.queries.bundles import matters_in_force
from engine.query_code import draft_code
from webapp.accounts import post_required
from webapp.cases.receipt import receipt_of
from webapp.cases.views import opened, reader
from webapp.drafts import KeptDraft, keep, known_draft, posted_draft
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.intake import AGENT, CLERK, blueprint
from webapp.uploads import Uploads

SAVE = "save"


@blueprint.get("/intake/new")
@post_required(CLERK, AGENT)
def matters() -> Any:
    """Offer the matters that the clerk's windows, or the agent's village, take in."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        bundles = [hall.bundle(connection, one.sha256) for one in matters_in_force(hall, connection)]
        offered = [one for one in bundles if takes_in(connection, one, actor)]
    return render_template("intake/matters.html", matters=offered)


@blueprint.route("/intake/new/<matter_key>", methods=["GET", "POST"])
@post_required(CLERK, AGENT)
def file(matter_key: str) -> Any:
    """Take in an application; ``?draft=`` goes on with one that was begun online or put aside."""
    hall = current_hall()
    with hall.reading() as connection:
        bundle = hall.current_bundle(connection, matter_key)
        if not takes_in(connection, bundle, reader()):
            raise NotFound
    form = bundle.forms[APPLICATION_FORM]
    if request.method != "POST":
        code = request.args.get("draft", "")
        draft = known_draft(code, matter_key) if code else None
        if draft is None:
            return shown_form(bundle, Filling.blank(form))
        if draft.filed_case_id:
            return redirect(url_for("intake.receipt", case_id=draft.filed_case_id))
        uploads = Uploads(hall, reader(), draft_id=draft.id)
        return shown_form(bundle, Filling.blank(form, uploads=uploads, entered=draft.entered), draft)
    draft = posted_draft(matter_key, reader())
    if draft.filed_case_id:
        # The second click of a form whose first one has filed the case.
        return redirect(url_for("intake.receipt", case_id=draft.filed_case_id))
    filling = Filling.posted(form, Uploads(hall, reader(), draft_id=draft.id))
    if filling.action == SAVE and not filling.refused:
        return put_aside(draft, filling)
    if filling.action == SAVE:
        return shown_form(bundle, replace(filling, problems=filling.refused), draft)
    if not filling.submitted or not filling.ok:
        return shown_form(bundle, filling, draft)
    command = FileCase(
        by=reader(),
        key=posted_key(),
        matter_key=matter_key,
        values=filling.values,
        channel="window" if reader().holds(CLERK) else "village",
        draft_id=draft.id,
    )
    try:
        answer = hall.run(command)
    except Invalid as refusal:
        return shown_form(bundle, filling.with_problems(refusal.problems or {"": refusal.text}), draft)
    flash(_("已收件，请打印收件凭证交给申请人。"), "success")
    return redirect(url_for("intake.receipt", case_id=answer["case_id"]))


def shown_form(bundle: Bundle, filling: Filling, draft: KeptDraft | None = None) -> Any:
    """Return the page with the form, and the status that tells whether something is wrong."""
    page = render_template("intake/filing.html", bundle=bundle, filling=filling, draft=draft)
    return page, 200 if filling.ok else 422


def put_aside(draft: KeptDraft, filling: Filling) -> Any:
    """Keep what was entered under the draft's code, for when the applicant comes back."""
    keep(draft, filling, reader())
    flash(_("已暂存。请把草稿编码 %(code)s 告诉申请人，凭它可以继续填写。", code=draft.code), "success")
    return redirect(url_for("intake.file", matter_key=draft.matter_key, draft=draft.code))


@blueprint.post("/intake/cases/<case_id>/anew")
@post_required(CLERK)
def anew(case_id: str) -> Any:
    """Take an application in anew: a draft with what the ended case said and the materials that were right."""
    hall = current_hall()
    made = hall.run(BeginAnew(by=reader(), key=posted_key(), case_id=case_id))
    flash(_("已带出原来的申请内容和合格的材料；退回的材料请重新收取。"), "success")
    code = draft_code(hall.key, made["draft_id"])
    return redirect(url_for("intake.file", matter_key=made["matter_key"], draft=code))


@blueprint.get("/intake/receipts/<case_id>")
@post_required(CLERK, AGENT)
def receipt(case_id: str) -> Any:
    """Show the receipt of a case, to be printed and handed over, with the code to follow it by."""
    hall, shown = current_hall(), opened(case_id)
    if not shown.hands_receipt:
        raise NotFound
    with hall.reading() as connection:
        printed = receipt_of(hall, connection, shown.file)
    return render_template("intake/receipt.html", shown=shown, file=shown.file, receipt=printed)
