"""Written authorisations of windows: those given, giving one, taking one back. For heads of departments too."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.authorisations import GiveAuthorisation, RevokeAuthorisation
from engine.errors import Invalid, NotFound
from engine.queries.authorisation_choices import authorisation_choices
from engine.queries.authorisations import AuthorisationLine, authorisations
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, HEAD, blueprint
from webapp.cases.views import reader
from webapp.filling import day_of, posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of

FIELDS = ("department", "matter_key", "person_id", "window_department", "scope", "document", "starts_on", "ends_on")


@blueprint.get("/admin/authorisations")
@post_required(ADMINISTRATOR, HEAD)
def authorised() -> Any:
    """List the authorisations of one's departments, an administrator's all, newest first."""
    return render_template("admin/authorisations.html", rows=known_lines())


@blueprint.route("/admin/authorisations/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR, HEAD)
def authorise() -> Any:
    """Authorise a clerk or a window; what is wrong is told beside the fields."""
    hall, problems = current_hall(), {}
    with hall.reading() as connection:
        today = hall.today(connection)
        choices = authorisation_choices(connection, reader(), today)
    entered = {name: request.form.get(name, "")[:1000].strip() for name in FIELDS}
    if request.method == "POST":
        days = {name: day_of(entered[name]) for name in ("starts_on", "ends_on")}
        if entered["department"] not in dict(choices.departments):
            problems["department"] = _("请选择授权部门。")
        if entered["matter_key"] not in dict(choices.matters):
            problems["matter_key"] = _("请选择事项。")
        if days["starts_on"] is None:
            problems["starts_on"] = _("请填写起始日，例如 2026-03-02。")
        if days["ends_on"] is None:
            problems["ends_on"] = _("请填写截止日，例如 2026-03-02。")
        if not problems:
            whom = {name: entered[name] or None for name in ("person_id", "window_department")}
            about = {name: entered[name] for name in ("department", "matter_key", "scope", "document")}
            command = GiveAuthorisation(by=reader(), key=posted_key(), **about, **whom, **days)
            try:
                told = hall.run(command)
            except Invalid as refusal:
                problems = problems_of(refusal)
            else:
                flash(_("已授权，授权编号为%(number)s。", number=told["number"]), "success")
                return redirect(url_for("admin.authorised"))
    elif len(choices.departments) == 1:
        entered["department"] = choices.departments[0][0]
    entered["starts_on"] = entered["starts_on"] or (today.isoformat() if request.method != "POST" else "")
    page = render_template("admin/authorise.html", choices=choices, entered=entered, problems=problems, today=today)
    return page, 422 if problems else 200


@blueprint.route("/admin/authorisations/<authorisation_id>/revoke", methods=["GET", "POST"])
@post_required(ADMINISTRATOR, HEAD)
def revoke(authorisation_id: str) -> Any:
    """Take an authorisation back, with the reason; decisions made under it stand."""
    reason, problems = request.form.get("reason", "")[:1000].strip(), {}
    if request.method == "POST":
        command = RevokeAuthorisation(by=reader(), key=posted_key(), authorisation_id=authorisation_id, reason=reason)
        try:
            told = current_hall().run(command)
        except Invalid as refusal:
            problems = problems_of(refusal)
        else:
            flash(_("已撤回%(number)s，即时生效。", number=told["number"]), "success")
            return redirect(url_for("admin.authorised"))
    line = next((one for one in known_lines() if one.id == authorisation_id), None)
    if line is None:
        raise NotFound
    page = render_template("admin/revoke_authorisation.html", one=line, reason=reason, problems=problems)
    return page, 422 if problems else 200


def known_lines() -> tuple[AuthorisationLine, ...]:
    """Return the authorisations that the one who asks may know, as they stand today."""
    hall = current_hall()
    with hall.reading() as connection:
        return authorisations(connection, reader(), hall.today(connection))
