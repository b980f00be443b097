"""A form while somebody fills it in: what was entered, what is wrong, which files are there already.

A view does three things with it::

    filling = Filling.posted(form, uploads)      # Filling.blank(form, values, uploads) for a first visit
    if filling.submitted and filling.ok:
        hall.run(SomeCommand(by=actor, key=posted_key(), values=filling.values))
    return render_template(…, filling=filling)   # {{ fill(filling) }} of macros/form.html
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask import Flask, request
from flask_babel import gettext as _

from engine.errors import Invalid, Unavailable
from engine.text import Text
from forms import Field, Form
from forms.messages import undeclared
from webapp.uploads import KeptFile, Uploads, extensions_of, limit_of

ACTION, KEY, KEPT = "_act", "_key", "_kept."
SUBMIT = "submit"
Choices = Mapping[str, Sequence[tuple[str, str]]]
# A step without a form of its own is only confirmed, with a remark where there is something to say.
CONFIRMATION = Form(
    "confirmation",
    {"type": "object", "title": "确认", "properties": {"note": {"type": "string", "title": "备注", "maxLength": 500}}},
    {"note": {"ui:widget": "textarea"}},
)


@dataclass(frozen=True)
class Filling:
    """One form on one page; ``action`` is the button pressed (``submit``, ``save``, …), empty before any."""

    form: Form
    entered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, Text] = field(default_factory=dict)
    files: Mapping[str, tuple[KeptFile, ...]] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    action: str = ""
    refused: Mapping[str, Text] = field(default_factory=dict)
    """Of the problems those that cannot even be put aside: files not taken in, names that no field has."""

    @classmethod
    def blank(
        cls,
        form: Form,
        values: Mapping[str, Any] | None = None,
        uploads: Uploads | None = None,
        choices: Choices | None = None,
        entered: Mapping[str, Sequence[str]] | None = None,
    ) -> Filling:
        """Return the form as first shown: with typed ``values`` of before, or the texts ``entered`` of a draft."""
        if entered is None:
            entered = form.defaults if values is None else form.entered(values)
        files = {}
        if uploads is not None:
            ids = {one.path: entered.get(one.path, ()) for one in leaves(form.fields()) if one.widget == "file"}
            files = kept_files(uploads, ids)
        return cls(form, entered, dict(values or {}), {}, files, choices or {})

    @classmethod
    def posted(cls, form: Form, uploads: Uploads | None = None, choices: Choices | None = None) -> Filling:
        """Read the form of this request: take in new files, then check, or add and remove rows."""
        action = request.form.get(ACTION, SUBMIT)
        raw = {name: texts for name, texts in request.form.lists() if not belongs_to_page(name)}
        shown = leaves(form.fields(raw)) if form.takes_files else ()
        file_fields = [one for one in shown if one.widget == "file"]
        wrong: dict[str, Text] = {name[:200]: undeclared(name) for name in request.files if unknown(form, name)}
        files: dict[str, tuple[KeptFile, ...]] = {}
        if uploads is not None:
            ids = {one.path: take_in(one, uploads, action, wrong) for one in file_fields}
            files = kept_files(uploads, ids)
        if action.startswith(("add:", "del:")):
            return cls(form, form.apply_action(raw, action), {}, {}, files, choices or {}, action)
        held = {path: [one.id for one in kept] for path, kept in files.items() if kept}
        submission = form.parse(raw, held)
        problems = {**submission.problems, **wrong}
        refused = {path: text for path, text in problems.items() if path in wrong or unknown(form, path)}
        if action.startswith("drop:"):
            problems = wrong
        return cls(form, submission.entered, submission.values, problems, files, choices or {}, action, refused)

    @classmethod
    def kept(cls, form: Form, uploads: Uploads, entered: Mapping[str, Sequence[str]]) -> Filling:
        """Check the texts of a draft as if they were sent now; what newer fields do not know is left out."""
        known = {name: texts for name, texts in entered.items() if not unknown(form, name)}
        file_fields = [one for one in leaves(form.fields(known)) if one.widget == "file"]
        files = kept_files(uploads, {one.path: known.get(one.path, ()) for one in file_fields})
        paths = {one.path for one in file_fields}
        raw = {name: texts for name, texts in known.items() if name not in paths}
        submission = form.parse(raw, {path: [one.id for one in several] for path, several in files.items() if several})
        return cls(form, submission.entered, submission.values, dict(submission.problems), files, action=SUBMIT)

    @property
    def submitted(self) -> bool:
        """Tell whether the button that sends the form was pressed, and not one that changes it."""
        return self.action == SUBMIT

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems

    def with_problems(self, problems: Mapping[str, Text]) -> Filling:
        """Return this filling with what a command found wrong beside what is known already."""
        return replace(self, problems={**self.problems, **problems})

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields to show."""
        return self.form.fields(self.entered, choices=self.choices)

    def summary(self) -> list[tuple[Text, str | None]]:
        """Return each problem with the HTML id it is about, in the order of the page; ids may be missing."""
        ids = {one.path: one.id for one in everything(self.fields)}
        listed = [(self.problems[path], ids[path]) for path in ids if path in self.problems]
        return listed + [(text, None) for path, text in self.problems.items() if path not in ids]

    @property
    def has_files(self) -> bool:
        """Tell whether the page must send files."""
        return any(one.widget == "file" for one in leaves(self.fields))

    def condition_of(self, shown: Field) -> str:
        """Return when a conditional field is asked for, for people whose browser runs no script."""
        if shown.show_if is None:
            return ""
        watched = next((one for one in leaves(self.fields) if one.path == shown.show_if.name), None)
        if watched is None:
            return ""
        if not shown.show_if.values:
            return _("填了“%(label)s”时填写", label=watched.label)
        titles = dict(watched.choices)
        wanted = "、".join(titles.get(value, value) for value in shown.show_if.values)
        if shown.show_if.negated:
            return _("“%(label)s”不是“%(wanted)s”时填写", label=watched.label, wanted=wanted)
        return _("“%(label)s”为“%(wanted)s”时填写", label=watched.label, wanted=wanted)


