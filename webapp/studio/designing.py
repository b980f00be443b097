"""The page on which a designer sets out the fields of a form beside its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Invalid, NotFound
from engine.text import zh
from forms import Form
from forms.field_limits import LABELS, LIMITS, limits_of
from forms.row import Row, blocks
from forms.shown_if import AS_STORED, HOWS
from forms.trade_types import KEPT, TYPES, fresh
from processes.registry import Folder
from webapp.accounts import post_required
from webapp.filling import Filling
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.form_sheet import MOST_ROWS, Sheet, posted_rows
from webapp.studio.forms_of_draft import save_form
from webapp.studio.trying import people
from webapp.studio.views import may_edit, shown_revision


@blueprint.route("/drafts/<draft_id>/forms/<name>", methods=["GET", "POST"])
@post_required(*STUDIO)
def form(draft_id: str, name: str) -> Any:
    """Show the fields of a form beside its preview, after what was pressed."""
    shown, folder = readable(draft_id)
    if name not in folder.forms:
        raise NotFound(zh("草稿里没有这份表单。"))
    materials = {one.key: one.name.value for one in folder.facts.materials}
    sheet = Sheet.of(folder.forms[name], shown.line.revision)
    act, opened = "", -1
    if request.method == "POST":
        act, _colon, at = request.form.get("_act", "").partition(":")
        sheet.take(request.form.get("title", "")[:200], posted_rows(), shown_revision("_revision"))
        sheet.rows, opened = changed(sheet.rows, act, int(at) if at.isdecimal() and len(at) < 5 else -1)
        made = sheet.made(materials) if act in ("save", "preview") else None
        if act == "save" and made is not None:
            try:
                save_form(shown, sheet.revision, name, made)
            except (Conflict, Invalid) as refusal:
                sheet.problems.append(refusal.text)
            else:
                flash(_("表单已保存。发布检查会再看一遍它和流程、指南合不合。"), "success")
                return redirect(url_for("studio.form", draft_id=draft_id, name=name), 303)
    preview, left_out = sheet.preview(materials)
    return render_template(
        "studio/form.html",
        line=shown.line,
        name=name,
        sheet=sheet,
        act_pressed=act,
        opened=opened,
        types={key: title for key, (title, _schema, _ui) in TYPES.items()},
        kept=KEPT,
        as_stored=AS_STORED,
        hows=HOWS,
        limits=LIMITS,
        limit_labels=LABELS,
        materials=materials,
        conditions=sheet.conditions(),
        left_out=left_out,
        filling=_filling(folder, name, preview),
        may_change=may_edit(shown.line),
    )


def _filling(folder: Folder, name: str, preview: Form) -> Filling:
    """Return the form as people will meet it, each repeating group with its first row."""
    choices = people(replace(folder, forms={name: preview}), name)
    rows = {f"{one.path}.0.": ("",) for one in preview.fields() if one.kind == "repeat" and not one.children}
    return Filling.blank(preview, choices=choices, entered={**preview.defaults, **rows})


def changed(rows: Sequence[Row], act: str, at: int) -> tuple[list[Row], int]:
    """Return the rows after ``up``, ``down``, ``remove`` or ``within`` of the row ``at``, or ``add`` at the end.

    And the place of the row that this was about, -1 where it is gone.
    """
    listed = list(rows)
    if act == "add" and len(listed) < MOST_ROWS:
        section = next((row.section for row in reversed(listed) if not row.inside), "")
        return [*listed, _fresh_row(section=section)], len(listed)
    if not 0 <= at < len(listed):
        return listed, -1
    end = at + 1
    while not listed[at].inside and end < len(listed) and listed[end].inside:
        end += 1
    if act == "remove":
        return listed[:at] + listed[end:], -1
    if act == "within" and len(listed) < MOST_ROWS:
        return [*listed[:end], _fresh_row(inside=True), *listed[end:]], end
    if act in ("up", "down"):
        moved = _moved(list(listed), at, -1 if act == "up" else 1)
        return moved, next(number for number, row in enumerate(moved) if row is listed[at])
    return listed, -1


def _fresh_row(**said: Any) -> Row:
    return Row(limits=limits_of("text", *fresh("text")), **said)


def _moved(rows: list[Row], at: int, step: int) -> list[Row]:
    if rows[at].inside:
        if 0 < at + step < len(rows) and rows[at + step].inside:
            rows[at], rows[at + step] = rows[at + step], rows[at]
        return rows
    groups = blocks(rows)
    place = sum(not row.inside for row in rows[:at])
    if 0 <= place + step < len(groups):
        groups[place], groups[place + step] = groups[place + step], groups[place]
    return [rows[number] for group in groups for number in group]
