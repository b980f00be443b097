"""Why limits were passed: the form for departments, and the page on which everybody reads it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.verify_roots import newest_root
from engine.errors import Invalid
from engine.queries.case_file import case_file
from engine.queries.names import department_names
from engine.queries.orders import explanation_of, explanations
from engine.supervision.explain_overrun import ExplainOverrun
from webapp.accounts import staff_required
from webapp.cases.views import reader
from webapp.filling import day_of, posted_key
from webapp.installation import current_hall
from webapp.supervision import blueprint
from webapp.supervision.orders import translated


@blueprint.route("/cases/<case_id>/overrun", methods=["GET", "POST"])
@staff_required
def explain(case_id: str) -> Any:
    """Publish why a limit of the case was passed."""
    hall, problems = current_hall(), dict[str, str]()
    with hall.reading() as connection:
        file = case_file(hall, connection, reader(), case_id)
        before = explanation_of(connection, case_id)
    entered = {"why": before.text if before else "", "expected_on": ""}
    if request.method == "POST":
        entered = {name: request.form.get(name, "")[:1200].strip() for name in entered}
        expected = day_of(entered["expected_on"])
        if entered["expected_on"] and expected is None:
            problems = {"expected_on": _("日期请写成 2026-03-02 的样子。")}
        else:
            command = ExplainOverrun(
                by=reader(), key=posted_key(), case_id=case_id, why=entered["why"], expected_on=expected
            )
            try:
                hall.run(command)
            except Invalid as refusal:
                problems = translated(refusal)
            else:
                flash(_("说明已公开。"), "success")
                return redirect(url_for("cases.case", case_id=case_id))
    with hall.reading() as connection:
        name = department_names(connection).get(file.case["department"], "")
    about = {"file": file, "department_name": name, "entered": entered, "problems": problems}
    page = render_template("supervision/explain.html", **about)
    return page, 422 if problems else 200


@blueprint.get("/overruns")
def overruns() -> Any:
    """Show everybody which limits were passed and why, newest first."""
    with current_hall().reading() as connection:
        rows, after = explanations(connection, request.args.get("after") or None)
        root = newest_root(connection)
    return render_template("supervision/overruns.html", rows=rows, after=after, root=root)
