"""The forms of a draft: their list, and the page on which a designer sets out the fields of one beside its preview."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Invalid, NotFound
from engine.queries.drafts import DraftFiles
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from forms import Form, FormError
from forms.designing import Row, blocks, mistakes, named, rows_of, written
from forms.trade_types import KEPT, TYPES
from forms.vocabulary import NAME
from processes.registry import Folder
from webapp.accounts import post_required
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.trying import people
from webapp.studio.views import may_edit, shown_revision, somebody

MOST_ROWS = 200
LONGEST = 4000
_TEXTS = ("kind", "name", "label", "hint", "choices", "show_field", "show_value", "material", "section", "origin")


@dataclass
class Sheet:
    """One form on the designer's page: its title and rows as they stand, and what is wrong with them."""

    title: str
    rows: list[Row]
    stored: Form
    problems: list[Text] = field(default_factory=list)
    at_rows: Mapping[int, Text] = field(default_factory=dict)
    revision: int = 0

    def made(self, materials: Mapping[str, str]) -> Form | None:
        """Return the form that the rows make; none, with the problems put down, where they make none."""
        before = rows_of(self.stored.schema, self.stored.ui)
        self.rows = named(self.rows)
        self.at_rows = mistakes(self.rows, before, materials)
        if not self.title.strip():
            self.problems.append(zh("请写表单的标题。"))
        if not self.rows:
            self.problems.append(zh("表单里还没有字段。"))
        if self.at_rows or self.problems:
            return None
        try:
            return Form(self.stored.key, *written(self.rows, self.stored.schema, self.stored.ui, self.title.strip()))
        except FormError as error:
            self.problems += error.problems
            return None


@blueprint.get("/drafts/<draft_id>/forms")
@post_required(*STUDIO)
def forms(draft_id: str) -> Any:
    """List the forms of a draft with the steps that show them."""
    shown, folder = readable(draft_id)
    return _list(shown, folder)


def _list(shown: DraftFiles, folder: Folder, problem: Text | None = None) -> str:
    steps: dict[str, list[str]] = {"application": [_("申请")]}
    for model in (folder.model, *folder.called.values()):
        for node in model.main.elements.values():
            if node.properties.get("form"):
                steps.setdefault(node.properties["form"], []).append(node.name or node.id)
    return render_template(
        "studio/forms.html",
        line=shown.line,
        forms=folder.forms,
        steps=steps,
        problem=problem,
        may_change=may_edit(shown.line),
        entered=request.form,
    )


@blueprint.post("/drafts/<draft_id>/forms")
@post_required(DESIGNER)
def new_form(draft_id: str) -> Any:
    """Put a new form with one field into the draft, and go to its page."""
    shown, folder = readable(draft_id)
    name, title = request.form.get("name", "").strip(), request.form.get("title", "").strip()[:80]
    try:
        if not NAME.fullmatch(name) or name in folder.forms:
            raise Invalid(zh("表单代码不能用：以小写字母开头，只用小写字母、数字和下划线，且不与别的表单重复。"))
        if not title:
            raise Invalid(zh("请写表单的标题。"))
        row = Row(kind="long_text", name="note", label=_("说明"), required=False)
        empty = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "type": "object"}
        schema, ui = written([row], {**empty, "additionalProperties": False}, {}, title)
        _save(shown, shown.line.revision, name, Form(name, schema, ui))
    except (Invalid, Conflict) as refusal:
        return _list(shown, folder, refusal.text)
    return redirect(url_for("studio.form", draft_id=draft_id, name=name), 303)


