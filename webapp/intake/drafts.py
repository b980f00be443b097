"""The draft behind a form that a clerk fills in at the counter: what its uploads belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from engine.cases.save_draft import SaveDraft, find_draft
from engine.errors import NotFound
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall

FIELD = "_draft"


@dataclass(frozen=True)
class CounterDraft:
    """A draft by its code, which alone finds it: no list offers drafts, and their ids are nowhere on a page."""

    id: str
    code: str
    entered: Mapping[str, Sequence[str]]
    filed_case_id: str | None


def posted_draft(matter_key: str) -> CounterDraft:
    """Return the draft that the posted form goes on with; a form that has none yet gets one.

    The same form posted twice gets the same draft. Raises NotFound for a code of another matter.
    """
    code = request.form.get(FIELD, "")
    if code:
        return known_draft(matter_key, code)
    key = f"{posted_key()[:52]}-draft" if posted_key() else ""
    made = current_hall().run(SaveDraft(by=reader(), key=key, matter_key=matter_key, entered={}))
    return known_draft(matter_key, made["code"])


def known_draft(matter_key: str, code: str) -> CounterDraft:
    """Return the draft with this code; raises NotFound where there is none for this matter."""
    hall = current_hall()
    with hall.reading() as connection:
        draft = find_draft(hall, connection, code[:40])
    if draft.matter_key != matter_key:
        raise NotFound
    entered = {name: tuple(texts) for name, texts in draft.entered.items() if isinstance(texts, list)}
    return CounterDraft(draft.id, code.strip().upper(), entered, draft.filed_case_id)
