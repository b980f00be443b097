"""The page of a case and what may be done on it outside of tasks: notes, reports, withdrawal."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.actor import Actor
from engine.cases.add_note import AddNote
from engine.cases.answer_flow import AnswerFlow
from engine.cases.public_notice import RaiseObjection
from engine.cases.receive_hand_over import ReceiveHandOver
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import NotFound
from engine.queries.case_file import case_file
from engine.queries.consultations import consultations_of
from engine.queries.hand_overs import hand_overs_of
from engine.queries.hearings import hearings_of
from engine.queries.ratings import ratings_of_case
from engine.queries.waits import waits
from webapp.accounts import current_actor, staff_required
from webapp.cases import blueprint, chart
from webapp.cases.presentation import documents_sentence
from webapp.cases.shown import ShownCase, record_sight, show_case
from webapp.cases.supervised import supervised
from webapp.drawn_charts import CHART_POLICY
from webapp.filling import posted_key
from webapp.installation import current_hall


def reader() -> Actor:
    """Return who asks; the decorators have seen to it that there is somebody."""
    actor = current_actor()
    assert actor is not None
    return actor


def opened(case_id: str) -> ShownCase:
    """Return the case as the one who asks may see it; the look is put on record. Raises NotFound."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        shown, unrecorded = show_case(connection, actor, case_file(hall, connection, actor, case_id))
    if unrecorded:
        record_sight(hall, actor, case_id)
    return shown


@blueprint.get("/cases/<case_id>")
@staff_required
def case(case_id: str) -> Any:
    """Show everything about one case."""
    hall, shown = current_hall(), opened(case_id)
    with hall.reading() as connection:
        watch = supervised(hall, connection, reader(), shown.file)
        consulted = consultations_of(hall, connection, reader(), shown.file)
        handed = hand_overs_of(connection, reader(), shown.file)
        heard = hearings_of(hall, connection, reader(), shown.file)
        rating = ratings_of_case(hall, connection, shown.file.case)
    about = {
        "file": shown.file,
        "consulted": consulted,
        "handed": handed,
        "heard": heard,
        "steps": chart.step_rows(shown.file),
        "watch": watch,
        "rating": rating,
    }
    return render_template("cases/case.html", shown=shown, **about)


@blueprint.get("/cases/<case_id>/chart.svg")
@staff_required
def chart_image(case_id: str) -> Response:
    """Return the process of the case with where it stands, as a picture."""
    hall = current_hall()
    with hall.reading() as connection:
        file = case_file(hall, connection, reader(), case_id)
        waiting = waits(connection, file.bundle, case_id)
    response = Response(chart.case_chart(file, waiting), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    return response


@blueprint.post("/cases/<case_id>/notes")
@staff_required
def add_note(case_id: str) -> Any:
    """Keep a note in the file of the case."""
    note = request.form.get("note", "")
    current_hall().run(AddNote(by=reader(), key=posted_key(), case_id=case_id, note=note))
    flash(_("备注已存入办件。"), "success")
    return redirect(url_for("cases.case", case_id=case_id, _anchor="history"))


@blueprint.post("/cases/<case_id>/reports")
@staff_required
def report(case_id: str) -> Any:
    """Take down what the applicant reports in person, for a flow that waits for it."""
    message, note = request.form.get("message", "")[:120], request.form.get("note", "")
    current_hall().run(AnswerFlow(by=reader(), key=posted_key(), case_id=case_id, message=message, note=note))
    flash(_("已登记，流程继续办理。"), "success")
    return redirect(url_for("cases.case", case_id=case_id))


@blueprint.post("/hand_overs/<hand_over_id>/receipt")
@staff_required
def receive_hand_over(hand_over_id: str) -> Any:
    """Sign for a case that was handed to one's office."""
    answer = current_hall().run(ReceiveHandOver(by=reader(), key=posted_key(), hand_over_id=hand_over_id))
    flash(_("已签收移交的办件和材料。"), "success")
    return redirect(url_for("cases.case", case_id=answer["case_id"], _anchor="hand-overs"))


@blueprint.post("/cases/<case_id>/objections")
@staff_required
def objection(case_id: str) -> Any:
    """Take down what somebody at the window objects to in the case's public notice."""
    said = {name: request.form.get(name, "") for name in ("objector", "content")}
    current_hall().run(RaiseObjection(by=reader(), key=posted_key(), case_id=case_id, **said))
    flash(_("异议已登记，转入复核。"), "success")
    return redirect(url_for("cases.case", case_id=case_id))


@blueprint.route("/cases/<case_id>/withdrawal", methods=["GET", "POST"])
@staff_required
def withdraw(case_id: str) -> Any:
    """Take the application back for an applicant who came to the window."""
    shown, reason = opened(case_id), request.form.get("reason", "")
    if not shown.is_clerk:
        raise NotFound
    problem = _("请写明撤回申请的原因。") if request.method == "POST" and not reason.strip() else ""
    if request.method != "POST" or problem:
        page = render_template("cases/withdrawal.html", shown=shown, file=shown.file, reason=reason, problem=problem)
        return page, 422 if problem else 200
    hall = current_hall()
    answer = hall.run(WithdrawCase(by=reader(), key=posted_key(), case_id=case_id, reason=reason))
    with hall.reading() as connection:
        flash(documents_sentence(connection, case_id, answer["documents"]), "success")
    return redirect(url_for("cases.case", case_id=case_id))
