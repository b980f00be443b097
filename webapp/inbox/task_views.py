"""The page of one task: its form beside the case, saving an opinion, deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.cases.ask_department import may_ask
from engine.cases.complete_task import CompleteTask
from engine.cases.save_opinion import SaveOpinion
from engine.errors import Invalid, Refused
from engine.queries.consultations import consultations_of
from engine.queries.hearings import hearings_of
from engine.queries.task_page import TaskForm, TaskPage, task_form, task_page
from webapp.accounts import post_required
from webapp.cases.presentation import documents_sentence
from webapp.cases.shown import ShownCase, record_sight, show_case
from webapp.cases.views import reader
from webapp.cases.wording import result_title
from webapp.filling import CONFIRMATION, Filling, posted_key
from webapp.inbox import HANDLING, blueprint
from webapp.inbox.choices import Choices, person_choices, starting_values
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.uploads import Uploads

SAVE, EDIT = "save", "edit"
# Answers that go out as a paper against the applicant: asked once more before they are made.
CONFIRMED = frozenset(
    {
        ("acceptance", "refuse"),
        ("acceptance", "return"),
        ("acceptance", "supplement"),
        ("approval", "decline"),
        ("approval", "refuse"),
    }
)


@dataclass(frozen=True)
class Transfer:
    """The choice of a colleague on the page of a task, as it was filled in and refused."""

    is_open: bool = False
    entered: Mapping[str, str] = field(default_factory=dict)
    refusal: Refused | None = None

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with each field, in the reader's language."""
        if self.refusal is None:
            return {}
        told = self.refusal.problems if isinstance(self.refusal, Invalid) else {}
        return {name: translate(text) for name, text in (told or {"to_person_id": self.refusal.text}).items()}


@blueprint.route("/tasks/<task_id>", methods=["GET", "POST"])
@post_required(*HANDLING)
def task(task_id: str) -> Any:
    """Show a task, keep its unfinished answer, or complete it."""
    return answer(task_id) if request.method == "POST" else shown_page(task_id)


def answer(task_id: str) -> Any:
    """Keep the unfinished answer to a task, or complete it. The case is loaded only where it is shown again."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        asked = task_form(hall, connection, actor, task_id)
        choices = person_choices(connection, asked)
    filling = Filling.posted(asked.form or CONFIRMATION, Uploads(hall, actor, case_id=asked.case["id"]), choices)
    if filling.action == SAVE:
        return save(asked, filling)
    if filling.action == EDIT:
        # Back from the question "are you sure": what was filled in is shown again, without complaint.
        return shown_page(task_id, replace(filling, problems={}))
    if filling.submitted and not asked.is_mine and not asked.can_claim:
        # Too late: who did it or has it is said, and not what is wrong with the form.
        return complete(asked, filling)
    if not filling.submitted or not filling.ok:
        return shown_page(task_id, filling)
    result = filling.values.get("result")
    if (asked.stage, result) in CONFIRMED and asked.is_mine and request.form.get("_sure") != "yes":
        return question(task_id, filling, str(result))
    return complete(asked, filling)


def opened(task_id: str) -> tuple[TaskPage, ShownCase, Choices]:
    """Return a task with its case as the one who asks may see them; the look is put on record."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        page = task_page(hall, connection, actor, task_id)
        shown, unrecorded = show_case(connection, actor, page.file)
        choices = person_choices(connection, page)
    if unrecorded:
        record_sight(hall, actor, page.file.case["id"])
    return page, shown, choices


def shown_page(task_id: str, filling: Filling | None = None, transfer: Transfer | None = None) -> Any:
    """Return the page of a task, and the status that tells whether something is wrong."""
    page, shown, choices = opened(task_id)
    transfer = transfer or Transfer()
    if transfer.refusal is not None and page.transfer_to is None:
        raise transfer.refusal
    if filling is None:
        filling = blank(page, Uploads(current_hall(), reader(), case_id=page.file.case["id"]), choices)
    hall = current_hall()
    with hall.reading() as connection:
        consulted = consultations_of(hall, connection, reader(), page.file)
        heard = hearings_of(hall, connection, reader(), page.file)
    about = {"page": page, "shown": shown, "file": page.file, "filling": filling, "transfer": transfer}
    about |= {"heard": heard, "may_hear": page.is_mine and may_ask(page.case["status"], page.task.stage)}
    about |= {"consulted": consulted, "may_ask": page.is_mine and may_ask(page.case["status"], page.task.stage)}
    status = transfer.refusal.status if transfer.refusal else 200 if filling.ok else 422
    return render_template("inbox/task.html", **about), status


def question(task_id: str, filling: Filling, result: str) -> Any:
    """Ask once more before a paper against the applicant is made."""
    page, shown, _choices = opened(task_id)
    title = result_title(page.bundle, page.element_id, result)
    about = {"page": page, "shown": shown, "file": page.file, "result": result, "title": title}
    return render_template("inbox/confirm.html", filling=filling, **about)


def blank(page: TaskPage, uploads: Uploads, choices: Choices) -> Filling:
    """Return the form as this person left it, or as it starts."""
    form = page.form or CONFIRMATION
    if page.saved:
        entered = {name: tuple(texts) for name, texts in page.saved.items() if isinstance(texts, list)}
        return Filling.blank(form, uploads=uploads, choices=choices, entered=entered)
    return Filling.blank(form, starting_values(page), uploads, choices)


def save(asked: TaskForm, filling: Filling) -> Any:
    """Keep what was entered as it was typed, finished or not; what cannot be taken in is told."""
    if filling.refused:
        return shown_page(asked.id, replace(filling, problems=filling.refused))
    entered = {name: list(texts) for name, texts in filling.entered.items()}
    current_hall().run(SaveOpinion(by=reader(), key=posted_key(), task_id=asked.id, values=entered))
    flash(_("已暂存，尚未提交。"), "success")
    return redirect(url_for("inbox.task", task_id=asked.id))


def complete(asked: TaskForm, filling: Filling) -> Any:
    """Complete the task and say which documents were issued."""
    hall = current_hall()
    command = CompleteTask(
        by=reader(),
        key=posted_key(),
        task_id=asked.id,
        values=filling.values,
        seen=posted_version(),
    )
    try:
        told = hall.run(command)
    except Invalid as refusal:
        return shown_page(asked.id, filling.with_problems(refusal.problems or {"": refusal.text}))
    documents = Markup("")
    if told["documents"]:
        with hall.reading() as connection:
            documents = documents_sentence(connection, told["case_id"], told["documents"])
    link = Markup('<a href="{}">{}</a>').format(url_for("cases.case", case_id=told["case_id"]), told["number"])
    done = _("“%(step)s”已办理。", step=asked.name)
    flash(Markup("{} {} {}").format(done, link, documents), "success")
    return redirect(url_for("inbox.index"))


def posted_version() -> int | None:
    """Return the version of the task that the form was shown for; none where the form does not say."""
    seen = request.form.get("_seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
