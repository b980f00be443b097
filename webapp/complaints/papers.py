"""The papers that whoever complained is given: that it is accepted or not, and the answer; drawn from the complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from flask_babel import force_locale

from engine.errors import Conflict
from engine.feedback.answer_complaint import FINDINGS
from engine.feedback.complaint_row import PAPERS
from engine.queries.complaints import OneComplaint, complaint
from engine.text import zh
from webapp.accounts import staff_required
from webapp.cases.views import reader
from webapp.complaints import blueprint
from webapp.complaints.public import passed
from webapp.documents.typesetting import typeset
from webapp.documents.views import pdf_response
from webapp.installation import current_hall

ANSWER = "answer"


@dataclass(frozen=True)
class ComplaintPaper:
    """What one paper says."""

    title: str
    number: str
    authority: str
    issued_on: date
    to: str
    said: str
    """The department and the day of the answer, the reason, or the answer."""
    finding: str


@blueprint.get("/complaints/<complaint_id>/paper.pdf")
@staff_required
def paper(complaint_id: str) -> Response:
    """Print the notice of the decision, or the answer for ``?of=answer``."""
    hall = current_hall()
    with hall.reading() as connection:
        one = complaint(hall, connection, reader(), complaint_id)
    return printed(one)


@blueprint.get("/progress/complaints/<complaint_number>/paper.pdf")
def own_paper(complaint_number: str) -> Any:
    """Print a paper of the complaint of the visitor's pass."""
    one = passed(complaint_number)
    if one is None:
        return redirect(url_for("portal.progress", number=complaint_number))
    return printed(one)


def printed(one: OneComplaint) -> Response:
    """Return the paper that the address asks for; raises Conflict where there is none yet."""
    wanted = ("answered",) if request.args.get("of") == ANSWER else ("accepted", "refused")
    act = next((one for one in one.acts if one.act in wanted), None)
    if act is None:
        raise Conflict(zh("这件投诉还没有这份文书。"))
    line = one.line
    number = line.answer_paper if act.act == "answered" else line.decision_paper
    with force_locale("zh"):
        authority = current_app.jinja_env.globals["hall_name"]()
    said = ComplaintPaper(
        title=str(PAPERS[act.act]),
        number=number,
        authority=authority,
        issued_on=act.on,
        to=one.name or "投诉人",
        said=act.said,
        finding=str(FINDINGS[line.finding]) if act.act == "answered" else "",
    )
    training = current_hall().training
    pdf = typeset("complaint_paper.html", line.id, paper=said, line=line, act=act.act, training=training)
    return pdf_response(pdf, f"{said.title}-{number}.pdf")
