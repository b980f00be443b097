"""The three tabs of the inbox, and claiming and releasing from them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.actor import Actor
from engine.cases.claim_task import ClaimTask
from engine.cases.release_task import ReleaseTask
from engine.errors import Refused
from engine.queries.holders import holders_of
from engine.queries.inbox import TABS, Filters, inbox, place_of
from engine.queries.names import department_names, matter_names
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.inbox import HANDLING, blueprint
from webapp.installation import current_hall
from webapp.languages import translate

MOST_AT_ONCE = 20


@blueprint.get("/inbox")
@post_required(*HANDLING)
def index() -> Any:
    """Show one tab, soonest due first, narrowed by the filters of the address.

    Without a tab it is one's own; where that is empty, what may be claimed.
    """
    asked = {name: request.args.get(name, "")[:80] for name in ("matter", "stage", "light", "q", "place")}
    tab, hall, actor = request.args.get("tab", ""), current_hall(), reader()
    filters = Filters(asked["matter"], asked["stage"], asked["light"], asked["q"], asked["place"])
    with hall.reading() as connection:
        (today, lit), calendar = hall.days(connection), hall.calendar
        after = request.args.get("after") or None
        page = inbox(connection, actor, today, calendar, tab if tab in TABS else None, filters, after, lit)
        about = {
            "matters": matter_names(connection),
            "departments": department_names(connection),
            "holders": holders_of(connection, {row.case_id for row in page.rows}, lit),
        }
    return render_template("inbox/index.html", page=page, asked=asked, places=places_of(actor), **about)


def places_of(actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Return (text of the address, post, department) of each post for steps that the person holds."""
    held = sorted({(one.post, one.department) for one in actor.holdings if one.post in HANDLING})
    return tuple((place_of(post, department), post, department) for post, department in held)


@blueprint.post("/inbox/claim")
@post_required(*HANDLING)
def claim() -> Any:
    """Claim one task or several; of several, those that somebody else got first are told."""
    # The button of one row claims that row only, whatever is ticked beside it.
    wanted = list(dict.fromkeys(request.form.getlist("only") or request.form.getlist("task")))[:MOST_AT_ONCE]
    if not wanted:
        flash(_("请先选择要签收的步骤。"), "warn")
        return redirect(url_for("inbox.index", tab="claimable"))
    if len(wanted) == 1:
        current_hall().run(ClaimTask(by=reader(), key=key_for(wanted[0]), task_id=wanted[0]))
        flash(_("已签收，请办理。"), "success")
        return redirect(url_for("inbox.task", task_id=wanted[0]))
    claimed, refused = 0, []
    for task_id in wanted:
        try:
            current_hall().run(ClaimTask(by=reader(), key=key_for(task_id), task_id=task_id))
            claimed += 1
        except Refused as refusal:
            refused.append(translate(refusal.text))
    if claimed:
        flash(ngettext("已签收 %(num)d 项。", "已签收 %(num)d 项。", claimed), "success")
    for text in dict.fromkeys(refused):
        flash(text, "warn")
    return redirect(url_for("inbox.index", tab="mine" if claimed else "claimable"))


@blueprint.post("/tasks/<task_id>/release")
@post_required(*HANDLING)
def release(task_id: str) -> Any:
    """Put a task back for colleagues."""
    current_hall().run(ReleaseTask(by=reader(), key=posted_key(), task_id=task_id))
    flash(_("已退回待签收，暂存的意见已清除。"), "success")
    return redirect(url_for("inbox.index", tab="claimable"))


def key_for(task_id: str) -> str:
    """Return the idempotency key of one task of a page that offers several."""
    return f"{posted_key()[:31]}-{task_id}"[:64] if posted_key() else ""
