"""What people filled in for a case, to be read: the application, the materials, the opinions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection

from engine.bundle import Bundle
from engine.cases.file_case import APPLICATION_FORM
from engine.cases.receive_supplement import MESSAGE, SUPPLEMENT_FORM
from engine.guide import Material
from engine.law.masking import mask_text
from engine.queries.case_file import AttachmentLine, CaseFile, TrailLine
from engine.queries.names import person_names
from forms import Form
from webapp.cases.timeline import element_name, result_of

Pairs = tuple[tuple[str, str], ...]
ID_LENGTH = 32
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})


@dataclass(frozen=True)
class Answer:
    """What one person answered in one step."""

    title: str
    stage: str
    who: str
    department: str
    at: datetime
    result: str
    pairs: Pairs


@dataclass(frozen=True)
class HandedIn:
    """A material of the guide with the files handed in for it; ``material`` is none for other files."""

    material: Material | None
    files: tuple[AttachmentLine, ...]


def application_of(file: CaseFile, names: Mapping[str, str], *, masked: bool) -> Pairs:
    """Return the application as filed, without its files, which are listed as materials."""
    form = file.bundle.forms.get(APPLICATION_FORM)
    values = file.answers.get(APPLICATION_FORM)
    return read(form, values, names, masked=masked) if form and isinstance(values, Mapping) else ()


def answers_of(file: CaseFile, names: Mapping[str, str], *, masked: bool) -> tuple[Answer, ...]:
    """Return what was answered after the filing, newest first: opinions, records, supplements, reports."""
    found = []
    for line in reversed(file.trail):
        if line.act not in ("done", "caught") or not isinstance(line.values, Mapping):
            continue
        form = file.bundle.forms.get(form_of(file.bundle, line))
        if form is None and not line.values.get("note"):
            continue
        pairs = read(form, line.values, names, masked=masked) if form else _note(line.values, masked)
        title, result = element_name(file.bundle, line), result_of(file.bundle, line)
        found.append(Answer(title, line.stage, line.actor_name, line.department_name, line.at, result, pairs))
    return tuple(found)


def form_of(bundle: Bundle, line: TrailLine) -> str:
    """Return the name of the form that a line of the trail answers, or an empty text."""
    if line.form:
        return line.form
    element = bundle.model.main.elements.get(line.element_id or "")
    is_supplement = element is not None and element.event is not None and element.event.name == MESSAGE
    return SUPPLEMENT_FORM if is_supplement else ""


def read(form: Form, values: Mapping[str, Any], names: Mapping[str, str], *, masked: bool) -> Pairs:
    """Return (label, text) of what was filled in, files and the result left out."""
    kept = {name: value for name, value in values.items() if name not in form.materials}
    result = {field.label for field in form.fields() if field.path == "result"}
    # The result stays among the values: what else was asked for depends on it.
    pairs = tuple(pair for pair in form.read_only(kept, names=names, masked=masked) if pair[0] not in result)
    return tuple((label, mask_text(text)) for label, text in pairs) if masked else pairs


def _note(values: Mapping[str, Any], masked: bool) -> Pairs:
    note = str(values["note"])
    return ((_("说明"), mask_text(note) if masked else note),)


def materials_of(file: CaseFile) -> tuple[HandedIn, ...]:
    """Return every material of the guide with its files, then files under other headings."""
    by_key: dict[str, list[AttachmentLine]] = {}
    for one in file.attachments:
        by_key.setdefault(one.material, []).append(one)
    listed = [HandedIn(one, tuple(by_key.pop(one.key, ()))) for one in file.bundle.facts.materials]
    rest = [one for several in by_key.values() for one in several]
    return (*listed, *([HandedIn(None, tuple(rest))] if rest else []))


def names_in(connection: Connection, file: CaseFile) -> dict[str, str]:
    """Return the names behind the ids that answers of the case hold: people and files."""
    ids = {text for line in file.trail for text in _texts(line.values) if len(text) == ID_LENGTH}
    files = {one.id: one.filename for one in file.attachments}
    return {**files, **person_names(connection, ids - set(files))}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
