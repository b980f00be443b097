"""What everybody does: ask, follow the own enquiry by number and code, read what others asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Invalid, NotFound
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.queries.bundles import matters_in_force
from engine.queries.enquiries import own_enquiry, published_answers
from engine.queries.names import matter_names
from engine.query_code import query_code
from webapp.enquiries import blueprint
from webapp.enquiries.typed import translated, typed
from webapp.enquiries.wording import CHANNELS, STATUSES
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.portal.passes import enquiry_pass
from webapp.portal.somebody import as_code, somebody

FIELDS = ("title", "content", "name", "phone", "email", "matter_key")


@blueprint.route("/ask", methods=["GET", "POST"])
def ask() -> Any:
    """Ask the hall; ``?matter=`` says about which matter. Number and code are given at once."""
    hall, problems = current_hall(), dict[str, str]()
    entered = dict.fromkeys(FIELDS, "") | {"matter_key": request.args.get("matter", "")[:64]}
    if request.method == "POST":
        entered = typed(*FIELDS)
        try:
            answer = hall.run(
                ReceiveEnquiry(by=replace(somebody(), name="咨询人"), key=posted_key(), channel="online", **entered)
            )
        except Invalid as refusal:
            problems = translated(refusal)
        else:
            enquiry_pass.give(answer["enquiry_id"])
            flash(_("咨询已经提交。请抄下编号和查询码，用来查看答复。"), "success")
            return redirect(url_for("enquiries.own", enquiry_number=answer["number"]))
    with hall.reading() as connection:
        matters = [(one.key, one.name) for one in matters_in_force(hall, connection)]
        days = hall.parameters(connection).enquiry_days
    about = {"entered": entered, "problems": problems, "matters": matters, "days": days}
    return render_template("enquiries/ask.html", **about), 422 if problems else 200


@blueprint.get("/progress/enquiries/<enquiry_number>")
def own(enquiry_number: str) -> Any:
    """Show the enquiry of the visitor's pass; every other number is not there, whether it is one or not."""
    hall, enquiry_id = current_hall(), enquiry_pass.subject()
    if enquiry_id is None:
        flash(_("为了安全，查询已经结束。请重新输入编号和查询码。"), "info")
        return redirect(url_for("portal.progress", number=as_code(enquiry_number)))
    with hall.reading() as connection:
        one = own_enquiry(hall, connection, enquiry_id)
        matters = {one.key: one.name for one in matter_names(connection)}
    if one.line.number != enquiry_number:
        raise NotFound
    about = {"code": query_code(hall.key, enquiry_id), "channels": CHANNELS, "statuses": STATUSES, "matters": matters}
    return render_template("enquiries/own.html", one=one, **about)


@blueprint.get("/questions")
def questions() -> Any:
    """Show what was asked and answered before, of one matter where ``?matter=`` names it."""
    matter_key = request.args.get("matter", "")[:64]
    with current_hall().reading() as connection:
        rows, after = published_answers(connection, matter_key, request.args.get("after") or None)
        names = {one.key: one.name for one in matter_names(connection)}
    about = {"after": after, "matter_key": matter_key, "names": names}
    return render_template("enquiries/questions.html", rows=rows, **about)
