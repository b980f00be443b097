"""Deciding a case at the window while the applicant waits, by a department's written authorisation (当场办理)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.cases.decide_at_window import DecideAtWindow
from engine.errors import Invalid
from engine.queries.authorisations import required_decision
from engine.queries.window_form import window_form
from forms import Form
from webapp.accounts import post_required
from webapp.cases.presentation import documents_sentence
from webapp.cases.shown import ShownCase
from webapp.cases.views import opened, reader
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.intake import CLERK, blueprint
from webapp.uploads import Uploads

EDIT = "edit"


@blueprint.route("/intake/cases/<case_id>/decision", methods=["GET", "POST"])
@post_required(CLERK)
def decide(case_id: str) -> Any:
    """Review and decide a case at the window with one form; without an authorisation the rule is told."""
    hall, shown = current_hall(), opened(case_id)
    form = posted_form(shown)
    if form is None:
        return shown_form(shown, None)
    filling = Filling.posted(form, Uploads(hall, reader(), case_id=case_id))
    if filling.action == EDIT:
        return shown_form(shown, replace(filling, problems={}))
    if not filling.submitted or not filling.ok:
        return shown_form(shown, filling)
    if filling.values.get("result") == "refuse" and request.form.get("_sure") != "yes":
        return shown_form(shown, filling, asks=True)
    command = DecideAtWindow(by=reader(), key=posted_key(), case_id=case_id, values=filling.values)
    try:
        told = hall.run(command)
    except Invalid as refusal:
        return shown_form(shown, filling.with_problems(refusal.problems or {"": refusal.text}))
    with hall.reading() as connection:
        documents = documents_sentence(connection, case_id, told["documents"])
    flash(Markup("{} {}").format(_("本件已在窗口当场作出决定。"), documents), "success")
    return redirect(url_for("cases.case", case_id=case_id))


def posted_form(shown: ShownCase) -> Form | None:
    """Return the form that was posted, by the step it was shown for; none on a first visit.

    By then the step may be done: a second click must still be read as the first was, to get its answer.
    """
    bundle, element = shown.file.bundle, request.form.get("_element", "")
    return window_form(bundle, element) if request.method == "POST" and element in bundle.steps else None


def shown_form(shown: ShownCase, filling: Filling | None, *, asks: bool = False) -> Any:
    """Return the form, or the question before a refusal; raises where there is nothing to decide by now."""
    hall, case_id = current_hall(), shown.file.case["id"]
    with hall.reading() as connection:
        decision = required_decision(connection, reader(), shown.file)
    filling = filling or Filling.blank(decision.form, uploads=Uploads(hall, reader(), case_id=case_id))
    about = {"shown": shown, "file": shown.file, "decision": decision, "filling": filling}
    page = render_template("intake/confirm_refusal.html" if asks else "intake/decide.html", **about)
    return page, 200 if filling.ok else 422
