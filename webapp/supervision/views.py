"""The desk: what is late or near its limit, the list of all cases, and the counts of lights."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.queries.complaints import complaints
from engine.queries.enquiries import enquiries
from engine.queries.light_counts import BY, light_counts
from engine.queries.names import department_names, matter_names, person_names, town_names
from engine.queries.orders import all_orders
from engine.queries.rectifications import open_rectifications
from engine.queries.supervision import watched_cases, worst_cases
from engine.queries.watch_filters import WatchFilters, how_many
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint
from webapp.supervision.asked import asked, in_words
from webapp.supervision.counted import COUNTED_BY, NAMELESS

TILES = ("red", "today", "tomorrow", "step", "paused")
WORST = 10


@blueprint.get("/supervision/now")
@post_required("supervisor")
def now() -> Any:
    """Show what is late now and what will be near its limit next; each number opens the list that it counts."""
    hall, by = current_hall(), reader()
    with hall.reading() as connection:
        today = hall.today(connection)
        tiles = {one: how_many(connection, WatchFilters(light=one), today, hall.calendar) for one in TILES}
        tiles["complaints"] = complaints(hall, connection, by, "overdue").counts["overdue"]
        tiles["enquiries"] = enquiries(hall, connection, by, "overdue").counts["overdue"]
        tiles["orders"] = all_orders(connection, by, today, "red").counts["red"]
        tiles["rectifications"] = open_rectifications(connection)
        worst = worst_cases(connection, by, today, hall.calendar, WORST)
        places = [one for one in light_counts(connection, by, today, "department") if one.red or one.yellow]
    following = hall.calendar.add_workdays(today, 1)
    about = {"worst": worst, "places": places[:WORST], "today": today, "following": following}
    return render_template("supervision/now.html", tiles=tiles, **about)


@blueprint.get("/supervision")
@post_required("supervisor")
def index() -> Any:
    """Show a page of all cases, the worst or the newest first, narrowed by the filters of the address."""
    hall, wanted = current_hall(), asked()
    with hall.reading() as connection:
        today, after = hall.today(connection), request.args.get("after") or None
        page = watched_cases(connection, reader(), today, hall.calendar, wanted.filters, after)
        title = in_words(wanted, person_names(connection, [wanted.filters.person]))
        about = {
            "departments": department_names(connection),
            "matters": matter_names(connection),
            "towns": town_names(connection),
        }
    return render_template(
        "supervision/index.html", page=page, asked=wanted.given, wanted=wanted.kept, title=title, **about
    )


@blueprint.get("/supervision/lights")
@post_required("supervisor")
def lights() -> Any:
    """Count running, yellow and red cases by department, town, matter or person; each number leads to its cases."""
    hall, what = current_hall(), request.args.get("by", "")
    what = what if what in BY else BY[0]
    with hall.reading() as connection:
        counts = light_counts(connection, reader(), hall.today(connection), what)
    about = {"counted_by": COUNTED_BY, "nameless": NAMELESS}
    return render_template("supervision/lights.html", counts=counts, by=what, **about)
