"""The forms of a draft: their list, a new one or a copy, and one that no step shows taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Invalid, NotFound
from engine.queries.drafts import DraftFiles
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from forms import Form
from forms.designing import written
from forms.row import Row
from forms.vocabulary import DIALECT, NAME
from processes.registry import Folder
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.views import may_edit, shown_revision, somebody

APPLICATION = "application"
LONGEST_TITLE = 80


@blueprint.get("/drafts/<draft_id>/forms")
@post_required(*STUDIO)
def forms(draft_id: str) -> Any:
    """List the forms of a draft with the steps that show them."""
    return _list(*readable(draft_id))


def steps_by_form(folder: Folder) -> dict[str, list[str]]:
    """Return by form what it is shown in: the application, steps of the process and of the parts that it calls."""
    steps: dict[str, list[str]] = {APPLICATION: [_("申请")]}
    for model in (folder.model, *folder.called.values()):
        for process in model.processes:
            for node in process.elements.values():
                if form := node.properties.get("form", "").strip():
                    steps.setdefault(form, []).append(node.name or node.id)
    return steps


def _list(shown: DraftFiles, folder: Folder, problem: Text | None = None) -> str:
    source = request.values.get("source", "")
    copied = folder.forms.get(source)
    return render_template(
        "studio/forms.html",
        line=shown.line,
        forms=folder.forms,
        steps=steps_by_form(folder),
        problem=problem,
        may_change=may_edit(shown.line),
        source=source if copied else "",
        title=request.form.get("title", _("%(title)s（副本）", title=copied.title) if copied else ""),
        name=request.form.get("name", ""),
    )


@blueprint.post("/drafts/<draft_id>/forms")
@post_required(DESIGNER)
def new_form(draft_id: str) -> Any:
    """Put a new form into the draft, with one field or as a copy of another form, and go to its page."""
    shown, folder = readable(draft_id)
    try:
        name, title = _wanted(folder)
        save_form(shown, shown.line.revision, name, _begun(folder, name, title))
    except (Invalid, Conflict) as refusal:
        return _list(shown, folder, refusal.text)
    return redirect(url_for("studio.form", draft_id=draft_id, name=name), 303)


def _begun(folder: Folder, name: str, title: str) -> Form:
    if source := request.form.get("source", ""):
        copied = _found(folder, source)
        return Form(name, {**copied.schema, "title": title}, copied.ui)
    row = Row(kind="long_text", name="note", label=_("说明"), required=False)
    empty = {"$schema": DIALECT, "title": title, "type": "object", "additionalProperties": False}
    return Form(name, *written([row], empty, {}, title))


@blueprint.post("/drafts/<draft_id>/forms/<name>/removal")
@post_required(DESIGNER)
def remove_form(draft_id: str, name: str) -> Any:
    """Take a form that no step shows out of the draft."""
    shown, folder = readable(draft_id)
    title = _found(folder, name).title
    try:
        _require_unused(folder, name, title)
        files = tuple(file for file in _files_of(name) if file in shown.files)
        current_hall().run(
            SaveProcessDraft(
                by=somebody(), key=posted_key(), draft_id=draft_id, revision=shown_revision(), removed=files
            )
        )
    except (Invalid, Conflict) as refusal:
        return _list(shown, folder, refusal.text)
    flash(_("表单“%(title)s”已删除。", title=title), "success")
    return redirect(url_for("studio.forms", draft_id=draft_id), 303)


def _require_unused(folder: Folder, name: str, title: str) -> None:
    users = list(dict.fromkeys(steps_by_form(folder).get(name, ())))
    if not users:
        return
    if name == APPLICATION:
        raise Invalid(zh("“{form}”是申请表，不能删除。", form=title))
    raise Invalid(
        zh("“{form}”还在用，不能删除。先在流程图里给这些步骤换一份表单：{steps}。", form=title, steps="、".join(users))
    )


def _wanted(folder: Folder) -> tuple[str, str]:
    """Return name and title of a form that is to be new in the draft; raises Invalid."""
    name, title = request.form.get("name", "").strip(), request.form.get("title", "").strip()[:LONGEST_TITLE]
    if not NAME.fullmatch(name) or name in folder.forms:
        raise Invalid(zh("表单代码不能用：以小写字母开头，只用小写字母、数字和下划线，且不与别的表单重复。"))
    if not title:
        raise Invalid(zh("请写表单的标题。"))
    return name, title


def _found(folder: Folder, name: str) -> Form:
    if name not in folder.forms:
        raise NotFound(zh("草稿里没有这份表单。"))
    return folder.forms[name]


def _files_of(name: str) -> tuple[str, str]:
    return f"forms/{name}.schema.json", f"forms/{name}.ui.json"


def save_form(shown: DraftFiles, revision: int, name: str, made: Form) -> None:
    """Write the files of a form over the revision that was shown; raises Conflict, Invalid."""
    said = dict(zip(_files_of(name), (made.schema, made.ui), strict=True))
    # A file that says the same keeps its own spacing: a reviewer compares versions by what was changed.
    # The order of a schema's fields counts; that of a ui schema's settings says nothing.
    changed_files = {}
    for file, content in said.items():
        before = json.loads(shown.files.get(file, b"{}"))
        reordered = file.endswith(".schema.json") and json.dumps(content) != json.dumps(before)
        if content != before or reordered:
            changed_files[file] = _as_file(content)
    command = SaveProcessDraft(
        by=somebody(), key=posted_key(), draft_id=shown.line.id, revision=revision, changed=changed_files
    )
    current_hall().run(command)


def _as_file(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
