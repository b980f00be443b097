"""The list of all cases; a case itself is read on its own page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.queries.names import department_names, matter_names
from engine.queries.supervision import WatchFilters, watched_cases
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint

NARROWED_BY = ("light", "department", "matter", "status", "q")


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
        departments, matters = department_names(connection), matter_names(connection)
    return render_template("supervision/index.html", page=page, asked=asked, departments=departments, matters=matters)
