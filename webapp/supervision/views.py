"""The list of all cases and their lights; a case itself is read on its own page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.queries.light_counts import light_counts
from engine.queries.names import department_names, matter_names, town_names
from engine.queries.supervision import WatchFilters, watched_cases
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint

NARROWED_BY = ("light", "department", "matter", "status", "town", "q")


@blueprint.get("/supervision")
@post_required("supervisor")
def index() -> Any:
    """Show a page of all cases, newest first, narrowed by the filters of the address."""
    hall = current_hall()
    asked = {name: request.args.get(name, "")[:80] for name in NARROWED_BY}
    filters = WatchFilters(*(asked[name] for name in NARROWED_BY))
    with hall.reading() as connection:
        today, after = hall.today(connection), request.args.get("after") or None
        page = watched_cases(connection, reader(), today, hall.calendar, filters, after)
        about = {
            "departments": department_names(connection),
            "matters": matter_names(connection),
            "towns": town_names(connection),
        }
    return render_template("supervision/index.html", page=page, asked=asked, **about)


@blueprint.get("/supervision/lights")
@post_required("supervisor")
def lights() -> Any:
    """Count running, yellow and red cases by department and by town; each number leads to its cases."""
    hall = current_hall()
    with hall.reading() as connection:
        counts = light_counts(connection, reader(), hall.today(connection))
    return render_template("supervision/lights.html", counts=counts)
