"""What everybody does: complain, with a name or without, follow it by number and code, and say whether it satisfied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.actor import Actor
from engine.errors import Invalid, NotFound
from engine.feedback.answer_complaint import CloseComplaint
from engine.feedback.receive_complaint import ReceiveComplaint
from engine.queries.complaints import OneComplaint, own_complaint
from engine.queries.names import department_names
from engine.query_code import query_code
from webapp.complaints import blueprint
from webapp.complaints.wording import CHANNELS, FINDINGS, SATISFIED, STATUSES
from webapp.enquiries.typed import translated, typed
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.portal.passes import complaint_pass
from webapp.portal.somebody import as_code, somebody

FIELDS = ("title", "content", "name", "phone", "email", "target_department", "target_name", "case_number")


def complainant(complaint_id: str | None = None) -> Actor:
    """Return the actor of this request, who may act on the complaint whose code was shown."""
    return replace(somebody(complaint_id), name="投诉人")


@blueprint.route("/complain", methods=["GET", "POST"])
def complain() -> Any:
    """Complain about a department or a person. Number and code are given at once."""
    hall, problems = current_hall(), dict[str, str]()
    entered = dict.fromkeys(FIELDS, "") | {"who": ""}
    if request.method == "POST":
        entered = typed("who", *FIELDS)
        said = {name: entered[name] for name in FIELDS} | {"anonymous": entered["who"] == "anonymous"}
        try:
            answer = hall.run(ReceiveComplaint(by=complainant(), key=posted_key(), channel="online", **said))
        except Invalid as refusal:
            problems = translated(refusal)
        else:
            complaint_pass.give(answer["complaint_id"])
            flash(_("投诉已经提交。请抄下编号和查询码，用来查看结果。"), "success")
            return redirect(url_for("complaints.own", complaint_number=answer["number"]))
    with hall.reading() as connection:
        names = department_names(connection)
        days = hall.parameters(connection).complaint_days
    about = {"entered": entered, "problems": problems, "departments": names, "days": days}
    return render_template("complaints/complain.html", **about), 422 if problems else 200


@blueprint.get("/progress/complaints/<complaint_number>")
def own(complaint_number: str) -> Any:
    """Show the complaint of the visitor's pass; every other number is not there, whether it is one or not."""
    one = passed(complaint_number)
    if one is None:
        flash(_("为了安全，查询已经结束。请重新输入编号和查询码。"), "info")
        return redirect(url_for("portal.progress", number=as_code(complaint_number)))
    about = {"channels": CHANNELS, "statuses": STATUSES, "findings": FINDINGS, "satisfied": SATISFIED}
    code = query_code(current_hall().key, one.line.id)
    return render_template("complaints/own.html", one=one, code=code, **about)


@blueprint.post("/progress/complaints/<complaint_number>/satisfaction")
def satisfaction(complaint_number: str) -> Any:
    """Say whether the answer satisfied, which closes the complaint."""
    one = passed(complaint_number)
    if one is None:
        return redirect(url_for("portal.progress", number=as_code(complaint_number)))
    command = CloseComplaint(
        by=complainant(one.line.id),
        key=posted_key(),
        complaint_id=one.line.id,
        satisfied=request.form.get("satisfied", "")[:8],
    )
    try:
        current_hall().run(command)
    except Invalid as refusal:
        flash(translated(refusal)["satisfied"], "warn")
    else:
        flash(_("谢谢您的评价，投诉已经办结。"), "success")
    return redirect(url_for("complaints.own", complaint_number=complaint_number))


def passed(number: str) -> OneComplaint | None:
    """Return the complaint of the pass, none without one; raises NotFound for another number."""
    hall, complaint_id = current_hall(), complaint_pass.subject()
    if complaint_id is None:
        return None
    with hall.reading() as connection:
        one = own_complaint(hall, connection, complaint_id)
    if one.line.number != number:
        raise NotFound
    return one
