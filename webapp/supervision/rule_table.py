"""The rules of electronic supervision as one table: what each watches, by which parameters, and what it found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import render_template

from engine.administration.hall_parameters import values_of
from engine.law.supervision_rules import RULES
from engine.parameters import of_rule
from engine.queries.raised_lights import count_by_rule
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint
from webapp.supervision.counted import RAISED_COLOURS

DAYS = timedelta(days=30)


@blueprint.get("/supervision/rules")
@post_required("supervisor", "administrator")
def rules() -> Any:
    """Show every rule with condition, colours, basis and parameters, and how many lights it raised in thirty days.

    The lights are for supervisors alone; administrators come from here to the parameters.
    """
    hall, by = current_hall(), reader()
    supervises = "supervisor" in by.posts
    with hall.reading() as connection:
        last = hall.today(connection)
        first = last - DAYS + timedelta(days=1)
        present = values_of(hall.parameters(connection))
        counts = count_by_rule(connection, by, first, last) if supervises else {}
    about = {"first": first, "last": last, "counts": counts, "supervises": supervises, "colours": RAISED_COLOURS}
    parameters = {code: of_rule(code) for code in RULES}
    sets = "administrator" in by.posts
    return render_template(
        "supervision/rules.html", rules=RULES, parameters=parameters, present=present, sets=sets, **about
    )
