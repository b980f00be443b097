"""The lists of the issuing window; each step is done on the page of its task."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from engine.cases.claim_task import ClaimTask
from engine.queries.delivery_desk import TABS, UNCOLLECTED_AFTER, delivery_desk
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.delivery import blueprint
from webapp.inbox.views import key_for
from webapp.installation import current_hall


@blueprint.get("/delivery")
@post_required("issuing_clerk")
def index() -> Any:
    """Show one list of the desk, the longest decided first."""
    hall = current_hall()
    with hall.reading() as connection:
        waiting = delivery_desk(hall, connection, reader())
    counts = {name: len(waiting.tab(name)) for name in TABS}
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else next((name for name in TABS if counts[name]), TABS[0])
    return render_template(
        "delivery/index.html",
        rows=waiting.tab(tab),
        tab=tab,
        counts=counts,
        is_cut=waiting.is_cut,
        uncollected_after=UNCOLLECTED_AFTER,
    )


@blueprint.post("/delivery/start")
@post_required("issuing_clerk")
def start() -> Any:
    """Claim a step of the window and go to its page."""
    task_id = request.form.get("task", "")[:32]
    current_hall().run(ClaimTask(by=reader(), key=key_for(task_id), task_id=task_id))
    return redirect(url_for("inbox.task", task_id=task_id))
