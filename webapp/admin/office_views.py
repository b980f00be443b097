"""Departments and the windows of the hall: lists, and one form for each that makes and changes them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.departments import ChangeDepartment, MakeDepartment
from engine.administration.service_windows import SetUpWindow
from engine.errors import Invalid
from engine.queries import offices
from engine.queries.names import department_names, matter_names
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of

FIELDS = ("code", "name", "level", "parent", "phone", "address")


@blueprint.get("/admin/departments")
@post_required(ADMINISTRATOR)
def departments() -> Any:
    """List every department under its superior, with phone and number of accounts."""
    with current_hall().reading() as connection:
        rows = offices.offices(connection, reader())
    return render_template("admin/departments.html", rows=rows)


@blueprint.route("/admin/departments/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def new_department() -> Any:
    """Make a department."""
    return department_form(None)


@blueprint.route("/admin/departments/<code>", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def department(code: str) -> Any:
    """Change name, superior, phone and address of a department."""
    return department_form(code)


def department_form(code: str | None) -> Any:
    """Show the form, or do what it says; what is wrong is told beside the fields."""
    hall, problems = current_hall(), {}
    with hall.reading() as connection:
        everyone = offices.offices(connection, reader())
        one = offices.office(connection, reader(), code) if code else None
    entered = {name: getattr(one, name) or "" if one else "" for name in FIELDS}
    if request.method == "POST":
        entered |= {name: request.form.get(name, "")[:300].strip() for name in FIELDS if name in request.form}
        about = {name: entered[name] for name in ("name", "phone", "address")} | {"parent": entered["parent"] or None}
        try:
            if code:
                hall.run(ChangeDepartment(by=reader(), key=posted_key(), code=code, **about))
            else:
                made = {"code": entered["code"], "level": entered["level"]}
                hall.run(MakeDepartment(by=reader(), key=posted_key(), **made, **about))
        except Invalid as refusal:
            problems = problems_of(refusal)
        else:
            flash(_("部门已保存。"), "success")
            return redirect(url_for("admin.departments"))
    page = render_template(
        "admin/department.html", one=one, entered=entered, problems=problems, everyone=everyone, levels=levels()
    )
    return page, 422 if problems else 200


def levels() -> tuple[str, ...]:
    """Return the levels on which the county itself has departments."""
    return ("county", "town", "village")


@blueprint.get("/admin/windows")
@post_required(ADMINISTRATOR)
def windows() -> Any:
    """List the windows of the hall: where they are, whose, and for which matters."""
    with current_hall().reading() as connection:
        rows = offices.windows(connection, reader())
        about = {"departments": department_names(connection), "matters": names_of_matters(connection)}
    return render_template("admin/windows.html", rows=rows, **about)


@blueprint.route("/admin/windows/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def new_window() -> Any:
    """Set up a window."""
    return window_form(None)


@blueprint.route("/admin/windows/<window_id>", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def window(window_id: str) -> Any:
    """Change a window, or close it."""
    return window_form(window_id)


def window_form(window_id: str | None) -> Any:
    """Show the form, or do what it says; what is wrong is told beside the fields."""
    hall, problems = current_hall(), {}
    with hall.reading() as connection:
        one = offices.window(connection, reader(), window_id) if window_id else None
        about = {"departments": department_names(connection), "matters": names_of_matters(connection)}
    entered: dict[str, Any] = {
        "number": one.number if one else "",
        "place": one.place if one else "",
        "departments": one.departments if one else (),
        "matters": one.matters if one else (),
        "is_open": one.is_open if one else True,
    }
    if request.method == "POST":
        entered = {name: request.form.get(name, "")[:200].strip() for name in ("number", "place")}
        entered |= {name: tuple(request.form.getlist(name)[:100]) for name in ("departments", "matters")}
        entered["is_open"] = "is_open" in request.form
        try:
            hall.run(SetUpWindow(by=reader(), key=posted_key(), window_id=window_id, **entered))
        except Invalid as refusal:
            problems = problems_of(refusal)
        else:
            flash(_("窗口已保存。"), "success")
            return redirect(url_for("admin.windows"))
    page = render_template("admin/window.html", one=one, entered=entered, problems=problems, **about)
    return page, 422 if problems else 200


def names_of_matters(connection: Any) -> dict[str, str]:
    """Return the names of published matters by their keys."""
    return {one.key: one.name for one in matter_names(connection)}
