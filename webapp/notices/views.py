"""The list of one's own notices; opening one marks it as read and leads to what it is about."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.read_notices import ReadNotices
from engine.queries.notices import notices, unread_count
from webapp.accounts import current_actor, staff_required
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.notices import blueprint

PAGES = {
    "enquiry": ("enquiries.enquiry", "enquiry_id"),
    "complaint": ("complaints.complaint", "complaint_id"),
}
"""Where a notice leads that is about no case."""


def unread_notices() -> int:
    """Return how many notices of the person who asks are unread; counted once a request."""
    actor = current_actor()
    if actor is None:
        return 0
    if "banjian_unread" not in g:
        with current_hall().reading() as connection:
            g.banjian_unread = unread_count(connection, actor)
    count: int = g.banjian_unread
    return count


@blueprint.get("/notices")
@staff_required
def index() -> Any:
    """Show one's notices, newest first; ``?show=unread`` those not read yet."""
    unread = request.args.get("show") == "unread"
    with current_hall().reading() as connection:
        page = notices(connection, reader(), unread=unread, after=request.args.get("after") or None)
    return render_template("notices/index.html", page=page, unread=unread)


@blueprint.post("/notices/read")
@staff_required
def read() -> Any:
    """Mark one notice, or all of them, as read; ``open`` then leads to what it is about."""
    notice_id = request.form.get("notice") or None
    answer = current_hall().run(ReadNotices(by=reader(), key=posted_key(), notice_id=notice_id))
    if notice_id is not None and "open" in request.form and answer["case_id"]:
        return redirect(url_for("cases.case", case_id=answer["case_id"]))
    if notice_id is not None and "open" in request.form and answer["about"] in PAGES:
        endpoint, name = PAGES[answer["about"]]
        return redirect(url_for(endpoint, **{name: answer["about_id"]}))
    if notice_id is None and answer["read"]:
        flash(_("已全部标为已读。"), "success")
    return redirect(url_for("notices.index"))
