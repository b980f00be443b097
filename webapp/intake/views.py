"""What waits at the window: filings to be accepted, and cases that wait for their supplement."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from engine.cases.claim_task import ClaimTask
from engine.queries.intake_desk import intake_counts, waiting_for_acceptance, waiting_for_supplement
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.inbox.views import key_for
from webapp.installation import current_hall
from webapp.intake import CLERK, blueprint

LISTS = {"accept": waiting_for_acceptance, "supplement": waiting_for_supplement}


@blueprint.get("/intake")
@post_required(CLERK)
def index() -> Any:
    """Show one list, soonest due first."""
    hall, words = current_hall(), request.args.get("q", "")[:80]
    tab = request.args.get("tab", "")
    tab = tab if tab in LISTS else "accept"
    with hall.reading() as connection:
        (today, lit), after = hall.days(connection), request.args.get("after") or None
        page = LISTS[tab](connection, reader(), today, hall.calendar, words, after, lit)
        counts = intake_counts(connection, reader())
    return render_template("intake/index.html", page=page, tab=tab, counts=counts, words_asked=words, today=today)


@blueprint.post("/intake/start")
@post_required(CLERK)
def start() -> Any:
    """Claim the acceptance of a filing and go to its page."""
    task_id = request.form.get("task", "")[:32]
    current_hall().run(ClaimTask(by=reader(), key=key_for(task_id), task_id=task_id))
    return redirect(url_for("inbox.task", task_id=task_id))
