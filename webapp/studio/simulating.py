"""A draft run thousands of times with the times of this hall: how often it would be late, and through which steps."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from processes.publishing import bundle_of, gate
from processes.simulation_of_hall import simulate_bundle
from webapp.accounts import post_required
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable

MOST_CAUSES = 8


@blueprint.get("/drafts/<draft_id>/simulation")
@post_required(*STUDIO)
def simulation(draft_id: str) -> Any:
    """Show what the runs came to; ``by=limits`` takes the limits of the steps instead of the times of this hall."""
    shown, folder = readable(draft_id)
    by_limits = request.args.get("by") == "limits"
    # What has a structural fault may run for ever in every run.
    sound = not any(problem.severity == "error" and problem.file == "process.bpmn" for problem in gate(folder))
    outcome, without = None, list[str]()
    if sound:
        hall, bundle = current_hall(), bundle_of(folder)
        with hall.reading() as connection:
            outcome = simulate_bundle(hall, connection, bundle, limits_only=by_limits)
        without = [bundle.steps[key].name if key in bundle.steps else key for key in outcome.without_times]
    return render_template(
        "studio/simulation.html",
        line=shown.line,
        outcome=outcome,
        causes=outcome.causes[:MOST_CAUSES] if outcome else (),
        without=without,
        by_limits=by_limits,
    )
