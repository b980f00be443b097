"""A draft run thousands of times with the times of this hall: how often it would be late, and through which steps."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from processes.publishing import bundle_of, gate
from processes.simulation import Outcome
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
        assumed=_assumed(outcome) if outcome else (),
    )


def _assumed(outcome: Outcome) -> list[tuple[str, list[str]]]:
    """Return what was assumed of boundary events, with the names of those of which it was."""
    said = {
        "timer": _("步骤用时超过计时的，到时触发"),
        "share": _("按以往的比例触发"),
        "never": _("没有来过，或者附在子流程上，当作不来"),
        "unread": _("计时取决于办件的内容，当作不触发"),
    }
    found: list[tuple[str, list[str]]] = []
    for kind, sentence in said.items():
        of_kind = [one for one in outcome.assumed if one.kind == kind]
        if of_kind:
            found.append((sentence, [f"{one.name} {one.share:.1%}" if one.share else one.name for one in of_kind]))
    return found
