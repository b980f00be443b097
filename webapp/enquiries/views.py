"""The desk: what has to be answered, recording what was asked, and the page of one enquiry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for

from engine.errors import Invalid
from engine.feedback.enquiry_row import ACTS
from engine.feedback.enquiry_sight import RECORDERS
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.feedback.record_sight import RecordFeedbackSight
from engine.queries import enquiries as read
from engine.queries.bundles import matters_in_force
from engine.queries.colleagues import staff_at_work
from engine.queries.names import department_names, matter_names
from engine.query_code import query_code
from webapp.accounts import post_required, staff_required
from webapp.cases.views import reader
from webapp.enquiries import blueprint
from webapp.enquiries.public import FIELDS
from webapp.enquiries.typed import translated, typed
from webapp.enquiries.wording import CHANNELS, STATUSES, TABS
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.get("/enquiries")
@staff_required
def index() -> Any:
    """Show the enquiries that one may see, newest first, by tab."""
    hall, tab = current_hall(), request.args.get("tab", "open")
    tab = tab if tab in read.TABS else "open"
    with hall.reading() as connection:
        page = read.enquiries(hall, connection, reader(), tab, request.args.get("after") or None)
        matters = {one.key: one.name for one in matter_names(connection)}
    about = {"tab": tab, "tabs": TABS, "matters": matters, "channels": CHANNELS, "statuses": STATUSES}
    return render_template("enquiries/index.html", page=page, records=bool(reader().posts & RECORDERS), **about)


@blueprint.route("/enquiries/new", methods=["GET", "POST"])
@post_required(*sorted(RECORDERS))
def register() -> Any:
    """Record what somebody asked at the window, by telephone or by mail; who does so answers for it."""
    hall, problems = current_hall(), dict[str, str]()
    entered = dict.fromkeys(FIELDS, "") | {"channel": "window"}
    if request.method == "POST":
        entered = typed("channel", *FIELDS)
        try:
            answer = hall.run(ReceiveEnquiry(by=reader(), key=posted_key(), **entered))
        except Invalid as refusal:
            problems = translated(refusal)
        else:
            return redirect(url_for("enquiries.enquiry", enquiry_id=answer["enquiry_id"]))
    with hall.reading() as connection:
        matters = [(one.key, one.name) for one in matters_in_force(hall, connection)]
    channels = [(code, name) for code, name in CHANNELS.items() if code != "online"]
    about = {"entered": entered, "problems": problems, "matters": matters, "channels": channels}
    return render_template("enquiries/register.html", **about), 422 if problems else 200


@blueprint.get("/enquiries/<enquiry_id>")
@staff_required
def enquiry(enquiry_id: str) -> Any:
    """Show an enquiry with its history and what may be done with it now."""
    return enquiry_page(enquiry_id)


def enquiry_page(
    enquiry_id: str, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """Return the page of an enquiry, with what is wrong with what was entered; the look is put on record."""
    hall, by = current_hall(), reader()
    with hall.reading() as connection:
        one = read.enquiry(hall, connection, by, enquiry_id)
        people = staff_at_work(connection, hall.today(connection)) if one.owns else ()
        about: dict[str, Any] = {
            "departments": department_names(connection),
            "matters": {one.key: one.name for one in matter_names(connection)},
            "most_days": hall.parameters(connection).enquiry_extension_days,
        }
    if one.is_personal:
        hall.run(RecordFeedbackSight(by=by, about_id=enquiry_id))
    about |= {"people": [person for person in people if person.id != by.person_id]}
    about |= {"acts": ACTS, "channels": CHANNELS, "statuses": STATUSES}
    about |= {"code": query_code(hall.key, enquiry_id) if one.owns else ""}
    page = render_template("enquiries/enquiry.html", one=one, entered=entered or {}, problems=problems or {}, **about)
    return page, 422 if problems else 200
