"""The scenarios of a draft: what each plays, whether it still comes out as expected, and taking one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Invalid
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from processes.registry import Folder
from processes.scenario_checks import scenario_problems
from processes.scenarios import scenarios_of
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.views import may_edit, opened, shown_revision, somebody


@dataclass(frozen=True)
class ShownScenario:
    """One scenario of a draft; ``problems`` are what came otherwise than it expects."""

    name: str
    title: str
    ends: str
    problems: tuple[Text, ...]


@blueprint.get("/drafts/<draft_id>/scenarios")
@post_required(*STUDIO)
def scenarios(draft_id: str) -> Any:
    """List the scenarios of the draft as it was last saved, each played once."""
    shown, folder = readable(draft_id)
    listed, problem = shown_scenarios(folder)
    return render_template(
        "studio/scenarios.html", line=shown.line, listed=listed, problem=problem, may_edit=may_edit(shown.line)
    )


def shown_scenarios(folder: Folder) -> tuple[list[ShownScenario], Text | None]:
    """Return the scenarios by title, or why they cannot be read."""
    try:
        known = scenarios_of(folder)
    except Invalid as unreadable:
        return [], unreadable.text
    wrong: dict[str, list[Text]] = {}
    for one in scenario_problems(folder):
        wrong.setdefault(one.file, []).append(one.message)
    elements = {one.id: one.name for one in folder.model.main.elements.values()}
    found = [
        ShownScenario(
            name,
            scenario.title or name,
            elements.get(scenario.expect.end) or scenario.expect.end,
            tuple(wrong.get(f"scenarios/{name}.yaml", ())),
        )
        for name, scenario in known.items()
    ]
    return sorted(found, key=lambda one: (not one.problems, one.title)), None


@blueprint.post("/drafts/<draft_id>/scenarios/removal")
@post_required(DESIGNER)
def remove_scenario(draft_id: str) -> Any:
    """Take one scenario out of the draft, over the revision that was shown."""
    name = f"scenarios/{request.form.get('scenario', '')[:200]}.yaml"
    if name not in opened(draft_id).files:
        raise Invalid(zh("草稿里没有这个测试情景。"))
    current_hall().run(
        SaveProcessDraft(by=somebody(), key=posted_key(), draft_id=draft_id, revision=shown_revision(), removed=(name,))
    )
    flash(_("测试情景已弃用。批准的人会看到。"), "success")
    return redirect(url_for("studio.scenarios", draft_id=draft_id))
