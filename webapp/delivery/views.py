"""The lists of the issuing window; each step is done on the page of its task."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from engine.cases.claim_task import ClaimTask
from engine.cases.sight import RecordSights, unrecorded_sights
from engine.queries.delivery_desk import TABS, UNCOLLECTED_AFTER, delivery_desk
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.delivery import blueprint
from webapp.inbox.views import key_for
from webapp.installation import current_hall
from webapp.paging import asked_page, page_count

PAGE = 20


@blueprint.get("/delivery")
@post_required("issuing_clerk")
def index() -> Any:
    """Show one list of the desk, the longest decided first."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        waiting = delivery_desk(hall, connection, actor)
        counts = {name: len(waiting.tab(name)) for name in TABS}
        tab = request.args.get("tab", "")
        tab = tab if tab in TABS else next((name for name in TABS if counts[name]), TABS[0])
        pages = page_count(counts[tab], PAGE)
        page = min(asked_page(), pages)
        rows = waiting.tab(tab)[(page - 1) * PAGE : page * PAGE]
        shows_phones = tab == "uncollected"
        seen = unrecorded_sights(connection, actor, (row.case_id for row in rows), hall.today(connection))
    if shows_phones and seen:
        hall.run(RecordSights(by=actor, case_ids=seen))
    return render_template(
        "delivery/index.html",
        rows=rows,
        tab=tab,
        counts=counts,
        page=page,
        pages=pages,
        shows_phones=shows_phones,
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
