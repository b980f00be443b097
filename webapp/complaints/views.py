"""The desk: what has to be decided and answered, recording a complaint, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from engine.errors import Invalid
from engine.feedback.complaint_row import ACTS
from engine.feedback.enquiry_sight import RECORDERS
from engine.feedback.receive_complaint import ReceiveComplaint
from engine.feedback.record_sight import RecordFeedbackSight
from engine.queries import complaints as read
from engine.queries.colleagues import staff_at_work
from engine.queries.names import department_names
from engine.query_code import query_code
from webapp.accounts import post_required, staff_required
from webapp.cases.views import reader
from webapp.complaints import blueprint
from webapp.complaints.public import FIELDS
from webapp.complaints.wording import CHANNELS, FINDINGS, SATISFIED, STATUSES, TABS
from webapp.enquiries.typed import translated, typed
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.get("/complaints")
@staff_required
def index() -> Any:
    """Show the complaints that one may see, newest first, by tab."""
    hall, tab = current_hall(), request.args.get("tab", "open")
    tab = tab if tab in read.TABS else "open"
    with hall.reading() as connection:
        page = read.complaints(hall, connection, reader(), tab, request.args.get("after") or None)
    about = {"tab": tab, "tabs": TABS, "channels": CHANNELS, "statuses": STATUSES, "satisfied": SATISFIED}
    return render_template("complaints/index.html", page=page, records=bool(reader().posts & RECORDERS), **about)


@blueprint.route("/complaints/new", methods=["GET", "POST"])
@post_required(*sorted(RECORDERS))
def register() -> Any:
    """Record a complaint made at the window, by telephone or by letter; its number and code are shown to pass on."""
    hall, problems = current_hall(), dict[str, str]()
    entered = dict.fromkeys(FIELDS, "") | {"channel": "window", "who": ""}
    if request.method == "POST":
        entered = typed("channel", "who", *FIELDS)
        said = {name: entered[name] for name in ("channel", *FIELDS)} | {"anonymous": entered["who"] == "anonymous"}
        try:
            answer = hall.run(ReceiveComplaint(by=reader(), key=posted_key(), **said))
        except Invalid as refusal:
            problems = translated(refusal)
        else:
            complaint_id = answer["complaint_id"]
            code = query_code(hall.key, complaint_id)
            return render_template("complaints/registered.html", number=answer["number"], code=code, id=complaint_id)
    with hall.reading() as connection:
        names = department_names(connection)
    channels = [(code, name) for code, name in CHANNELS.items() if code != "online"]
    about = {"entered": entered, "problems": problems, "departments": names, "channels": channels}
    return render_template("complaints/register.html", **about), 422 if problems else 200


@blueprint.get("/complaints/<complaint_id>")
@staff_required
def complaint(complaint_id: str) -> Any:
    """Show a complaint with its history and what may be done with it now."""
    return complaint_page(complaint_id)


def complaint_page(
    complaint_id: str, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """Return the page of a complaint, with what is wrong with what was entered; the look is put on record."""
    hall, by = current_hall(), reader()
    with hall.reading() as connection:
        one = read.complaint(hall, connection, by, complaint_id)
        about: dict[str, Any] = {
            "departments": department_names(connection),
            "people": staff_at_work(connection, hall.today(connection)) if one.decides else (),
            "most_days": hall.parameters(connection).complaint_extension_days,
        }
    if one.is_personal:
        hall.run(RecordFeedbackSight(by=by, about_id=complaint_id))
    about |= {"acts": ACTS, "channels": CHANNELS, "statuses": STATUSES, "findings": FINDINGS, "satisfied": SATISFIED}
    for name, words in (("findings", FINDINGS), ("satisfied", SATISFIED)):
        about[f"{name}_named"] = [(code, said) for code, (said, _kind) in words.items()]
    page = render_template(
        "complaints/complaint.html", one=one, entered=entered or {}, problems=problems or {}, **about
    )
    return page, 422 if problems else 200
