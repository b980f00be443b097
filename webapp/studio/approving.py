"""A draft on its way to a version: what it changes, what the check says, submit, return, approve, discard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.queries.bundles import bundle_in_force
from engine.queries.drafts import DraftFiles
from engine.studio.approve_draft import ApproveDraft
from engine.studio.check_report import report_of
from engine.studio.discard_draft import DiscardDraft
from engine.studio.posts import DESIGNER, MANAGER
from engine.studio.return_draft import ReturnDraft
from engine.studio.submit_draft import SubmitDraft
from engine.studio.take_back_draft import TakeBackDraft
from processes.brought_report import read_kept
from processes.in_memory import folder_of
from webapp.accounts import post_required
from webapp.filling import day_of, posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of
from webapp.studio import STUDIO, blueprint
from webapp.studio.bringing_in import remark_groups
from webapp.studio.judging import judged
from webapp.studio.version_words import DIFFERENCES
from webapp.studio.versions import grouped, read_report
from webapp.studio.views import opened, shown_revision, somebody
from webapp.studio.wording import STATUSES

LONGEST = 1000


@blueprint.get("/drafts/<draft_id>/review")
@post_required(*STUDIO)
def review(draft_id: str) -> Any:
    """Show what a draft changes and what the check says of it, with what may be done next."""
    return review_page(opened(draft_id), {})


@blueprint.post("/drafts/<draft_id>/submit")
@post_required(DESIGNER)
def submit(draft_id: str) -> Any:
    """Submit a draft for approval."""
    return done(draft_id, SubmitDraft, _("草稿已提交审批。"), revision=shown_revision())


@blueprint.post("/drafts/<draft_id>/take-back")
@post_required(DESIGNER)
def take_back(draft_id: str) -> Any:
    """Take a submitted draft back before it is approved."""
    return done(draft_id, TakeBackDraft, _("送审已撤回，可以继续修改。"), revision=shown_revision())


@blueprint.post("/drafts/<draft_id>/discard")
@post_required(DESIGNER)
def discard(draft_id: str) -> Any:
    """Discard a draft."""
    return done(draft_id, DiscardDraft, _("草稿已弃用。"), revision=shown_revision())


@blueprint.post("/drafts/<draft_id>/return")
@post_required(MANAGER)
def return_draft(draft_id: str) -> Any:
    """Return a draft to its designers."""
    return done(draft_id, ReturnDraft, _("草稿已退回修改。"), reason=request.form.get("reason", "")[:LONGEST])


@blueprint.post("/drafts/<draft_id>/approve")
@post_required(MANAGER)
def approve(draft_id: str) -> Any:
    """Check the draft once more and make it a version."""
    report = report_on(opened(draft_id))
    day = day_of(request.form.get("in_force_from", "")[:20])
    return done(
        draft_id,
        ApproveDraft,
        _("草稿已批准，成为新的版本。"),
        revision=shown_revision(),
        in_force_from=day,
        report=report,
    )


def done(draft_id: str, make: Callable[..., Command], said: str, **wish: Any) -> Any:
    """Run a command on the draft; what is wrong in the form is told beside its fields."""
    shown = opened(draft_id)
    try:
        current_hall().run(make(by=somebody(), key=posted_key(), draft_id=draft_id, **wish))
    except Invalid as refusal:
        if not refusal.problems:
            raise
        problems = problems_of(refusal)
        return review_page(shown, problems), 422
    flash(said, "success")
    return redirect(url_for("studio.versions" if make is ApproveDraft else "studio.review", **_back(shown, make)), 303)


def _back(shown: DraftFiles, make: object) -> dict[str, str]:
    return {"matter_key": shown.line.matter_key} if make is ApproveDraft else {"draft_id": shown.line.id}


def report_on(shown: DraftFiles) -> dict[str, Any]:
    """Return what the gate says of the draft, as it is kept with the version."""
    folder, unread = folder_of(shown.line.matter_key, shown.files)
    return report_of(shown.sha256, judged(folder) if folder is not None else unread)


def review_page(shown: DraftFiles, problems: dict[str, str]) -> str:
    """Return the page of a draft that is to be approved."""
    hall, line, by = current_hall(), shown.line, somebody()
    report = shown.check_report or report_on(shown)
    found = read_report(report) or []
    folder, _unread = folder_of(line.matter_key, shown.files)
    with hall.reading() as connection:
        before = hall.bundle(connection, line.based_on) if line.based_on else None
        try:
            before = before or bundle_in_force(hall, connection, line.matter_key)[0]
        except NotFound:
            before = None
        today = hall.today(connection)
    after = Bundle.of(line.matter_key, shown.files)
    is_drawn = folder is not None and not any(
        one["file"].endswith(".bpmn") and one["severity"] == "error" for one in found
    )
    return render_template(
        "studio/review.html",
        line=line,
        status=STATUSES[line.status],
        before=before,
        groups=grouped(before, after) if is_drawn else {},
        is_drawn=is_drawn,
        headings=DIFFERENCES,
        report=found,
        errors=sum(one["severity"] == "error" for one in found),
        today=today,
        is_designer=by.holds(DESIGNER),
        is_manager=by.holds(MANAGER),
        is_own=line.is_own(by),
        problems=problems,
        brought=_brought(shown),
        reason=request.form.get("reason", "")[:LONGEST],
        in_force_from=request.form.get("in_force_from", "")[:20] or today.isoformat(),
    )


def _brought(shown: DraftFiles) -> tuple[Any, ...] | None:
    """Return what became of the file that the draft began with, in groups, and of its drawing."""
    if shown.brought_in is None:
        return None
    remarks, drawing = read_kept(shown.brought_in)
    return remark_groups(remarks), drawing
