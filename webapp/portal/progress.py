"""Following a case: its number and query code open it for a while, and then one page tells all about it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import NotFound
from engine.feedback.complaint_row import SERIES as COMPLAINT
from engine.feedback.enquiry_row import SERIES as ENQUIRY
from engine.queries.clock_explanations import explain_clocks
from engine.queries.complaints import find_complaint
from engine.queries.enquiries import find_enquiry
from engine.queries.names import department_names
from engine.queries.progress import find_case
from webapp.cases import chart
from webapp.documents.typesetting import code_picture
from webapp.drawn_charts import CHART_POLICY
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.portal import blueprint
from webapp.portal.guessing import TooManyTries, once_counted
from webapp.portal.own_case import OwnCase, own_case, with_case
from webapp.portal.passes import case_pass, complaint_pass, enquiry_pass
from webapp.portal.plain_words import standing
from webapp.portal.somebody import as_code


@blueprint.route("/progress", methods=["GET", "POST"])
def progress() -> Any:
    """Ask for number and code; the answer to a wrong number and to a wrong code is the same."""
    if request.method != "POST":
        return entry_page(as_code(request.args.get("number", "")))
    number, code = as_code(request.form.get("number", "")), as_code(request.form.get("code", ""))
    problems = {}
    if not number:
        problems["number"] = _("请填写办件编号。")
    if not code:
        problems["code"] = _("请填写查询码。")
    if problems:
        return entry_page(number, problems), 422
    try:
        return once_counted("case", number, lambda: shown(number, code))
    except (NotFound, TooManyTries) as refusal:
        return entry_page(number, {"code": translate(refusal.text)}), 429 if refusal.status == 429 else 422


def shown(number: str, code: str) -> Any:
    """Return the way to what the number and code open, with a pass for it; raises NotFound."""
    hall = current_hall()
    if number.startswith(ENQUIRY):
        with hall.reading() as connection:
            enquiry_pass.give(find_enquiry(hall, connection, number, code))
        return redirect(url_for("enquiries.own", enquiry_number=number))
    if number.startswith(COMPLAINT):
        with hall.reading() as connection:
            complaint_pass.give(find_complaint(hall, connection, number, code))
        return redirect(url_for("complaints.own", complaint_number=number))
    case_id = found(number, code)
    case_pass.give(case_id)
    return redirect(url_for("portal.case", number=own_case(case_id).number))


def found(number: str, code: str) -> str:
    """Return the id of the case; raises NotFound."""
    hall = current_hall()
    with hall.reading() as connection:
        return find_case(hall, connection, number, code)


def entry_page(number: str, problems: dict[str, str] | None = None) -> str:
    """Return the page that asks for number and code; the code is never shown again."""
    return render_template("portal/progress.html", number=number, problems=problems or {})


@blueprint.get("/progress/<number>")
@with_case
def case(own: OwnCase) -> Any:
    """Tell where the case stands, what is wanted of its applicant, what happened, and what comes next."""
    with current_hall().reading() as connection:
        departments = department_names(connection)
    return render_template(
        "portal/case.html",
        own=own,
        shown=own.shown,
        file=own.file,
        standing=_("费用缴清之后继续办理，请按下面的说明缴费。") if owes(own) else standing(own.file.case),
        departments=departments,
        steps=chart.step_rows(own.file),
        pay_picture=code_picture(own.bill.pay_code) if own.bill and owes(own) else "",
    )


def owes(own: OwnCase) -> bool:
    """Tell whether there is something to pay."""
    return own.bill is not None and own.bill.status == "open"


@blueprint.get("/progress/<number>/chart.svg")
@with_case
def case_chart(own: OwnCase) -> Response:
    """Return the process with where the case stands, as a picture."""
    response = Response(chart.case_chart(own.file, own.shown.waits), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    return response


@blueprint.get("/progress/<number>/limits/<kind>")
@with_case
def limit(own: OwnCase, kind: str) -> str:
    """Explain a limit of the case day by day."""
    hall = current_hall()
    with hall.reading() as connection:
        clocks = explain_clocks(hall, connection, own.file.case["id"], kind[:24])
    if not clocks:
        raise NotFound
    return render_template("portal/limit.html", own=own, clocks=clocks[::-1])


@blueprint.post("/progress/leave")
def leave_case() -> Any:
    """End following in this browser, as one does at a computer that others use too."""
    for one in (case_pass, enquiry_pass, complaint_pass):
        one.take_back()
    flash(_("已经结束查询。"), "success")
    return redirect(url_for("portal.start"))