def take_in(one: Field, uploads: Uploads, action: str, wrong: dict[str, Text]) -> list[str]:
    """Return the attachment ids of a file field: those kept and not dropped now, and those that came now."""
    ids = [
        known
        for known in request.form.getlist(KEPT + one.path)
        if action != f"drop:{one.path}:{known}" and len(known) <= 32
    ]
    for file in request.files.getlist(one.path):
        if not file.filename:
            continue
        if one.max_items is not None and len(ids) >= one.max_items:
            break
        try:
            ids.append(uploads.keep(file, one.material or one.path, one.accept, one.max_bytes))
        except (Invalid, Unavailable) as refusal:
            wrong[one.path] = refusal.text
    return ids


def kept_files(uploads: Uploads, ids: Mapping[str, Sequence[str]]) -> dict[str, tuple[KeptFile, ...]]:
    """Return the files behind ``ids`` by field; an id that is not of this draft or case is dropped."""
    known = uploads.known([one for several in ids.values() for one in several])
    return {path: tuple(known[one] for one in several if one in known) for path, several in ids.items()}


def day_of(text: str) -> date | None:
    """Return the day that was entered, none where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def belongs_to_page(name: str) -> bool:
    """Tell whether a posted name is the page's own (``_key``, ``_act``) and not an answer; ``__class__`` is neither."""
    return name == "csrf_token" or (name.startswith("_") and not name.startswith("__"))


def unknown(form: Form, path: str) -> bool:
    """Tell whether the form has no such field."""
    return form.root.find(tuple(path.split("."))) is None


def everything(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield fields, groups and items in the order of the page."""
    for one in fields:
        yield one
        yield from everything(one.children)


def leaves(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the fields that hold an answer."""
    return (one for one in everything(fields) if one.kind not in ("group", "repeat"))


def posted_key() -> str:
    """Return the idempotency key that the form carried, so that a second click gets the first answer."""
    return request.form.get(KEY, "")[:64]


def form_key() -> str:
    """Return the key for a form that is shown: a new one, or the one of a form shown again."""
    return (posted_key() if request.method == "POST" else "") or secrets.token_hex(16)


def init_app(app: Flask) -> None:
    """Give templates what macros/form.html needs."""
    app.jinja_env.globals.update(form_key=form_key, extensions_of=extensions_of, limit_of=limit_of)
