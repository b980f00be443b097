"""What the screens of the hall announce: a list, and one form that makes and changes it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.announcements import Announce
from engine.errors import Invalid
from engine.queries import announcements as read
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import day_of, posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of

FIELDS = ("title", "content", "starts_on", "ends_on")


@blueprint.get("/admin/announcements")
@post_required(ADMINISTRATOR)
def announcements() -> Any:
    """List every announcement with whether the screens show it."""
    hall = current_hall()
    with hall.reading() as connection:
        rows, today = read.announcements(connection, reader()), hall.today(connection)
    return render_template("admin/announcements.html", rows=rows, today=today)


@blueprint.route("/admin/announcements/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def new_announcement() -> Any:
    """Announce something."""
    return announcement_form(None)


@blueprint.route("/admin/announcements/<announcement_id>", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def announcement(announcement_id: str) -> Any:
    """Change an announcement, or take it down."""
    return announcement_form(announcement_id)


def announcement_form(announcement_id: str | None) -> Any:
    """Show the form, or do what it says; what is wrong is told beside the fields."""
    hall, problems = current_hall(), {}
    with hall.reading() as connection:
        one = read.announcement(connection, reader(), announcement_id) if announcement_id else None
        today = hall.today(connection)
    entered: dict[str, Any] = {name: str(getattr(one, name)) if one else "" for name in FIELDS}
    entered |= {"is_shown": one.is_shown if one else True, "starts_on": entered["starts_on"] or today.isoformat()}
    if request.method == "POST":
        entered = {name: request.form.get(name, "")[:1000].strip() for name in FIELDS}
        entered["is_shown"] = "is_shown" in request.form
        days = {name: day_of(entered[name]) for name in ("starts_on", "ends_on")}
        said = {"title": entered["title"], "content": entered["content"], "is_shown": entered["is_shown"]}
        try:
            hall.run(Announce(by=reader(), key=posted_key(), announcement_id=announcement_id, **said, **days))
        except Invalid as refusal:
            problems = problems_of(refusal)
        else:
            flash(_("公告已保存。"), "success")
            return redirect(url_for("admin.announcements"))
    page = render_template("admin/announcement.html", one=one, entered=entered, problems=problems)
    return page, 422 if problems else 200
