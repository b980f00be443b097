"""Trying a draft out: one person acts every role and moves the clock; nothing is kept but the script of the page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from diagrams import Heading, Mark, chart_for, draw
from engine.bpmn.model import BpmnError
from engine.errors import Conflict, Invalid, Unavailable
from engine.queries.drafts import DraftFiles
from engine.queries.names import department_names
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from forms import Form
from processes.registry import Folder
from processes.scenarios import scenarios_of
from processes.try_out import OpenStep, Script, Standing, first_application, scenario_file, standing_of
from webapp.accounts import post_required
from webapp.cases.wording import DOCUMENTS
from webapp.filling import CONFIRMATION, Filling, everything, leaves, posted_key
from webapp.installation import current_hall
from webapp.presentation import days_left
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.views import may_edit, somebody
from webapp.studio.wording import HAPPENED
from webapp.words import department_name

APPLICATION = "application"
STEPS_OF_TIME = ("P1D", "P5D", "P30D")
# Whom a field may name that names people: somebody real would be told of work that is not there.
INVENTED = tuple((f"试办人员{mark}", f"试办人员{mark}") for mark in "甲乙丙丁")


@blueprint.route("/drafts/<draft_id>/try", methods=["GET", "POST"])
@post_required(*STUDIO)
def trying(draft_id: str) -> Any:
    """Show where the run stands, after the act that the page sends."""
    shown, folder = readable(draft_id)
    problem: Text | None = None
    script, filling, chosen = Script(), None, ""
    if request.method == "POST":
        try:
            script = Script.of_json(request.form.get("_script", ""))
            script, filling, chosen = acted(folder, script)
        except (Invalid, BpmnError) as refusal:
            problem = refusal.text
    if request.form.get("_act") == "record" and problem is None:
        try:
            return record(shown, folder, script)
        except (Invalid, Conflict, BpmnError) as refusal:
            problem = refusal.text
    standing = None
    try:
        standing = standing_of(folder, script) if script.application is not None else None
    except BpmnError as error:
        problem = error.text
    step = _step_to_do(standing, chosen)
    if filling is None and script.application is None:
        filling = Filling.blank(form_of(folder, APPLICATION), _sample(folder), choices=people(folder, APPLICATION))
        chosen = APPLICATION
    elif filling is None and step is not None:
        filling = Filling.blank(form_of(folder, step.form), choices=people(folder, step.form))
    return render_template(
        "studio/try.html",
        line=shown.line,
        script=script,
        standing=standing,
        problem=problem or (standing.stopped or standing.stuck if standing else None),
        filling=filling,
        step=step,
        filing=chosen == APPLICATION,
        picture=picture(folder, standing) if standing else "",
        known=said(folder, standing) if standing else (),
        place=_naming(),
        may_record=may_edit(shown.line),
        times=STEPS_OF_TIME,
        documents=DOCUMENTS,
        happened=HAPPENED,
    )


def acted(folder: Folder, script: Script) -> tuple[Script, Filling | None, str]:
    """Return the script after what was pressed; a form with mistakes, and whose step it is; raises Invalid."""
    act, _colon, what = request.form.get("_act", "").partition(":")
    if act in ("submit", "add", "del", "drop"):
        return _answered(folder, script, request.form.get("_step", ""))
    if act == "begin":
        return Script({}), None, ""
    if act == "anew":
        return Script(), None, ""
    if act == "back":
        return script.before, None, ""
    if act == "open":
        return script, None, what
    if act in ("advance", "message", "signal") and what:
        after = script.then({act: what})
        stopped = standing_of(folder, after).stopped
        if stopped is not None:
            raise Invalid(stopped)
        return after, None, ""
    return script, None, ""


def _answered(folder: Folder, script: Script, chosen: str) -> tuple[Script, Filling | None, str]:
    standing = standing_of(folder, script) if chosen != APPLICATION else None
    step = _step_to_do(standing, chosen) if chosen != APPLICATION else None
    if chosen != APPLICATION and (step is None or step.element != chosen):
        raise Invalid(zh("这一步现在没有打开。"))
    name = step.form if step else APPLICATION
    filling = without_files(Filling.posted(form_of(folder, name), choices=people(folder, name)))
    if not filling.submitted or not filling.ok:
        return script, filling, chosen
    if step is None:
        return Script(dict(filling.values)), None, ""
    after = script.then({"complete": step.element, "answer": dict(filling.values)})
    stopped = standing_of(folder, after).stopped
    if stopped is not None:
        raise Invalid(stopped)
    return after, None, ""


def _step_to_do(standing: Standing | None, chosen: str) -> OpenStep | None:
    steps = standing.steps if standing else ()
    return next((one for one in steps if one.element == chosen), steps[0] if steps else None)


def form_of(folder: Folder, name: str) -> Form:
    """Return the draft's form of a name; where it has none, one without fields."""
    return folder.forms.get(name, CONFIRMATION)


