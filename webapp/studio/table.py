"""The flow of a draft as a table of steps: for whoever knows the matter and not the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from diagrams.interchange import with_layout
from engine.bpmn.checks import Problem
from engine.bpmn.read import parse
from engine.errors import Conflict, Forbidden, Invalid
from engine.queries.drafts import DraftFiles
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from processes.in_memory import folder_of
from processes.shared_parts import parts_to_add
from processes.simple_blank import blank_process
from processes.simple_editing import mistakes, settled
from processes.simple_nodes import Ids
from processes.simple_reading import read_table
from processes.simple_table import UNSAID, NotThatShape, Row, Table
from processes.simple_writing import write_table
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.judging import judged
from webapp.studio.saving import PROCESS, changed_files, kept_apart
from webapp.studio.table_choices import Offers, offers_of
from webapp.studio.table_rows import MOST_EXITS, MOST_ROWS, posted_rows, pressed, words_of
from webapp.studio.views import may_edit, opened, shown_revision, somebody


@dataclass
class Sheet:
    """The table as it stands on the page; ``file`` is what it writes, ``findings`` what the gate says, by row."""

    table: Table
    revision: int
    file: bytes | None = None
    problems: list[Text] = field(default_factory=list)
    at_rows: dict[int, Text] = field(default_factory=dict)
    findings: dict[str, list[Problem]] = field(default_factory=dict)
    elsewhere: list[Problem] = field(default_factory=list)
    judged: bool = False
    overtaken: bool = False

    def judge(self, shown: DraftFiles) -> None:
        """Put down what the gate says of the file that the table writes."""
        if self.file is None:
            return
        files = {**shown.files, PROCESS: self.file}
        folder, unread = folder_of(shown.line.matter_key, {**files, **parts_to_add(files)})
        again = read_table(self.file)
        owners = again.owners if isinstance(again, Table) else {}
        for one in judged(folder) if folder is not None else unread:
            row = owners.get(one.element, "") if one.file in ("", PROCESS) else ""
            if row:
                self.findings.setdefault(row, []).append(one)
            else:
                self.elsewhere.append(one)
        self.judged = True


@blueprint.route("/drafts/<draft_id>/table", methods=["GET", "POST"])
@post_required(*STUDIO)
def table(draft_id: str) -> Any:
    """Show the steps of the draft as a table, after what was pressed."""
    shown = opened(draft_id)
    if request.method == "POST" and request.form.get("_act") == "blank":
        return _begun_anew(shown)
    known = _fitting(read_table(shown.files[PROCESS]))
    if isinstance(known, NotThatShape):
        return _not_a_table(shown, known)
    sheet = Sheet(known, shown.line.revision, shown.files[PROCESS])
    offers = offers_of(shown)
    if request.method == "POST":
        act = request.form.get("_act", "")
        sheet = _sent(shown, known, offers, act)
        overtaken = act == "save" and sheet.revision != shown.line.revision
        if act in ("save", "copy") and (sheet.file is not None or overtaken):
            try:
                if overtaken:
                    # What is wrong with rows of another file does not matter; who changed it does.
                    _save(shown, sheet.revision, {})
                return _kept(shown, sheet, act)
            except (Conflict, Invalid, Forbidden) as refusal:
                sheet.problems.append(refusal.text)
                sheet.overtaken = isinstance(refusal, Conflict)
    if request.method == "GET" or request.form.get("_act") in ("save", "check"):
        sheet.judge(shown)
    return _page(shown, sheet, offers)


def _fitting(known: Table | NotThatShape) -> Table | NotThatShape:
    """Return the table, or why no page can send it back whole."""
    if isinstance(known, Table) and len(known.rows) > MOST_ROWS:
        return NotThatShape(zh("流程有 {count} 个步骤，表里最多写 {most} 个", count=len(known.rows), most=MOST_ROWS))
    if isinstance(known, Table):
        for row in known.rows:
            if len(row.exits) > MOST_EXITS:
                return NotThatShape(
                    zh("“{name}”后面的路多于 {most} 条", name=row.name or row.id, most=MOST_EXITS), row.id
                )
    return known


def _sent(shown: DraftFiles, known: Table, offers: Offers, act: str) -> Sheet:
    of_file = {row.id: row for row in known.rows}
    taken = Ids(parse(shown.files[PROCESS])).taken
    rows = pressed(posted_rows(request.form, of_file), act, taken)
    sheet = Sheet(replace(known, rows=tuple(rows)), shown_revision("_revision"))
    sheet.table = replace(sheet.table, rows=tuple(_offered(row, offers, sheet.table) for row in rows))
    if act not in ("save", "copy", "check"):
        return sheet
    made = settled(sheet.table, known, offers.departments, frozenset(taken))
    sheet.at_rows = mistakes(made, known)
    if not sheet.at_rows:
        try:
            sheet.file = write_table(made, shown.files[PROCESS])
        except Invalid as refusal:
            sheet.problems.append(refusal.text)
    return sheet


def _offered(row: Row, offers: Offers, whole: Table) -> Row:
    """Return a row whose new way has the first condition that no other way of it has."""
    used = {one.condition for one in row.exits}
    if UNSAID not in used:
        return row
    free = [(text, said) for text, said in offers.conditions(row, whole) if text not in used]
    exits = []
    for one in row.exits:
        if one.condition == UNSAID and free:
            text, said = free.pop(0)
            one = replace(one, condition=text, name=one.name or said)
        exits.append(one)
    return replace(row, exits=tuple(exits))


def _kept(shown: DraftFiles, sheet: Sheet, act: str) -> Any:
    assert sheet.file is not None
    drawn, _told = with_layout(sheet.file)
    changed = changed_files(shown.files, drawn)
    if act == "copy":
        flash(_("您的表已另存为一份草稿。"), "success")
        return redirect(url_for("studio.table", draft_id=kept_apart(shown, changed, posted_key())), 303)
    _save(shown, sheet.revision, changed)
    flash(_("步骤表已保存，流程图也跟着改好了。"), "success")
    return redirect(url_for("studio.table", draft_id=shown.line.id), 303)


def _save(shown: DraftFiles, revision: int, changed: dict[str, bytes]) -> None:
    command = SaveProcessDraft(
        by=somebody(), key=posted_key(), draft_id=shown.line.id, revision=revision, changed=changed
    )
    current_hall().run(command)


def _begun_anew(shown: DraftFiles) -> Any:
    """Put an empty flow in place of the drawing, if that was said twice."""
    if request.form.get("sure") != "1":
        raise Invalid(zh("请先勾选，确认清空图上的流程。"))
    folder, _unread = folder_of(shown.line.matter_key, shown.files)
    name = folder.facts.name.value if folder is not None else shown.line.matter_key
    empty, _told = with_layout(blank_process(shown.line.matter_key, name))
    _save(shown, shown_revision("_revision"), {PROCESS: empty})
    flash(_("图上的流程已清空，请一步一步填写。"), "success")
    return redirect(url_for("studio.table", draft_id=shown.line.id), 303)


def _not_a_table(shown: DraftFiles, reason: NotThatShape) -> str:
    return render_template("studio/no_table.html", line=shown.line, reason=reason, may_change=may_edit(shown.line))


def _page(shown: DraftFiles, sheet: Sheet, offers: Offers) -> str:
    return render_template(
        "studio/table.html",
        line=shown.line,
        sheet=sheet,
        table=sheet.table,
        offers=offers,
        words_of=words_of,
        may_change=may_edit(shown.line),
    )
