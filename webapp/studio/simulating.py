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
    outcome = None
    if sound:
        hall = current_hall()
        with hall.reading() as connection:
            outcome = simulate_bundle(hall, connection, bundle_of(folder), limits_only=by_limits)
    steps = bundle_of(folder).steps
    return render_template(
        "studio/simulation.html",
        line=shown.line,
        outcome=outcome,
        causes=outcome.causes[:MOST_CAUSES] if outcome else (),
        without=[steps[key].name if key in steps else key for key in outcome.without_times] if outcome else [],
        by_limits=by_limits,
    )
