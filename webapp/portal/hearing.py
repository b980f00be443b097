"""The applicant and the hearing: asking for it or giving it up, another chair, and taking the request back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.ask_chair_to_withdraw import AskChairToWithdraw
from engine.cases.ask_for_hearing import AskForHearing
from engine.cases.waive_hearing import WaiveHearing
from engine.cases.withdraw_hearing import WithdrawHearing
from engine.errors import Forbidden, Invalid
from engine.text import zh
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.portal import blueprint
from webapp.portal.own_case import OwnCase, with_case

ASK, WAIVE, RECUSE, WITHDRAW = "ask", "waive", "recuse", "withdraw"
MOST = 500
_ACTS = {ASK: AskForHearing, WAIVE: WaiveHearing, RECUSE: AskChairToWithdraw, WITHDRAW: WithdrawHearing}


@blueprint.route("/progress/<number>/hearing", methods=["GET", "POST"])
@with_case
def hearing(own: OwnCase) -> Any:
    """Show what the applicant may do about the hearing now, or do it."""
    if not own.hearings:
        raise Forbidden(zh("本件没有听证。"))
    line, act = own.hearings[0], request.form.get("_act", "")
    if request.method != "POST" or act not in _ACTS:
        if not (line.may_ask or line.may_withdraw or line.may_ask_recusal):
            return redirect(url_for("portal.case", number=own.number, _anchor="hearing"))
        return form(own, {}, {})
    reason = request.form.get("reason" if act in (ASK, WAIVE) else act, "").strip()[: MOST + 1]
    entered = {("reason" if act in (ASK, WAIVE) else act): reason}
    if act == WAIVE and request.form.get("sure") != "yes":
        return form(own, entered, {"sure": _("请勾选，确认放弃听证。")})
    command = _ACTS[act](by=own.actor, key=posted_key(), hearing_id=line.id, reason=reason)
    try:
        current_hall().run(command)
    except Invalid as refusal:
        field = next(iter(entered))
        return form(own, entered, {field: translate(refusal.problems.get("reason", refusal.text))})
    said = {
        ASK: _("听证申请已收到，请留意听证的时间、地点。"),
        WAIVE: _("已登记您放弃听证。"),
        RECUSE: _("回避申请已收到，举行听证前会作出决定。"),
        WITHDRAW: _("听证申请已撤回。"),
    }
    flash(said[act], "success")
    return redirect(url_for("portal.case", number=own.number, _anchor="hearing"))


def form(own: OwnCase, entered: dict[str, str], problems: dict[str, str]) -> tuple[str, int]:
    """Return the page, and the status that tells whether something is wrong."""
    about = {"own": own, "line": own.hearings[0], "entered": entered, "problems": problems, "most": MOST}
    return render_template("portal/hearing.html", **about), 422 if problems else 200
