"""The limits of a draft: the statutory one, the promise, and why a promise may be longer than half of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Invalid
from engine.queries.drafts import DraftFiles
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from processes.in_memory import folder_of
from processes.matter_text import Place, with_exception, with_values
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.studio import STUDIO, blueprint
from webapp.studio.exports import readable
from webapp.studio.views import may_edit, opened, shown_revision, somebody

FACTS = "matter.yaml"
KINDS = ("statutory", "promised")
EXCEPTION = ("reason", "approved_by", "document")
MOST_DAYS, LONGEST = 1000, 200


@blueprint.get("/drafts/<draft_id>/limits")
@post_required(*STUDIO)
def limits(draft_id: str) -> Any:
    """Show the limits of the draft as it was last saved."""
    shown, folder = readable(draft_id)
    known = folder.facts.limits
    entered = {kind: str(getattr(known, kind).value.days) for kind in KINDS}
    entered |= {f"{kind}_source": getattr(known, kind).source for kind in KINDS}
    for name in EXCEPTION:
        entered[name] = getattr(known.promise_exception, name) if known.promise_exception else ""
    return _page(shown, entered, {})


@blueprint.post("/drafts/<draft_id>/limits")
@post_required(DESIGNER)
def change_limits(draft_id: str) -> Any:
    """Write the limits into the draft's facts, over the revision that was shown."""
    shown = opened(draft_id)
    names = [*KINDS, *(f"{kind}_source" for kind in KINDS), *EXCEPTION]
    entered = {name: request.form.get(name, "").strip() for name in names}
    problems = _problems(entered)
    if not problems:
        try:
            _save(shown, entered)
        except (Invalid, Conflict) as refusal:
            problems = {"promised": refusal.text}
        else:
            flash(_("时限已保存。"), "success")
            return redirect(url_for("studio.limits", draft_id=draft_id))
    return _page(shown, entered, problems), 422


def _problems(entered: Mapping[str, str]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for kind in KINDS:
        text = entered[kind]
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= MOST_DAYS):
            found[kind] = zh("请写 0 到 {most} 的整数。", most=MOST_DAYS)
        if not 0 < len(entered[f"{kind}_source"]) <= LONGEST:
            found[f"{kind}_source"] = zh("请写明依据，最多 {most} 个字。", most=LONGEST)
    if any(entered[name] for name in EXCEPTION):
        for name in EXCEPTION:
            if not 0 < len(entered[name]) <= LONGEST:
                found[name] = zh("要记录例外，三项都要写，每项最多 {most} 个字。", most=LONGEST)
    return found


def _save(shown: DraftFiles, entered: Mapping[str, str]) -> None:
    values: dict[Place, str | int] = {}
    for kind in KINDS:
        values["limits", kind, "value", "days"] = int(entered[kind])
        values["limits", kind, "source"] = entered[f"{kind}_source"]
    exception = {name: entered[name] for name in EXCEPTION} if entered["reason"] else None
    try:
        before = shown.files[FACTS].decode()
        text = with_exception(with_values(before, values), exception)
    except (KeyError, UnicodeDecodeError):
        raise Invalid(zh("草稿的办事指南文件读不出来，时限要在文件里改。")) from None
    changed = {FACTS: text.encode()}
    _folder, unread = folder_of(shown.line.matter_key, {**shown.files, **changed})
    if unread:
        raise Invalid(unread[0].message)
    current_hall().run(
        SaveProcessDraft(
            by=somebody(),
            key=posted_key(),
            draft_id=shown.line.id,
            revision=shown_revision(),
            changed=changed,
        )
    )


def _page(shown: DraftFiles, entered: Mapping[str, str], problems: Mapping[str, Text]) -> str:
    said = {name: str(translate(text)) for name, text in problems.items()}
    revision = request.form.get("revision", "")[:9] or str(shown.line.revision)
    return render_template(
        "studio/limits.html",
        line=shown.line,
        revision=revision,
        entered=entered,
        problems=said,
        may_edit=may_edit(shown.line),
    )
