"""Saving a draft from the modeler, over exactly the revision that was shown; and keeping one's own work beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_babel import gettext as _

from engine.bpmn.limits import MOST_BYTES, beyond_limits
from engine.bpmn.model import BpmnError
from engine.bpmn.read import read
from engine.errors import Invalid, Refused
from engine.queries.drafts import DraftFiles, draft
from engine.studio.draft_row import LONGEST_TITLE
from engine.studio.open_draft import OpenDraft
from engine.studio.posts import DESIGNER
from engine.studio.save_process_draft import SaveProcessDraft
from engine.text import Text, zh
from processes.shared_parts import parts_to_add
from webapp.accounts import post_required
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.presentation import moment
from webapp.studio import STUDIO, blueprint
from webapp.studio.views import opened, somebody

PROCESS = "process.bpmn"


def refusal(problem: Refused) -> tuple[Response, int]:
    """Return a refusal as the modeler shows it."""
    return jsonify(message=str(translate(problem.text))), problem.status


@blueprint.get("/drafts/<draft_id>/process.bpmn")
@post_required(*STUDIO)
def file(draft_id: str) -> Response:
    """Return the draft's BPMN file as it was last saved."""
    shown = opened(draft_id)
    return bpmn_response(shown.files[PROCESS], f"{shown.line.matter_key}-{shown.line.revision}.bpmn")


def bpmn_response(content: bytes, name: str) -> Response:
    """Return a BPMN file: for the script, or to keep under ``name`` where the address asks to download it."""
    response = Response(content, mimetype="application/xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if "download" in request.args:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.post("/drafts/<draft_id>/process.bpmn")
@post_required(DESIGNER)
def save(draft_id: str) -> Any:
    """Save what is drawn; 409 with who and when where somebody saved since."""
    try:
        wish = _wish()
        hall = current_hall()
        answer = hall.run(
            SaveProcessDraft(
                by=somebody(),
                draft_id=draft_id,
                revision=wish["revision"],
                changed=changed_files(opened(draft_id).files, wish["xml"].encode("utf-8", "surrogatepass")),
            )
        )
        with hall.reading() as connection:
            line = draft(connection, somebody(), draft_id).line
    except Refused as problem:
        return refusal(problem)
    return jsonify(revision=answer["revision"], when=moment(line.changed_at))


@blueprint.post("/drafts/<draft_id>/copies")
@post_required(DESIGNER)
def copy(draft_id: str) -> Any:
    """Keep what is drawn as a draft of its own, where the other was saved by somebody else meanwhile."""
    try:
        shown = opened(draft_id)
        kept = kept_apart(shown, changed_files(shown.files, _wish()["xml"].encode("utf-8", "surrogatepass")))
    except Refused as problem:
        return refusal(problem)
    return jsonify(address=url_for("studio.draft_page", draft_id=kept))


def kept_apart(shown: DraftFiles, changed: Mapping[str, bytes], key: str = "") -> str:
    """Open a draft of one's own with ``changed`` laid over what is shown; return its id."""
    ending = _("（%(name)s的副本）", name=somebody().name)
    title = shown.line.title[: LONGEST_TITLE - len(ending)] + ending
    files = {**shown.files, **changed}
    wish = OpenDraft(by=somebody(), key=key, matter_key=shown.line.matter_key, title=title, files=files)
    return str(current_hall().run(wish)["draft_id"])


def _wish() -> dict[str, Any]:
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict) or not isinstance(wish.get("xml"), str):
        raise Invalid(zh("系统没有看懂这个请求。"))
    if not isinstance(wish.get("revision", 0), int):
        raise Invalid(zh("系统没有看懂这个请求。"))
    return {"revision": 0, **wish}


def changed_files(files: Mapping[str, bytes], xml: bytes) -> dict[str, bytes]:
    """Return the process and the shared parts that it has begun to call; raises Invalid for one that is too large."""
    process = {PROCESS: xml}
    if said := too_large(xml):
        raise Invalid(said)
    return process | parts_to_add({**files, **process})


def too_large(xml: bytes) -> Text | None:
    """Return which limit of ``engine.bpmn.limits`` a drawing passes; what cannot be read passes none."""
    if len(xml) > MOST_BYTES:
        return zh("文件超过 {size} MB，不予读取。", size=MOST_BYTES // 1024 // 1024)
    try:
        return beyond_limits(read(xml))
    except BpmnError:
        return None
