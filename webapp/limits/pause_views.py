"""Starting and ending a special procedure or a suspension, from a step or from the page of the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from engine.cases.end_special_procedure import EndSpecialProcedure
from engine.cases.matter_causes import HEARING, lawful_causes
from engine.cases.resume import Resume
from engine.cases.running_pauses import SUSPENSION
from engine.cases.standing_pause import require_may_end
from engine.cases.start_special_procedure import StartSpecialProcedure
from engine.cases.suspend import Suspend
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.clocks import ClockPause
from webapp.accounts import post_required, staff_required
from webapp.cases import views as case_views
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.inbox import HANDLING
from webapp.inbox.task_views import opened, posted_version
from webapp.installation import current_hall
from webapp.limits import blueprint
from webapp.limits.acting import carry_out, number, typed


@blueprint.route("/tasks/<task_id>/special-procedure", methods=["GET", "POST"])
@post_required(*HANDLING)
def special_procedure(task_id: str) -> Any:
    """Stop the clocks for a cause of article 45, with a notice to the applicant."""
    entered = typed("cause", "days", "reason")

    def page(problems: Mapping[str, str]) -> str:
        shown_task, shown, _choices = opened(task_id)
        # A hearing has pages of its own, which begin and end its time.
        causes = [one for one in lawful_causes(shown_task.bundle.facts) if one.key != HEARING]
        counting = [one.name.value for one in shown_task.bundle.facts.special_procedures if one.counted.value]
        about = {"page": shown_task, "shown": shown, "file": shown.file, "counting": counting}
        about |= {"causes": causes, "entered": entered, "problems": problems}
        return render_template("limits/special_procedure.html", **about)

    if request.method != "POST":
        return page({})
    asked = {"cause": entered["cause"], "days": number(entered["days"]), "reason": entered["reason"]}
    command = StartSpecialProcedure(by=reader(), key=posted_key(), task_id=task_id, seen=posted_version(), **asked)
    return carry_out(command, page, _("特别程序已经启动，期限暂停计算。"))


@blueprint.route("/tasks/<task_id>/suspension", methods=["GET", "POST"])
@post_required(*HANDLING)
def suspension(task_id: str) -> Any:
    """Suspend a case where the matter's own law says so."""
    entered = typed("cause", "reason")

    def page(problems: Mapping[str, str]) -> str:
        shown_task, shown, _choices = opened(task_id)
        about = {"page": shown_task, "shown": shown, "file": shown.file}
        causes = shown_task.bundle.facts.suspensions
        return render_template("limits/suspension.html", causes=causes, entered=entered, problems=problems, **about)

    if request.method != "POST":
        return page({})
    command = Suspend(by=reader(), key=posted_key(), task_id=task_id, seen=posted_version(), **entered)
    return carry_out(command, page, _("本件已经中止办理。"))


@blueprint.route("/pauses/<pause_id>/end", methods=["GET", "POST"])
@staff_required
def end_pause(pause_id: str) -> Any:
    """Record the result of a special procedure, or resume a suspended case."""
    pause = _pause(pause_id)
    entered = typed("result")

    def page(problems: Mapping[str, str]) -> str:
        shown = case_views.opened(pause["case_id"])
        about = {"shown": shown, "file": shown.file, "is_suspension": pause["kind"] == SUSPENSION}
        told = {("result" if name == "reason" else name): text for name, text in problems.items()}
        return render_template("limits/end_pause.html", pause=pause, entered=entered, problems=told, **about)

    if request.method != "POST":
        return page({})
    if pause["kind"] == SUSPENSION:
        command = Resume(by=reader(), key=posted_key(), pause_id=pause_id, reason=entered["result"])
        return carry_out(command, page, _("本件已经恢复办理，期限继续计算。"))
    end = EndSpecialProcedure(by=reader(), key=posted_key(), pause_id=pause_id, result=entered["result"])
    return carry_out(end, page, _("结果已经登记，期限恢复计算。"))


def _pause(pause_id: str) -> Mapping[str, Any]:
    """Return the row of the pause for who may end it; raises NotFound, or NotAllowed for who only sees the case."""
    hall, actor = current_hall(), reader()
    table = table_of(ClockPause)
    with hall.reading() as connection:
        row = connection.execute(select(table).where(table.c.id == pause_id)).mappings().first()
        if row is None:
            raise NotFound
        case = case_views.case_file(hall, connection, actor, row["case_id"]).case
        require_may_end(connection, actor, case, row)
    return dict(row)
