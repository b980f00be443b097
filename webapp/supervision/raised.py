"""Lights that were raised: week by week, as a list, and those of one case, with who was told of each and when."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.queries.case_file import case_file
from engine.queries.light_weeks import light_weeks
from engine.queries.raised_lights import lights_of_case, raised_lights
from webapp.accounts import post_required
from webapp.cases.shown import show_case
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint
from webapp.supervision.asked import asked_lights, lights_in_words
from webapp.supervision.counted import RAISED_COLOURS
from webapp.supervision.trend import bars, rules_of


@blueprint.get("/supervision/trend")
@post_required("supervisor")
def trend() -> Any:
    """Show the lights raised and the decisions in time and late, week by week; each number opens its list."""
    hall = current_hall()
    with hall.reading() as connection:
        weeks = light_weeks(connection, reader(), hall.today(connection))
    charts = {
        "lights": bars(weeks, [(one, lambda week, one=one: week.of_colour(one)) for one in ("yellow", "red")]),
        "decided": bars(weeks, [("in-time", lambda week: week.in_time), ("late", lambda week: week.late)]),
    }
    about = {"charts": charts, "kinds": rules_of(weeks), "colours": RAISED_COLOURS}
    return render_template("supervision/trend.html", weeks=weeks, **about)


@blueprint.get("/supervision/raised")
@post_required("supervisor")
def raised() -> Any:
    """Show a page of the lights that were raised, the newest first, narrowed by the filters of the address."""
    filters, kept = asked_lights()
    with current_hall().reading() as connection:
        page = raised_lights(connection, reader(), filters, request.args.get("after") or None)
    about = {"title": lights_in_words(filters), "kept": kept, "colours": RAISED_COLOURS}
    return render_template("supervision/raised.html", page=page, **about)


@blueprint.get("/supervision/cases/<case_id>/lights")
@post_required("supervisor")
def case_lights(case_id: str) -> Any:
    """Show every light of a case with its rule, since when it was true, and who was told of it and when."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        file = case_file(hall, connection, actor, case_id)
        shown, _unrecorded = show_case(connection, actor, file)
        rows = lights_of_case(connection, actor, case_id)
    return render_template("supervision/case_lights.html", file=file, shown=shown, rows=rows, colours=RAISED_COLOURS)
