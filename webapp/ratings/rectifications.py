"""What follows a poor rating: the department answers, an appeal is judged, the rater is called back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.command import Command
from engine.errors import Invalid
from engine.feedback.answer_rectification import AnswerRectification, ReportRectified
from engine.feedback.call_back import CALLS_BEFORE_GIVING_UP, CallBack
from engine.feedback.judge_appeal import UPHELD, JudgeAppeal
from engine.feedback.receive_rectification import ReceiveRectification
from engine.feedback.see_rater import SeeRater
from engine.queries import rectifications as read
from engine.queries.names import department_names
from webapp.accounts import post_required, staff_required
from webapp.cases.views import reader
from webapp.filling import day_of, posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of
from webapp.ratings import WATCHING, blueprint

MOST_TYPED = 4000


@blueprint.get("/rectifications")
@post_required(*sorted(WATCHING))
def rectifications() -> Any:
    """Show a page of all rectifications, newest first, by tab and department."""
    hall, tab, department = current_hall(), asked_tab(), request.args.get("department", "")[:64]
    with hall.reading() as connection:
        after = request.args.get("after") or None
        page = read.rectifications(hall, connection, reader(), tab, department, after)
        names = department_names(connection)
    about = {"tab": tab, "department": department, "departments": names, "is_own": False}
    return render_template("ratings/rectifications.html", page=page, **about)


@blueprint.get("/rectifications/own")
@staff_required
def own_rectifications() -> Any:
    """Show those of the departments that one answers for."""
    hall, tab = current_hall(), asked_tab()
    with hall.reading() as connection:
        page = read.own_rectifications(hall, connection, reader(), tab, request.args.get("after") or None)
    return render_template("ratings/rectifications.html", page=page, tab=tab, department="", is_own=True)


def asked_tab() -> str:
    tab = request.args.get("tab", "open")
    return tab if tab in read.TABS else "open"


@blueprint.get("/rectifications/<rectification_id>")
@staff_required
def rectification(rectification_id: str) -> Any:
    """Show a rectification with its history and what may be done with it now."""
    return shown(rectification_id)


def shown(
    rectification_id: str, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> Any:
    """Return the page of a rectification, with what is wrong with what was entered."""
    hall = current_hall()
    with hall.reading() as connection:
        one = read.rectification(hall, connection, reader(), rectification_id)
    rater = None
    if one.calls_back and one.line.status == "answered":
        # The numbers are shown only while there is somebody to call; the look is put on record.
        rater = hall.run(SeeRater(by=reader(), case_id=one.line.case_id))
    about = {"one": one, "rater": rater, "most_calls": CALLS_BEFORE_GIVING_UP}
    page = render_template("ratings/rectification.html", entered=entered or {}, problems=problems or {}, **about)
    return page, 422 if problems else 200


@blueprint.post("/rectifications/<rectification_id>/receiving")
@staff_required
def receive(rectification_id: str) -> Any:
    """Receive the sheet for the department."""
    command = ReceiveRectification(by=reader(), key=posted_key(), rectification_id=rectification_id)
    return acted(rectification_id, command, {}, _("已签收，请按期核实、答复。"))


@blueprint.post("/rectifications/<rectification_id>/answer")
@staff_required
def answer(rectification_id: str) -> Any:
    """Answer for the department."""
    entered = typed("measure", "answer", "by_day")
    command = AnswerRectification(
        by=reader(),
        key=posted_key(),
        rectification_id=rectification_id,
        measure=entered["measure"],
        answer=entered["answer"],
        by_day=day_of(entered["by_day"]),
    )
    return acted(rectification_id, command, entered, _("答复已报送。"))


@blueprint.post("/rectifications/<rectification_id>/report")
@staff_required
def report(rectification_id: str) -> Any:
    """Report that what was promised has been done."""
    entered = typed("report")
    command = ReportRectified(by=reader(), key=posted_key(), rectification_id=rectification_id, **entered)
    return acted(rectification_id, command, entered, _("已报告整改完成。"))


@blueprint.post("/rectifications/<rectification_id>/judgement")
@staff_required
def judge(rectification_id: str) -> Any:
    """Judge the appeal."""
    entered = typed("reason", "verdict")
    command = JudgeAppeal(by=reader(), key=posted_key(), rectification_id=rectification_id, **entered)
    done = _("已认定误评。") if entered["verdict"] == UPHELD else _("已通知部门整改。")
    return acted(rectification_id, command, entered, done)


@blueprint.post("/rectifications/<rectification_id>/calls")
@staff_required
def call(rectification_id: str) -> Any:
    """Write down a call to the rater."""
    entered = typed("outcome", "said")
    again = request.form.get("again") == "yes"
    command = CallBack(by=reader(), key=posted_key(), rectification_id=rectification_id, again=again, **entered)
    return acted(rectification_id, command, entered, _("回访已登记。"))


def acted(rectification_id: str, command: Command, entered: Mapping[str, str], done: str) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    try:
        current_hall().run(command)
    except Invalid as refusal:
        problems = problems_of(refusal)
        return shown(rectification_id, entered, problems)
    flash(done, "success")
    return redirect(url_for("ratings.rectification", rectification_id=rectification_id))


def typed(*names: str) -> dict[str, str]:
    """Return what was entered in these fields, cut at a length that no honest text has."""
    return {name: request.form.get(name, "").strip()[:MOST_TYPED] for name in names}
