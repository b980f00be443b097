"""The gate while one edits: the whole draft, one expression, and what a condition may read where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from engine.bpmn.checks import Problem, as_json
from engine.bpmn.checks.readable import Readable, readable_at
from engine.bpmn.checks.subject import Subject, finder
from engine.bpmn.expressions import ExpressionError, compile_expression, compile_timer
from engine.queries.drafts import DraftFiles
from engine.text import Text
from forms import Form
from processes.in_memory import folder_of
from processes.people import gate_in_hall
from processes.registry import Folder
from processes.shared_parts import parts_to_add
from webapp.accounts import post_required
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.studio import STUDIO, blueprint
from webapp.studio.saving import PROCESS, too_large
from webapp.studio.views import opened

TIMERS = frozenset({"date", "duration", "cycle"})
LONGEST = 2000


def as_drawn(shown: DraftFiles) -> tuple[Folder | None, tuple[Problem, ...]]:
    """Return the draft's folder with the process that the request carries, and what could not be read of it."""
    if said := too_large(request.get_data()):
        return None, (Problem(PROCESS, "", "too-many-elements", said, "error"),)
    files = {**shown.files, PROCESS: request.get_data()}
    return folder_of(shown.line.matter_key, {**files, **parts_to_add(files)})


@blueprint.post("/drafts/<draft_id>/check")
@post_required(*STUDIO)
def check(draft_id: str) -> Response:
    """Judge what is drawn as publishing would."""
    folder, unread = as_drawn(opened(draft_id))
    found = judged(folder) if folder is not None else unread
    return jsonify(problems=[_in_words(problem) for problem in found])


def judged(folder: Folder) -> tuple[Problem, ...]:
    """Return what the gate says and, where it finds no error, the steps that nobody of this hall can do."""
    hall = current_hall()
    with hall.reading() as connection:
        return gate_in_hall(folder, connection, hall.today(connection))


def _in_words(problem: Problem) -> dict[str, object]:
    return {**as_json(problem), "message": str(translate(problem.message))}


@blueprint.post("/drafts/<draft_id>/expression")
@post_required(*STUDIO)
def expression(draft_id: str) -> Response:
    """Say why a condition or a timer does not compile; nothing where it does."""
    opened(draft_id)
    wish = request.get_json(silent=True)
    wish = wish if isinstance(wish, dict) else {}
    kind, text = str(wish.get("kind", "")), str(wish.get("text", ""))[:LONGEST]
    try:
        if kind in TIMERS:
            compile_timer(kind, text)
        else:
            compile_expression(text)
    except ExpressionError as error:
        why: Text | str = getattr(error, "text", str(error))
        return jsonify(message=str(translate(why)))
    return jsonify(message="")


@blueprint.post("/drafts/<draft_id>/names")
@post_required(*STUDIO)
def names(draft_id: str) -> Response:
    """List what a condition on a flow out of the element ``at`` may read, with the fields of each form."""
    folder, _unread = as_drawn(opened(draft_id))
    if folder is None:
        return jsonify(tasks=[])
    main = folder.model.main
    find = finder(folder.model, folder.called)
    subject = Subject(folder.model, main, folder.called, None, None, None, False, main, find)
    found = readable_at(subject, request.args.get("at", ""))
    return jsonify(tasks=[_listed(one, folder.forms.get(one.form)) for one in found])


def _listed(one: Readable, form: Form | None) -> dict[str, Any]:
    named = replace(one, name=one.name or _("申请表"))
    nodes = [node for node in form.root.walk() if node.dotted] if form else []
    return {
        "id": named.id,
        "name": named.name,
        "sure": named.sure,
        "many": named.many,
        "fields": [
            {
                "name": node.dotted,
                "label": node.label or node.dotted,
                "choices": [[value, label] for value, label in node.choices if isinstance(value, str)],
            }
            for node in nodes
            if node.kind not in ("group", "repeat") and node.widget != "file"
        ],
    }
