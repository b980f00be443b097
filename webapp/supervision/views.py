"""The list of all cases, and the whole trail of each; a case itself is read on its own page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.queries.checked_trail import checked_trail
from engine.queries.light_counts import light_counts
from engine.queries.names import department_names, matter_names, town_names
from engine.queries.supervision import WatchFilters, watched_cases
from webapp.accounts import post_required
from webapp.cases.shown import show_case
from webapp.cases.timeline import entry_of
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.paging import asked_page, page_count
from webapp.supervision import blueprint

LINES = 100
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


@blueprint.get("/supervision/cases/<case_id>/trail")
@post_required("supervisor")
def trail(case_id: str) -> Any:
    """Show every entry of a case's trail with whether it still is what was written, and who saw personal data."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        checked = checked_trail(hall, connection, actor, case_id)
        shown, _unrecorded = show_case(connection, actor, checked.file)
    pages = page_count(len(checked.entries), LINES)
    page = min(asked_page(), pages)
    rows = [
        (one, entry_of(checked.file.bundle, one.line, masked=shown.masked))
        for one in checked.entries[(page - 1) * LINES : page * LINES]
    ]
    return render_template(
        "supervision/trail.html", checked=checked, shown=shown, file=checked.file, rows=rows, page=page, pages=pages
    )
