"""The parameters of the hall: one form made of what engine.parameters says of each, and who changed what."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.hall_parameters import ChangeParameters, values_of
from engine.errors import Conflict, Invalid
from engine.parameters import parameters_by_name
from engine.queries.parameter_changes import parameter_changes
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of, translate

WAS = "was-"
LONGEST = 40


@blueprint.route("/admin/parameters", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def parameters() -> Any:
    """Show every parameter with its basis, or change those that the form says."""
    hall, about, status = current_hall(), parameters_by_name(), 200
    problems: dict[str, str] = {}
    entered: dict[str, str] = {}
    if request.method == "POST":
        entered = {name: request.form[name][:LONGEST].strip() for name in about if name in request.form}
        shown = {name: request.form.get(WAS + name, "")[:LONGEST] for name in about if WAS + name in request.form}
        try:
            hall.run(ChangeParameters(by=reader(), key=posted_key(), values=entered, shown=shown))
        except Invalid as refusal:
            problems, status = problems_of(refusal), 422
        except Conflict as refusal:
            flash(translate(refusal.text), "stop")
            entered, status = {}, refusal.status
        else:
            flash(_("参数已保存。"), "success")
            return redirect(url_for("admin.parameters"))
    with hall.reading() as connection:
        present = values_of(hall.parameters(connection))
        changes = parameter_changes(connection, reader())
    groups: dict[str, list[str]] = {}
    for name, one in about.items():
        groups.setdefault(translate(one.group), []).append(name)
    values = present | entered
    page = render_template(
        "admin/parameters.html",
        about=about,
        groups=groups,
        present=present,
        values=values,
        problems=problems,
        changes=changes,
        was=WAS,
    )
    return page, status