@blueprint.route("/drafts/<draft_id>/forms/<name>", methods=["GET", "POST"])
@post_required(*STUDIO)
def form(draft_id: str, name: str) -> Any:
    """Show the fields of a form beside its preview, after what was pressed."""
    shown, folder = readable(draft_id)
    if name not in folder.forms:
        raise NotFound(zh("草稿里没有这份表单。"))
    stored = folder.forms[name]
    materials = {one.key: one.name.value for one in folder.facts.materials}
    sheet = Sheet(stored.title, rows_of(stored.schema, stored.ui), stored, revision=shown.line.revision)
    preview: Form | None = stored
    if request.method == "POST":
        act, _colon, at = request.form.get("_act", "").partition(":")
        sheet.title, sheet.rows = request.form.get("title", "")[:200], _posted()
        sheet.revision = shown_revision("_revision")
        sheet.rows = changed(sheet.rows, act, int(at) if at.isdecimal() and len(at) < 5 else -1)
        preview = sheet.made(materials) if act in ("save", "preview") else None
        if act == "save" and preview is not None:
            try:
                _save(shown, sheet.revision, name, preview)
            except (Conflict, Invalid) as refusal:
                sheet.problems.append(refusal.text)
            else:
                flash(_("表单已保存。发布检查会再看一遍它和流程、指南合不合。"), "success")
                return redirect(url_for("studio.form", draft_id=draft_id, name=name), 303)
        elif preview is None and act not in ("save", "preview"):
            preview = _quietly(sheet, materials)
    return render_template(
        "studio/form.html",
        line=shown.line,
        name=name,
        sheet=sheet,
        types={key: title for key, (title, _schema, _ui) in TYPES.items()},
        kept=KEPT,
        materials=materials,
        filling=Filling.blank(preview, choices=people(replace(folder, forms={name: preview}), name))
        if preview
        else None,
        may_change=may_edit(shown.line),
    )


def _quietly(sheet: Sheet, materials: Mapping[str, str]) -> Form | None:
    """Return what the rows make without saying what is wrong yet: somebody is still adding to them."""
    return Sheet(sheet.title, list(sheet.rows), sheet.stored).made(materials)


def _posted() -> list[Row]:
    rows = []
    for number in request.form.get("_rows", "").split(",")[:MOST_ROWS]:
        if not number.isdecimal():
            continue
        said = {key: request.form.get(f"r{number}.{key}", "")[:LONGEST].replace("\r\n", "\n") for key in _TEXTS}
        flags = {key: request.form.get(f"r{number}.{key}") == "1" for key in ("required", "inside")}
        rows.append(Row(**said, **flags))
    return rows


def changed(rows: Sequence[Row], act: str, at: int) -> list[Row]:
    """Return the rows after ``up``, ``down``, ``remove`` or ``within`` of the row ``at``, or ``add`` at the end."""
    listed = list(rows)
    if act == "add" and len(listed) < MOST_ROWS:
        return [*listed, Row(section=next((row.section for row in reversed(listed) if not row.inside), ""))]
    if not 0 <= at < len(listed):
        return listed
    if act == "remove":
        end = at + 1
        while not listed[at].inside and end < len(listed) and listed[end].inside:
            end += 1
        return listed[:at] + listed[end:]
    if act == "within" and len(listed) < MOST_ROWS:
        end = at + 1
        while end < len(listed) and listed[end].inside:
            end += 1
        return [*listed[:end], Row(inside=True), *listed[end:]]
    if act in ("up", "down"):
        return _moved(listed, at, -1 if act == "up" else 1)
    return listed


def _moved(rows: list[Row], at: int, step: int) -> list[Row]:
    if rows[at].inside:
        if 0 < at + step < len(rows) and rows[at + step].inside:
            rows[at], rows[at + step] = rows[at + step], rows[at]
        return rows
    groups = blocks(rows)
    place = sum(not row.inside for row in rows[:at])
    if 0 <= place + step < len(groups):
        groups[place], groups[place + step] = groups[place + step], groups[place]
    return [row for group in groups for row in group]


def _save(shown: DraftFiles, revision: int, name: str, made: Form) -> None:
    said = {f"forms/{name}.schema.json": made.schema, f"forms/{name}.ui.json": made.ui}
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
