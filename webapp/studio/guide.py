"""The guide of a draft (办事指南): its file of facts, read strictly before it is kept."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Forbidden, Invalid
from engine.matter import MatterFacts
from engine.queries.drafts import DraftFiles
from engine.strict import MAX_BYTES, Malformed
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from processes.guide_wording import OpenWording, open_wordings, said_of
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.studio import STUDIO, blueprint
from webapp.studio.limits import FACTS
from webapp.studio.views import may_edit, opened, shown_revision, somebody


@blueprint.get("/drafts/<draft_id>/guide")
@post_required(*STUDIO)
def guide(draft_id: str) -> Any:
    """Show the facts of the draft as they are kept."""
    shown = opened(draft_id)
    return _page(shown, shown.files.get(FACTS, b"").decode(errors="replace"), None)


@blueprint.post("/drafts/<draft_id>/guide")
@post_required(DESIGNER)
def change_guide(draft_id: str) -> Any:
    """Keep the facts that were sent, over the revision that was shown; else say what does not fit and where."""
    shown = opened(draft_id)
    # Browsers send the line ends of another system.
    text = "\n".join(request.form.get("facts", "").splitlines()) + "\n"
    try:
        open_ones = _opened_by(_readable(text, shown.line.matter_key))
        if open_ones:
            return _page(shown, text, zh("没有保存：材料里有兜底的说法，见下面的清单。"), open_ones), 422
        changed = {FACTS: text.encode()}
        current_hall().run(
            SaveProcessDraft(
                by=somebody(), key=posted_key(), draft_id=draft_id, revision=shown_revision(), changed=changed
            )
        )
    except (Invalid, Conflict, Forbidden) as refusal:
        return _page(shown, text, refusal.text), refusal.status
    flash(_("办事指南已保存。"), "success")
    return redirect(url_for("studio.guide", draft_id=draft_id), 303)


def _opened_by(facts: MatterFacts) -> tuple[OpenWording, ...]:
    """Return the catch-alls that forbid keeping a guide."""
    return tuple(one for one in open_wordings(facts) if one.is_error and one.excused is None)


def _readable(text: str, key: str) -> MatterFacts:
    """Return the facts; raise Invalid, naming the place, for what are none of the matter ``key``."""
    try:
        known = MatterFacts.from_yaml(text)
    except Malformed as problem:
        raise Invalid(
            zh("没有保存：{place}：{why}", place=problem.path or "matter.yaml", why=problem.text)
        ) from problem
    if known.key != key:
        raise Invalid(zh("没有保存：事项代码 key 要是 {key}，不能改。", key=key))
    return known


def _page(shown: DraftFiles, text: str, problem: Text | None, open_ones: tuple[OpenWording, ...] = ()) -> str:
    revision = request.form.get("revision", "")[:9] or str(shown.line.revision)
    return render_template(
        "studio/guide.html",
        line=shown.line,
        revision=revision,
        text=text,
        problems={"facts": str(translate(problem))} if problem is not None else {},
        may_edit=may_edit(shown.line),
        most=MAX_BYTES,
        open_ones=[(one, said_of(one)) for one in open_ones],
    )
