"""The list of matters with their drafts, and the page on which a draft is drawn."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.actor import Actor
from engine.queries.bundles import bundle_in_force
from engine.queries.drafts import DraftFiles, DraftLine, draft, drafts
from engine.queries.names import matter_names
from engine.studio.draft_row import EDITING
from engine.studio.open_draft import OpenDraft
from engine.studio.posts import DESIGNER
from webapp.accounts import current_actor, post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.security import CONTENT_SECURITY_POLICY
from webapp.studio import STUDIO, blueprint
from webapp.studio.choices import settings_of
from webapp.studio.wording import STATUSES

# The modeler places its menus by style attributes; scripts and style sheets stay as strict as everywhere.
STUDIO_POLICY = f"{CONTENT_SECURITY_POLICY}; style-src-attr 'unsafe-inline'"


def somebody() -> Actor:
    """Return the member of staff who asks; only for pages that require a post."""
    actor = current_actor()
    assert actor is not None
    return actor


def opened(draft_id: str) -> DraftFiles:
    """Return the draft that an address names; raises NotFound."""
    with current_hall().reading() as connection:
        return draft(connection, somebody(), draft_id)


def published() -> dict[str, str]:
    """Return the names of the matters that were ever published, by key."""
    with current_hall().reading() as connection:
        return {matter.key: matter.name for matter in matter_names(connection)}


def may_edit(line: DraftLine) -> bool:
    """Tell whether who asks may change the draft as it stands."""
    return somebody().holds(DESIGNER) and line.status == EDITING


def shown_revision(name: str = "revision") -> int:
    """Return the revision that the form was made for; one that is none is never the draft's."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@blueprint.get("")
@post_required(*STUDIO)
def index() -> Any:
    """List every matter with what holds now and the drafts that are under way."""
    with current_hall().reading() as connection:
        lines = drafts(connection, somebody())
    named = published()
    fresh = sorted({line.matter_key for line in lines} - named.keys())
    by_matter = {key: [line for line in lines if line.matter_key == key] for key in (*named, *fresh)}
    return render_template(
        "studio/index.html",
        by_matter=by_matter,
        named=named,
        statuses=STATUSES,
        may_draw=somebody().holds(DESIGNER),
    )


@blueprint.post("/matters/<matter_key>/drafts")
@post_required(DESIGNER)
def open_draft(matter_key: str) -> Any:
    """Begin a draft of the version in force, and go to its page."""
    hall = current_hall()
    with hall.reading() as connection:
        bundle, _in_force = bundle_in_force(hall, connection, matter_key)
    answer = hall.run(
        OpenDraft(
            by=somebody(),
            key=posted_key(),
            matter_key=matter_key,
            title=request.form.get("title", ""),
            based_on=bundle.sha256,
        )
    )
    return redirect(url_for("studio.draft_page", draft_id=answer["draft_id"]), 303)


@blueprint.get("/drafts/<draft_id>")
@post_required(*STUDIO)
def draft_page(draft_id: str) -> Response:
    """Show the modeler with the draft."""
    shown = opened(draft_id)
    readonly = not may_edit(shown.line)
    page = render_template(
        "studio/draft.html",
        line=shown.line,
        readonly=readonly,
        has_version=shown.line.matter_key in published(),
        was_brought_in=shown.brought_in is not None,
        status=STATUSES[shown.line.status],
        label=_("流程图：%(title)s", title=shown.line.title),
        settings=json.dumps(settings_of(shown, readonly=readonly), ensure_ascii=False),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = STUDIO_POLICY
    return response
