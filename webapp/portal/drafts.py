"""Drafts: found again by their code, looked over (核对), and filed once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.cases.file_case import FileCase
from engine.errors import Forbidden, Invalid, NotFound
from webapp.drafts import FIELD, KeptDraft, known_draft
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.portal import blueprint
from webapp.portal.filing import published, shown_form, uploads_of
from webapp.portal.guessing import TooManyTries, once_counted
from webapp.portal.passes import draft_pass
from webapp.portal.receipt import to_receipt
from webapp.portal.somebody import as_code, somebody


@blueprint.route("/drafts", methods=["GET", "POST"])
def drafts() -> Any:
    """Find a draft by its code, and open its form, or its receipt where it was filed since."""
    if request.method != "POST":
        return render_template("portal/drafts.html", problem="")
    code = as_code(request.form.get("code", ""))
    if not code:
        return render_template("portal/drafts.html", problem=_("请填写草稿编码。")), 422
    try:
        draft = once_counted("draft", code, lambda: known_draft(code))
    except (NotFound, TooManyTries) as refusal:
        return render_template("portal/drafts.html", problem=translate(refusal.text)), (
            429 if isinstance(refusal, TooManyTries) else 422
        )
    if draft.filed_case_id:
        flash(_("这份草稿已经提交，不能再修改。"), "info")
        return to_receipt(draft.filed_case_id)
    draft_pass.give(draft.code)
    return redirect(url_for("portal.draft"))


def with_draft(view: Callable[[KeptDraft], Any]) -> Callable[[], Any]:
    """Hand the draft of the visitor's pass to a page; without a pass its code is asked for."""

    @wraps(view)
    def guarded() -> Any:
        code = draft_pass.subject()
        if code is None:
            flash(_("为了安全，草稿已经收起。请输入草稿编码继续填写。"), "info")
            return redirect(url_for("portal.drafts"))
        draft = known_draft(code)
        return to_receipt(draft.filed_case_id) if draft.filed_case_id else view(draft)

    return guarded


@blueprint.get("/drafts/form")
@with_draft
def draft(draft: KeptDraft) -> Any:
    """Show the form as it was put aside."""
    bundle, form = published(draft.matter_key)
    return shown_form(bundle, Filling.blank(form, uploads=uploads_of(draft), entered=draft.entered), draft)


@blueprint.get("/drafts/saved")
@with_draft
def saved(draft: KeptDraft) -> Any:
    """Tell the code of what was just put aside."""
    bundle, _form = published(draft.matter_key)
    return render_template("portal/saved.html", matter=bundle.facts, draft=draft)


@blueprint.get("/drafts/check")
@with_draft
def check(draft: KeptDraft) -> Any:
    """Show what would be filed, to be read once more."""
    bundle, form = published(draft.matter_key)
    filling = Filling.kept(form, uploads_of(draft), draft.entered)
    return shown_check(bundle, filling, draft) if filling.ok else shown_form(bundle, filling, draft)


def shown_check(bundle: Bundle, filling: Filling, draft: KeptDraft) -> Any:
    """Return the page that shows the filled-in form read-only."""
    files = {one.id: one.filename for several in filling.files.values() for one in several}
    read = filling.form.read_only(filling.values, names=files)
    about = {"bundle": bundle, "matter": bundle.facts, "draft": draft, "seen": mark_of(draft)}
    return render_template("portal/check.html", read=read, **about)


@blueprint.post("/drafts/file")
def file() -> Any:
    """File what the page before showed: as a case with a number, whatever happens only one."""
    draft = known_draft(request.form.get(FIELD, ""))
    if draft.filed_case_id:
        # The second click, or a second window with the same draft.
        return to_receipt(draft.filed_case_id)
    bundle, form = published(draft.matter_key)
    filling = Filling.kept(form, uploads_of(draft), draft.entered)
    if not filling.ok:
        # A click at the same time may have filed it since: the files are the case's by now.
        filed = known_draft(draft.code).filed_case_id
        return to_receipt(filed) if filed else shown_form(bundle, filling, draft)
    draft_pass.give(draft.code)
    if request.form.get("_seen") != mark_of(draft):
        flash(_("草稿在别的页面改动过，请重新核对后再提交。"), "warn")
        return redirect(url_for("portal.check"))
    command = FileCase(
        by=somebody(), key=posted_key(), matter_key=draft.matter_key, values=filling.values, draft_id=draft.id
    )
    try:
        case_id = current_hall().run(command)["case_id"]
    except (Invalid, Forbidden) as refusal:
        case_id = known_draft(draft.code).filed_case_id
        if case_id is None and isinstance(refusal, Invalid):
            return shown_form(bundle, filling.with_problems(refusal.problems or {"": refusal.text}), draft)
        if case_id is None:
            raise
    draft_pass.take_back()
    return to_receipt(case_id)


def mark_of(draft: KeptDraft) -> str:
    """Return a mark of what is filled in, by which a page tells that it was changed elsewhere."""
    return hashlib.sha256(orjson.dumps(draft.entered, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


@blueprint.post("/drafts/leave")
def leave_draft() -> Any:
    """Close the draft in this browser, as one does at a computer that others use too."""
    draft_pass.take_back()
    flash(_("已经退出草稿。凭草稿编码可以随时继续填写。"), "success")
    return redirect(url_for("portal.start"))
