"""The draft behind a form that somebody fills in: what its uploads belong to, and what it keeps when put aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from engine.actor import Actor
from engine.cases.save_draft import SaveDraft, find_draft
from engine.errors import NotFound
from engine.query_code import draft_code
from webapp.filling import Filling, posted_key
from webapp.installation import current_hall

FIELD = "_draft"
LONGEST_CODE = 40


@dataclass(frozen=True)
class KeptDraft:
    """A draft by its code, which alone finds it: no list offers drafts, and their ids are nowhere on a page."""

    id: str
    code: str
    matter_key: str
    entered: Mapping[str, Sequence[str]]
    filed_case_id: str | None


def known_draft(code: str, matter_key: str | None = None) -> KeptDraft:
    """Return the draft with this code; raises NotFound where there is none, or none for this matter."""
    hall = current_hall()
    with hall.reading() as connection:
        draft = find_draft(hall, connection, code[:LONGEST_CODE])
    if matter_key not in (None, draft.matter_key):
        raise NotFound
    entered = {name: tuple(texts) for name, texts in draft.entered.items() if isinstance(texts, list)}
    return KeptDraft(draft.id, code.strip().upper(), draft.matter_key, entered, draft.filed_case_id)


def posted_draft(matter_key: str, by: Actor) -> KeptDraft:
    """Return the draft that the posted form goes on with; a form that has none yet gets one.

    The same form posted twice gets the same draft. Raises NotFound for a code of another matter.
    """
    code = request.form.get(FIELD, "")
    if not code:
        key = f"{posted_key()[:52]}-draft" if posted_key() else ""
        hall = current_hall()
        made = hall.run(SaveDraft(by=by, key=key, matter_key=matter_key, entered={}))
        code = draft_code(hall.key, made["draft_id"])
    return known_draft(code, matter_key)


def keep(draft: KeptDraft, filling: Filling, by: Actor) -> None:
    """Keep what was entered as it was typed; raises Forbidden for a draft that was filed."""
    entered = {name: list(texts) for name, texts in filling.entered.items()}
    command = SaveDraft(by=by, matter_key=draft.matter_key, entered=entered, draft_id=draft.id)
    current_hall().run(command)
