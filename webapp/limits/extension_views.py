"""Proposing an extension from a step, and the head's page on which it is approved or declined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from engine.cases.approve_extension import ApproveExtension
from engine.cases.extension_rules import regime_of
from engine.cases.propose_extension import ProposeExtension
from engine.queries.extensions import extension_of, extensions_for
from webapp.accounts import post_required
from webapp.cases import views as case_views
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.inbox import HANDLING
from webapp.inbox.task_views import opened, posted_version
from webapp.installation import current_hall
from webapp.limits import HEADS, blueprint
from webapp.limits.acting import carry_out, number, typed

ANSWERS = ("approve", "decline")


@blueprint.route("/tasks/<task_id>/extension", methods=["GET", "POST"])
@post_required(*HANDLING)
def propose(task_id: str) -> Any:
    """Ask the head to extend the limit."""
    entered = typed("days", "reason")

    def page(problems: Mapping[str, str]) -> str:
        shown_task, shown, _choices = opened(task_id)
        about = {"page": shown_task, "shown": shown, "file": shown.file, "regime": regime_of(shown_task.bundle.facts)}
        return render_template("limits/propose_extension.html", entered=entered, problems=problems, **about)

    if request.method != "POST":
        return page({})
    asked = {"days": number(entered["days"]), "reason": entered["reason"]}
    command = ProposeExtension(by=reader(), key=posted_key(), task_id=task_id, seen=posted_version(), **asked)
    return carry_out(command, page, _("延期申请已经提交，等待负责人审批。批准以前期限不变。"))


@blueprint.get("/extensions")
@post_required(*HEADS)
def extensions() -> str:
    """List what the head has to decide on, and what was decided last."""
    hall = current_hall()
    with hall.reading() as connection:
        rows = extensions_for(connection, reader())
    return render_template("limits/extensions.html", rows=rows)


@blueprint.route("/extensions/<extension_id>", methods=["GET", "POST"])
@post_required(*HEADS)
def extension(extension_id: str) -> Any:
    """Show a proposal with its case, and decide on it."""
    hall = current_hall()
    with hall.reading() as connection:
        asked, reason = extension_of(hall, connection, reader(), extension_id)
    entered = typed("answer", "reason")

    def page(problems: Mapping[str, str]) -> str:
        shown = case_views.opened(asked.case_id)
        about = {"shown": shown, "file": shown.file, "asked": asked, "told": reason}
        return render_template("limits/extension.html", entered=entered, problems=problems, **about)

    if request.method != "POST":
        return page({})
    if entered["answer"] not in ANSWERS:
        return page({"answer": _("请选择批准或者不批准。")}), 422
    approve = entered["answer"] == "approve"
    about = {"extension_id": extension_id, "approve": approve, "reason": entered["reason"]}
    command = ApproveExtension(by=reader(), key=posted_key(), **about)
    return carry_out(command, page, _("已批准延长期限。") if approve else _("已退回延期申请，期限不变。"))
