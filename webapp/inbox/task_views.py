"""The page of one task: its form beside the case, saving an opinion, deciding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.cases.complete_task import CompleteTask
from engine.cases.save_opinion import SaveOpinion
from engine.errors import Invalid
from engine.queries.task_page import TaskPage, task_page
from forms import Form
from webapp.accounts import post_required
from webapp.cases.presentation import documents_sentence
from webapp.cases.shown import ShownCase, record_sight, show_case
from webapp.cases.views import reader
from webapp.cases.wording import result_title
from webapp.filling import Filling, posted_key
from webapp.inbox import HANDLING, blueprint
from webapp.inbox.choices import Choices, person_choices, starting_values
from webapp.installation import current_hall
from webapp.uploads import Uploads

SAVE, EDIT = "save", "edit"
# A step without a form of its own is only confirmed, with a remark where there is something to say.
NO_FORM = Form(
    "confirmation",
    {"type": "object", "title": "确认", "properties": {"note": {"type": "string", "title": "备注", "maxLength": 500}}},
    {"note": {"ui:widget": "textarea"}},
)
# Answers that go out as a paper against the applicant: asked once more before they are made.
CONFIRMED = frozenset({("acceptance", "refuse"), ("acceptance", "supplement"), ("approval", "refuse")})


@blueprint.route("/tasks/<task_id>", methods=["GET", "POST"])
@post_required(*HANDLING)
def task(task_id: str) -> Any:
    """Show a task, keep its unfinished answer, or complete it."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        page = task_page(hall, connection, actor, task_id)
        shown, unrecorded = show_case(connection, actor, page.file)
        choices = person_choices(connection, page)
    if unrecorded:
        record_sight(hall, actor, page.file.case["id"])
    uploads = Uploads(hall, actor, case_id=page.file.case["id"])
    if request.method != "POST":
        return shown_page(page, shown, blank(page, uploads, choices))
    filling = Filling.posted(page.form or NO_FORM, uploads, choices)
    if filling.action == SAVE:
        return save(page, shown, filling)
    if filling.action == EDIT:
        # Back from the question "are you sure": what was filled in is shown again, without complaint.
        return shown_page(page, shown, replace(filling, problems={}))
    if filling.submitted and not page.is_mine and not page.can_claim:
        # Too late: who did it or has it is said, and not what is wrong with the form.
        return complete(page, shown, filling)
    if not filling.submitted or not filling.ok:
        return shown_page(page, shown, filling)
    result = filling.values.get("result")
    if (page.task.stage, result) in CONFIRMED and page.is_mine and request.form.get("_sure") != "yes":
        title = result_title(page.file.bundle, page.task.element_id, str(result))
        about = {"page": page, "shown": shown, "file": page.file, "result": result, "title": title}
        return render_template("inbox/confirm.html", filling=filling, **about)
    return complete(page, shown, filling)


def blank(page: TaskPage, uploads: Uploads, choices: Choices) -> Filling:
    """Return the form as this person left it, or as it starts."""
    form = page.form or NO_FORM
    if page.saved:
        entered = {name: tuple(texts) for name, texts in page.saved.items() if isinstance(texts, list)}
        return Filling.blank(form, uploads=uploads, choices=choices, entered=entered)
    return Filling.blank(form, starting_values(page), uploads, choices)


def shown_page(page: TaskPage, shown: ShownCase, filling: Filling) -> Any:
    """Return the page of a task, and the status that tells whether something is wrong."""
    status = 200 if filling.ok else 422
    return render_template("inbox/task.html", page=page, shown=shown, file=page.file, filling=filling), status


def save(page: TaskPage, shown: ShownCase, filling: Filling) -> Any:
    """Keep what was entered as it was typed, finished or not; what cannot be taken in is told."""
    if filling.refused:
        return shown_page(page, shown, replace(filling, problems=filling.refused))
    entered = {name: list(texts) for name, texts in filling.entered.items()}
    current_hall().run(SaveOpinion(by=reader(), key=posted_key(), task_id=page.task.id, values=entered))
    flash(_("已暂存，尚未提交。"), "success")
    return redirect(url_for("inbox.task", task_id=page.task.id))


def complete(page: TaskPage, shown: ShownCase, filling: Filling) -> Any:
    """Complete the task and say which documents were issued."""
    hall, seen = current_hall(), request.form.get("_seen", "")
    command = CompleteTask(
        by=reader(),
        key=posted_key(),
        task_id=page.task.id,
        values=filling.values,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )
    try:
        answer = hall.run(command)
    except Invalid as refusal:
        return shown_page(page, shown, filling.with_problems(refusal.problems or {"": refusal.text}))
    with hall.reading() as connection:
        documents = documents_sentence(connection, answer["case_id"], answer["documents"])
    link = Markup('<a href="{}">{}</a>').format(url_for("cases.case", case_id=answer["case_id"]), answer["number"])
    done = _("“%(step)s”已办理。", step=page.task.name)
    flash(Markup("{} {} {}").format(done, link, documents), "success")
    return redirect(url_for("inbox.index"))
