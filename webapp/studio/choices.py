"""What the modeler's page gets to know of a draft: its addresses, its words, and what each property may be."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from engine.queries.drafts import DraftFiles
from engine.queries.names import department_names
from engine.steps import CALLER
from processes.in_memory import folder_of
from processes.registry import functions_of
from processes.shared_parts import shared_parts
from webapp import words
from webapp.cases.wording import DOCUMENTS
from webapp.installation import current_hall
from webapp.studio.wording import APPROVALS, CHANNELS, KINDS, WORDS

Choices = list[tuple[str, str]]
CHARGED = "charged"


def settings_of(shown: DraftFiles, *, readonly: bool) -> dict[str, Any]:
    """Return what the page's script works with, as plain values."""
    draft_id = shown.line.id
    parts = {"draft_id": draft_id}
    return {
        "draft": draft_id,
        "revision": shown.line.revision,
        "readonly": readonly,
        "token": generate_csrf(),
        "addresses": {
            "file": url_for("studio.file", **parts),
            "save": url_for("studio.save", **parts),
            "copy": url_for("studio.copy", **parts),
            "check": url_for("studio.check", **parts),
            "names": url_for("studio.names", **parts),
            "expression": url_for("studio.expression", **parts),
        },
        "words": {name: str(said) for name, said in WORDS.items()},
        "kinds": {name: str(said) for name, said in KINDS.items()},
        "choices": choices_of(shown),
    }


def choices_of(shown: DraftFiles) -> dict[str, Choices]:
    """Return what may be chosen for each property, as pairs of code and words."""
    with current_hall().reading() as connection:
        departments = department_names(connection)
    places = {**departments, **{code: str(name) for code, name in words.OWN_PLACES.items()}}
    places |= {"applicant": str(words.POSTS["applicant"]), CALLER: _("跟随调用它的流程")}
    return {
        "stages": _pairs(words.STAGES),
        "posts": _pairs(words.POSTS),
        "levels": _pairs(words.LEVELS),
        "departments": _pairs(places),
        "approvals": _pairs(APPROVALS),
        "channels": _pairs(CHANNELS),
        "documents": _pairs(DOCUMENTS),
        "fees": [(CHARGED, _("在这一步开单收费"))],
        "forms": _forms(shown),
        "functions": [(name, name) for name in sorted(functions_of(shown.line.matter_key))],
        "shared": [(key, part.name) for key, part in shared_parts().items()],
    }


def _pairs(named: Any) -> Choices:
    return [(code, str(name)) for code, name in named.items()]


def _forms(shown: DraftFiles) -> Choices:
    """Return the draft's forms; where one of its files cannot be read, at least what they are called."""
    folder, _unread = folder_of(shown.line.matter_key, shown.files)
    if folder is not None:
        return [(name, f"{form.title}（{name}）" if form.title else name) for name, form in folder.forms.items()]
    ending = ".schema.json"
    names = [name.removeprefix("forms/").removesuffix(ending) for name in shown.files if name.endswith(ending)]
    return [(name, name) for name in sorted(names)]
