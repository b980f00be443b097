"""Beginning a hearing from a step, and its page, on which it is arranged and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.ask_chair_to_withdraw import AskChairToWithdraw, DecideRecusal
from engine.cases.ask_for_hearing import AskForHearing
from engine.cases.call_hearing import CallHearing
from engine.cases.hearing_chair import possible_chairs
from engine.cases.record_hearing import RecordHearing
from engine.cases.schedule_hearing import ScheduleHearing
from engine.cases.tell_hearing_right import TellHearingRight
from engine.cases.waive_hearing import WaiveHearing
from engine.cases.withdraw_hearing import WithdrawHearing
from engine.command import Command
from engine.errors import Invalid
from engine.law.hearings import earliest_day
from engine.queries.hearings import hearing_with_case, hearings_of
from webapp.accounts import post_required, staff_required
from webapp.cases import views as case_views
from webapp.cases.presentation import documents_sentence
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.hearings import blueprint
from webapp.inbox import HANDLING
from webapp.inbox.task_views import opened, posted_version
from webapp.installation import current_hall
from webapp.languages import problems_of

MOST_TYPED = 6000
PUBLIC = "public"


@blueprint.route("/tasks/<task_id>/hearing", methods=["GET", "POST"])
@post_required(*HANDLING)
def begin(task_id: str) -> Any:
    """Tell the right to a hearing, or call one, from an open step."""
    if request.method != "POST":
        return beginning(task_id, {"kind": "on_request"}, {})
    entered = typed("kind", "interest", "parties")
    about = {"by": reader(), "key": posted_key(), "task_id": task_id, "seen": posted_version()}
    command: Command
    if entered["kind"] == PUBLIC:
        command = CallHearing(reason=entered["interest"], **about)
    else:
        names = tuple(entered["parties"].splitlines())
        command = TellHearingRight(interest=entered["interest"], parties=names, **about)
    try:
        answer = current_hall().run(command)
    except Invalid as refusal:
        problems = translated(refusal)
        return beginning(task_id, entered, {("interest" if k in ("", "reason") else k): v for k, v in problems.items()})
    done = _("已决定举行听证，请安排时间、地点和主持人。") if entered["kind"] == PUBLIC else _("听证权利已告知。")
    told(answer, done)
    return redirect(url_for("hearings.hearing", hearing_id=answer["hearing_id"]))


def beginning(task_id: str, entered: Mapping[str, str], problems: Mapping[str, str]) -> Any:
    """Return the form on which a hearing is begun, or go to the one that is open."""
    page, shown, _choices = opened(task_id)
    hall = current_hall()
    with hall.reading() as connection:
        going_on = [one for one in hearings_of(hall, connection, reader(), page.file) if one.is_open]
    if going_on and not problems:
        return redirect(url_for("hearings.hearing", hearing_id=going_on[0].id))
    about = {"page": page, "shown": shown, "entered": entered, "problems": problems}
    return render_template("hearings/begin.html", **about), 422 if problems else 200


@blueprint.get("/hearings/<hearing_id>")
@staff_required
def hearing(hearing_id: str) -> Any:
    """Show a hearing with its case, and what may be done with it now."""
    return shown_page(hearing_id)


def shown_page(
    hearing_id: str, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """Return the page of a hearing, with what is wrong with what was entered."""
    hall = current_hall()
    with hall.reading() as connection:
        line, file = hearing_with_case(hall, connection, reader(), hearing_id)
        case, today = file.case, file.today
        chairs = possible_chairs(connection, case["id"], case["department"], today) if line.arranges else ()
    shown = case_views.opened(line.case_id)
    about = {"line": line, "shown": shown, "chairs": chairs, "earliest": earliest_day(today)}
    page = render_template("hearings/hearing.html", entered=entered or {}, problems=problems or {}, **about)
    return page, 422 if problems else 200


@blueprint.post("/hearings/<hearing_id>/request")
@staff_required
def ask(hearing_id: str) -> Any:
    """Take down that the applicant or an interested party asks for the hearing."""
    entered = typed("asker", "reason")
    about = {"asker": "" if entered["asker"] == "applicant" else entered["asker"], "reason": entered["reason"]}
    return acted(hearing_id, AskForHearing, entered, _("听证申请已登记。"), about)


@blueprint.post("/hearings/<hearing_id>/waiver")
@staff_required
def waive(hearing_id: str) -> Any:
    """Take down that all who were told gave the hearing up."""
    entered = typed("waiver")
    return acted(hearing_id, WaiveHearing, entered, _("已登记放弃听证。"), {"reason": entered["waiver"]})


@blueprint.post("/hearings/<hearing_id>/schedule")
@staff_required
def schedule(hearing_id: str) -> Any:
    """Fix time, place and chair, and tell them."""
    entered = typed("day", "time", "place", "chair", "announced")
    said = {name: entered[name] for name in ("time", "place", "chair")}
    said |= {"day": day_of(entered["day"]), "announced": entered["announced"] == "yes"}
    return acted(hearing_id, ScheduleHearing, entered, _("听证已安排，通知书已制发。"), said)


@blueprint.post("/hearings/<hearing_id>/recusal")
@staff_required
def recusal(hearing_id: str) -> Any:
    """Take down that a party asks the chair to withdraw."""
    entered = typed("recusal")
    return acted(hearing_id, AskChairToWithdraw, entered, _("回避申请已登记。"), {"reason": entered["recusal"]})


@blueprint.post("/hearings/<hearing_id>/recusal-answer")
@staff_required
def answer_recusal(hearing_id: str) -> Any:
    """Decide whether the chair withdraws."""
    entered = typed("granted", "chair", "why")
    granted = {"yes": True, "no": False}.get(entered["granted"])
    said = {"granted": granted, "chair": entered["chair"], "reason": entered["why"]}
    return acted(hearing_id, DecideRecusal, entered, _("回避申请已决定。"), said, reason="why")


@blueprint.post("/hearings/<hearing_id>/minutes")
@staff_required
def minutes(hearing_id: str) -> Any:
    """Record the minutes of the hearing."""
    entered = typed("present", "minutes", "signed", "refusal")
    said: dict[str, Any] = {name: entered[name] for name in ("present", "minutes", "refusal")}
    said["signed"] = {"yes": True, "no": False}.get(entered["signed"])
    return acted(hearing_id, RecordHearing, entered, _("听证笔录已登记，期限恢复计算。"), said)


@blueprint.post("/hearings/<hearing_id>/withdrawal")
@staff_required
def withdraw(hearing_id: str) -> Any:
    """Take down that whoever asked takes the request back."""
    entered = typed("withdrawal")
    return acted(hearing_id, WithdrawHearing, entered, _("已登记撤回听证申请。"), {"reason": entered["withdrawal"]})


def acted(
    hearing_id: str,
    command: type[Command],
    entered: Mapping[str, str],
    done: str,
    said: Mapping[str, Any],
    *,
    reason: str = "",
) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    act: Any = command
    # The page has several reasons; each stands under the name of its own form.
    field = reason or next((name for name in entered if said.get("reason") == entered[name]), "reason")
    try:
        result = current_hall().run(act(by=reader(), key=posted_key(), hearing_id=hearing_id, **said))
    except Invalid as refusal:
        problems = {(field if name == "reason" else name): text for name, text in translated(refusal).items()}
        return shown_page(hearing_id, entered, problems)
    told(result, done)
    return redirect(url_for("hearings.hearing", hearing_id=hearing_id))


def told(result: Mapping[str, Any], done: str) -> None:
    """Say that it is done, and which paper was made."""
    flash(done, "success")
    if result.get("documents"):
        with current_hall().reading() as connection:
            flash(documents_sentence(connection, result["case_id"], result["documents"]), "success")


def typed(*names: str) -> dict[str, str]:
    """Return what was entered in these fields, cut at a length that no honest text has."""
    return {name: request.form.get(name, "").strip()[:MOST_TYPED] for name in names}


def translated(refusal: Invalid) -> dict[str, str]:
    """Return what is wrong with each field in the reader's language."""
    return problems_of(refusal, "reason")


def day_of(text: str) -> date | None:
    """Return the day that was entered, or None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None