def people(folder: Folder, name: str) -> dict[str, list[tuple[str, str]]]:
    """Return invented people for each field that names people."""
    fields = everything(form_of(folder, name).fields())
    return {one.path: list(INVENTED) for one in fields if one.widget == "person"}


def without_files(filling: Filling) -> Filling:
    """Return the filling without what is wrong with its files: a try-out takes none."""
    files = {one.path for one in leaves(filling.fields) if one.widget == "file"}
    problems = {path: text for path, text in filling.problems.items() if path not in files}
    values = {name: value for name, value in filling.values.items() if name not in files}
    return replace(filling, problems=problems, values=values)


def _sample(folder: Folder) -> Mapping[str, Any] | None:
    try:
        return first_application(list(scenarios_of(folder).values())) or None
    except Invalid:
        return None


def _naming() -> Callable[[str], str]:
    """Return what says the name of a department by its code."""
    with current_hall().reading() as connection:
        names = department_names(connection)
    return lambda code: str(department_name(code, names))


def picture(folder: Folder, standing: Standing) -> str:
    """Return the chart with the run on it as an address that holds the picture; empty where nothing can draw."""
    marks = {event["element"]: Mark("done") for event in standing.events if event["event"] in ("done", "caught")}
    marks |= {
        one.element: Mark("overdue" if one.light == "red" else "current", days_left(one.days_left) if one.due else "")
        for one in standing.steps
    }
    marks |= {one.element: Mark("current") for one in standing.awaited if one.due is None}
    try:
        svg = draw(chart_for(folder.model, folder.called, "full"), heading=Heading(_("试办")), overlay=marks)
    except Unavailable:
        return ""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")


def said(folder: Folder, standing: Standing) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what was answered so far: the name of the step, and label and text of each field."""
    elements = {
        one.id: one for model in (folder.model, *folder.called.values()) for one in model.main.elements.values()
    }
    found = []
    for element, answer in standing.known.items():
        node = elements.get(element)
        title = _("申请表") if element == APPLICATION else (node.name or element if node else element)
        form = form_of(
            folder, APPLICATION if element == APPLICATION else (node.properties.get("form", "") if node else "")
        )
        for one in answer if isinstance(answer, list) else [answer]:
            pairs = list(form.read_only(one)) if isinstance(one, Mapping) and form is not CONFIRMATION else []
            if pairs:
                found.append((title, pairs))
    return found


def record(shown: DraftFiles, folder: Folder, script: Script) -> Any:
    """Keep the run among the draft's scenarios, and go back to the draft; raises Invalid or Conflict."""
    title = request.form.get("title", "").strip()[:80]
    if not title:
        raise Invalid(zh("请给测试情景写一个名称。"))
    content = scenario_file(script, standing_of(folder, script), title)
    taken = {name for name in shown.files if name.startswith("scenarios/")}
    number = next(n for n in range(1, len(taken) + 2) if f"scenarios/recorded_{n:03}.yaml" not in taken)
    current_hall().run(
        SaveProcessDraft(
            by=somebody(),
            key=posted_key(),
            draft_id=shown.line.id,
            revision=shown.line.revision,
            changed={f"scenarios/recorded_{number:03}.yaml": content},
        )
    )
    flash(_("已存为测试情景“%(title)s”。以后检查这份草稿都会照它再走一遍。", title=title), "success")
    return redirect(url_for("studio.draft_page", draft_id=shown.line.id))
