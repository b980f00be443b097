"""Asking another department, and the list and pages on which it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.answer_consultation import AnswerConsultation
from engine.cases.ask_department import DEFAULT_DAYS, AskDepartment
from engine.cases.consulted import answering_departments
from engine.cases.receive_consultation import ReceiveConsultation
from engine.cases.withdraw_consultation import WithdrawConsultation
from engine.command import Command
from engine.errors import Invalid
from engine.queries import consultations as read
from engine.queries.names import department_names
from webapp.accounts import post_required, staff_required
from webapp.cases import views as case_views
from webapp.cases.presentation import documents_sentence
from webapp.cases.views import reader
from webapp.consultations import blueprint
from webapp.filling import posted_key
from webapp.inbox import HANDLING
from webapp.inbox.task_views import opened, posted_version
from webapp.installation import current_hall
from webapp.languages import problems_of

MOST_TYPED = 4000


@blueprint.get("/consultations")
@staff_required
def index() -> Any:
    """Show what one's departments were asked: what waits for an answer, and what was answered."""
    hall, tab = current_hall(), request.args.get("tab", "open")
    with hall.reading() as connection:
        today, after = hall.today(connection), request.args.get("after") or None
        page = read.own_consultations(connection, reader(), hall.calendar, today, tab, after)
    return render_template("consultations/index.html", page=page, tab=tab if tab in read.TABS else "open")


@blueprint.route("/tasks/<task_id>/consultation", methods=["GET", "POST"])
@post_required(*HANDLING)
def ask(task_id: str) -> Any:
    """Ask another department for its opinion from an open step."""
    if request.method != "POST":
        return asking(task_id, {"days": str(DEFAULT_DAYS)}, (), {})
    entered = typed("department", "question", "days")
    materials = tuple(request.form.getlist("materials"))[:100]
    days = entered["days"]
    command = AskDepartment(
        by=reader(),
        key=posted_key(),
        task_id=task_id,
        department=entered["department"],
        question=entered["question"],
        materials=materials,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else None,
        seen=posted_version(),
    )
    try:
        answer = current_hall().run(command)
    except Invalid as refusal:
        return asking(task_id, entered, materials, translated(refusal))
    told(answer, _("征求意见函已发出。办结时限照常计算。"))
    return redirect(url_for("inbox.task", task_id=task_id))


def asking(
    task_id: str, entered: Mapping[str, str], materials: tuple[str, ...], problems: Mapping[str, str]
) -> tuple[str, int]:
    """Return the form on which another department is asked."""
    page, shown, _choices = opened(task_id)
    hall = current_hall()
    with hall.reading() as connection:
        there = answering_departments(connection, shown.file.today) - {page.department}
        names = [(code, name) for code, name in department_names(connection).items() if code in there]
    given = read.given_materials(shown.file)
    about = {"page": page, "shown": shown, "departments": names, "given": given, "chosen": materials}
    form = render_template("consultations/ask.html", entered=entered, problems=problems, **about)
    return form, 422 if problems else 200


@blueprint.get("/consultations/<consultation_id>")
@staff_required
def consultation(consultation_id: str) -> Any:
    """Show a consultation with its case, and what may be done with it now."""
    return shown_page(consultation_id)


def shown_page(
    consultation_id: str, entered: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """Return the page of a consultation, with what is wrong with what was entered."""
    hall = current_hall()
    with hall.reading() as connection:
        line, file = read.consultation(hall, connection, reader(), consultation_id)
    shown = case_views.opened(line.case_id)
    named = [one.name.value for one in file.bundle.facts.materials if one.key in line.materials]
    files = [one for one in shown.materials if one.material and one.material.key in line.materials]
    about = {"line": line, "shown": shown, "named": named, "files": files}
    page = render_template("consultations/consultation.html", entered=entered or {}, problems=problems or {}, **about)
    return page, 422 if problems else 200


@blueprint.post("/consultations/<consultation_id>/receiving")
@staff_required
def receive(consultation_id: str) -> Any:
    """Receive the letter for the department."""
    command = ReceiveConsultation(by=reader(), key=posted_key(), consultation_id=consultation_id)
    return acted(consultation_id, command, {}, _("已签收，请按期答复。"))


@blueprint.post("/consultations/<consultation_id>/answer")
@staff_required
def answer(consultation_id: str) -> Any:
    """Answer for the department."""
    entered = typed("opinion", "reason")
    command = AnswerConsultation(by=reader(), key=posted_key(), consultation_id=consultation_id, **entered)
    return acted(consultation_id, command, entered, _("复函已发出。"))


@blueprint.post("/consultations/<consultation_id>/withdrawal")
@staff_required
def withdraw(consultation_id: str) -> Any:
    """Take the question back."""
    entered = typed("withdrawal")
    about = {"consultation_id": consultation_id, "reason": entered["withdrawal"]}
    command = WithdrawConsultation(by=reader(), key=posted_key(), **about)
    return acted(consultation_id, command, entered, _("征求意见已撤回。"))


def acted(consultation_id: str, command: Command, entered: Mapping[str, str], done: str) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    try:
        result = current_hall().run(command)
    except Invalid as refusal:
        return shown_page(consultation_id, entered, translated(refusal))
    told(result, done)
    return redirect(url_for("consultations.consultation", consultation_id=consultation_id))


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
    return problems_of(refusal)
