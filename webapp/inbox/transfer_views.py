"""Transferring a task to a colleague, from its page."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from engine.cases.transfer_task import TransferTask
from engine.errors import Invalid, NotAllowed
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.inbox import HANDLING, blueprint
from webapp.inbox.task_views import Transfer, posted_version, shown_page
from webapp.installation import current_hall


@blueprint.route("/tasks/<task_id>/transfer", methods=["GET", "POST"])
@post_required(*HANDLING)
def transfer(task_id: str) -> Any:
    """Show the page of a task with the choice of colleagues open, or give the task to the one chosen."""
    if request.method != "POST":
        return shown_page(task_id, transfer=Transfer(is_open=True))
    entered = {name: request.form.get(name, "")[:1000].strip() for name in ("to_person_id", "reason")}
    command = TransferTask(by=reader(), key=posted_key(), task_id=task_id, seen=posted_version(), **entered)
    try:
        told = current_hall().run(command)
    except (Invalid, NotAllowed) as refusal:
        return shown_page(task_id, transfer=Transfer(True, entered, refusal))
    flash(_("已转给%(person)s办理，已通知对方。", person=told["to"]), "success")
    return redirect(url_for("inbox.index"))
