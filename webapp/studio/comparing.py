"""Two versions of a process side by side on their drawings."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.errors import NotFound
from engine.queries.bundles import versions_of
from webapp.accounts import post_required
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.saving import PROCESS, bpmn_response
from webapp.studio.views import STUDIO_POLICY, opened
from webapp.studio.wording import COMPARED, KINDS


def numbered(matter_key: str, number: int | None, sha256: str | None = None) -> Bundle:
    """Return the version of that number, or of that hash, or else the newest; raises NotFound."""
    hall = current_hall()
    with hall.reading() as connection:
        known = versions_of(connection, matter_key)
        wanted = [one for one in known if number in (None, one.version) and sha256 in (None, one.sha256)]
        if not wanted:
            raise NotFound
        return hall.bundle(connection, wanted[0].sha256)


@blueprint.get("/matters/<matter_key>/version.bpmn")
@post_required(*STUDIO)
def version_file(matter_key: str) -> Response:
    """Return the BPMN file of the version ``number``, else of the newest."""
    bundle = numbered(matter_key, request.args.get("number", type=int))
    return bpmn_response(bundle.files[PROCESS], f"{matter_key}-{bundle.version}.bpmn")


@blueprint.get("/matters/<matter_key>/comparison")
@post_required(*STUDIO)
def versions_compared(matter_key: str) -> Response:
    """Show the versions ``before`` and ``after`` side by side."""
    after = numbered(matter_key, request.args.get("after", type=int))
    before = numbered(matter_key, request.args.get("before", type=int))
    return _page(matter_key, before, _version(after), _file(matter_key, after))


@blueprint.get("/drafts/<draft_id>/comparison")
@post_required(*STUDIO)
def draft_compared(draft_id: str) -> Response:
    """Show the draft beside the version that it began as, or else the newest."""
    line = opened(draft_id).line
    before = numbered(line.matter_key, None, line.based_on)
    return _page(line.matter_key, before, line.title, url_for("studio.file", draft_id=draft_id), draft_id)


def _version(bundle: Bundle) -> str:
    return _("第 %(version)s 版", version=bundle.version)


def _file(matter_key: str, bundle: Bundle) -> str:
    return url_for("studio.version_file", matter_key=matter_key, number=bundle.version)


def _page(matter_key: str, before: Bundle, named: str, file: str, draft_id: str | None = None) -> Response:
    settings: dict[str, Any] = {
        "before": _file(matter_key, before),
        "after": file,
        "words": {name: str(said) for name, said in COMPARED.items()},
        "kinds": {name: str(said) for name, said in KINDS.items()},
    }
    page = render_template(
        "studio/comparison.html",
        matter=before.facts.name.value,
        before=_version(before),
        after=named,
        draft_id=draft_id,
        settings=json.dumps(settings, ensure_ascii=False),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = STUDIO_POLICY
    return response
