"""What the system tells people outside of it: what waits, what arrived, what was given up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.retry_message import RetryMessage
from engine.queries.outbox import STATES, outbox
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.get("/admin/messages")
@post_required(ADMINISTRATOR)
def messages() -> Any:
    """Show a page of messages, newest first; ``?status=failed`` those that were given up."""
    hall, status = current_hall(), request.args.get("status", "")
    status = status if status in STATES else ""
    with hall.reading() as connection:
        page = outbox(connection, reader(), status, request.args.get("after") or None)
    return render_template("admin/messages.html", page=page, status=status, channels=sorted(hall.senders))


@blueprint.post("/admin/messages/<message_id>/retry")
@post_required(ADMINISTRATOR)
def retry_message(message_id: str) -> Any:
    """Send again what was given up."""
    current_hall().run(RetryMessage(by=reader(), key=posted_key(), message_id=message_id))
    flash(_("已重新排队，稍后发送。"), "success")
    return redirect(url_for("admin.messages"))
