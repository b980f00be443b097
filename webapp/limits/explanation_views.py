"""The page on which a limit of a case is explained, line for line."""

from __future__ import annotations

from flask import render_template

from engine.errors import NotFound
from engine.queries.clock_explanations import ClockExplanation, explain_clocks
from webapp.accounts import staff_required
from webapp.cases.views import opened
from webapp.installation import current_hall
from webapp.limits import blueprint


@blueprint.get("/cases/<case_id>/limits/<kind>")
@staff_required
def explanation(case_id: str, kind: str) -> str:
    """Explain the clocks of one kind of a case."""
    shown = opened(case_id)
    return render_template("limits/explanation.html", shown=shown, file=shown.file, clocks=explained(case_id, kind))


def explained(case_id: str, kind: str) -> tuple[ClockExplanation, ...]:
    """Return the clocks of one kind, the newest first; raises NotFound where the case has none."""
    hall = current_hall()
    with hall.reading() as connection:
        clocks = explain_clocks(hall, connection, case_id, kind[:24])
    if not clocks:
        raise NotFound
    return clocks[::-1]
