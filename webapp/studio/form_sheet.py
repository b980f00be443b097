"""A form while its designer changes it: what was posted, what is wrong, what can be shown of it all the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import request

from engine.text import Text, zh
from forms import Form, FormError
from forms.designing import conditions, rows_of, written
from forms.field_limits import LIMITS, limits_of
from forms.row import Row, blocks, named
from forms.row_mistakes import date_fields, mistakes
from forms.shown_if import AS_STORED, answers_of, offered
from forms.trade_types import TYPES, fresh

MOST_ROWS = 200
LONGEST = 4000
MOST_ANSWERS = 100
_TEXTS = ("kind", "name", "label", "hint", "choices", "show_field", "show_how", "material", "section", "origin")


@dataclass
class Sheet:
    """One form on the designer's page: its title and rows as they stand, and what is wrong with them."""

    title: str
    rows: list[Row]
    stored: Form
    problems: list[Text] = field(default_factory=list)
    at_rows: Mapping[int, Text] = field(default_factory=dict)
    revision: int = 0

    @classmethod
    def of(cls, form: Form, revision: int) -> Sheet:
        """Return the sheet of a stored form."""
        return cls(form.title, rows_of(form.schema, form.ui), form, revision=revision)

    def take(self, title: str, rows: Sequence[Row], revision: int) -> None:
        """Put what was posted in place; a limit that the page did not show is that of the stored field."""
        stored = {(row.inside, row.origin): row for row in self.rows}
        self.title, self.revision = title, revision
        self.rows = []
        for row in rows:
            before = stored.get((row.inside, row.origin)) if row.origin else None
            same = before is not None and before.kind == row.kind
            usual = before.limits if before is not None and same else limits_of(row.kind, *_fresh(row.kind))
            self.rows.append(replace(row, limits={**usual, **row.limits}))

    def made(self, materials: Collection[str]) -> Form | None:
        """Return the form that the rows make; none, with the problems put down, where they make none."""
        self.look(materials)
        if not self.title.strip():
            self.problems.append(zh("请写表单的标题。"))
        if not self.rows:
            self.problems.append(zh("表单里还没有字段。"))
        if self.at_rows or self.problems:
            return None
        try:
            return self._written(self.rows)
        except FormError as error:
            self.problems += error.problems
            return None

    def look(self, materials: Collection[str]) -> None:
        """Name the rows that have no name yet, and put down what is wrong with each."""
        self.rows = named(self.rows)
        self.at_rows = mistakes(self.rows, rows_of(self.stored.schema, self.stored.ui), materials)

    def preview(self, materials: Collection[str]) -> tuple[Form, dict[int, Text]]:
        """Return what can be shown of the form, and what is wrong with the rows left out of it.

        What was right when it was saved is shown where nothing else can be.
        """
        shown = Sheet(self.title, list(self.rows), self.stored)
        shown.look(materials)
        rows = _standing(shown.rows, shown.at_rows)
        for attempt in (rows, [replace(row, show_field="", show_how="", show_values=()) for row in rows]):
            try:
                if attempt:
                    return shown._written(attempt), dict(shown.at_rows)
            except (FormError, KeyError, ValueError):
                # A circle of conditions is told when the form is looked at or saved; here each field is shown.
                continue
        return self.stored, dict(shown.at_rows)

    def _written(self, rows: Sequence[Row]) -> Form:
        title = self.title.strip() or self.stored.title
        return Form(self.stored.key, *written(rows, self.stored.schema, self.stored.ui, title))

    def watchable(self, at: int) -> dict[str, Row]:
        """Return what the condition of a row may look at, by how it writes it."""
        return offered(self.rows, at)

    def dates(self, at: int) -> dict[str, Row]:
        """Return what the date of a row may be held against."""
        return date_fields(self.rows, at)

    def answers(self, at: int) -> list[tuple[str, Text | str]]:
        """Return what can be ticked for the condition of a row, with what is ticked already and is no choice."""
        watched = self.watchable(at).get(self.rows[at].show_field)
        known = list(answers_of(watched)) if watched else []
        strange = [one for one in self.rows[at].show_values if one not in dict(known)]
        return [*known, *((one, one) for one in strange)] if known else []

    def conditions(self) -> dict[int, Text]:
        """Return the condition of each row that has one, as a sentence."""
        return conditions(self.rows, self.stored.ui)


def _fresh(kind: str) -> tuple[Mapping[str, object], Mapping[str, object]]:
    return fresh(kind) if kind in TYPES else ({}, {})


def _standing(rows: Sequence[Row], wrong: Mapping[int, Text]) -> list[Row]:
    """Return the rows that nothing is wrong with; what looked at one of the others is shown always."""
    kept = [at for block in blocks(rows) if block[0] not in wrong for at in block if at not in wrong]
    # A group whose only fields are wrong has nothing to show.
    kept = (
        [at for at in kept if rows[at].kind != "repeat" or (at + 1 in kept and rows[at + 1].inside)] if wrong else kept
    )
    left = [rows[at] for at in kept]
    return [
        replace(row, show_field="", show_how="", show_values=())
        if row.show_field and row.show_field != AS_STORED and row.show_field not in offered(left, at)
        else row
        for at, row in enumerate(left)
    ]


def posted_rows() -> list[Row]:
    """Return the rows that the page sent."""
    rows = []
    for number in request.form.get("_rows", "").split(",")[:MOST_ROWS]:
        if not number.isdecimal():
            continue
        before = f"r{number}."
        said = {key: request.form.get(before + key, "")[:LONGEST].replace("\r\n", "\n") for key in _TEXTS}
        flags = {key: request.form.get(before + key) == "1" for key in ("required", "inside")}
        values = request.form.getlist(before + "show_values")[:MOST_ANSWERS]
        # What was picked for another field, or limits another type, says nothing here.
        if not said["show_field"] or request.form.get(before + "shown_for", said["show_field"]) != said["show_field"]:
            values, said["show_how"] = [], ""
        if said["show_field"] and said["show_field"] != AS_STORED:
            said["show_how"] = said["show_how"] or "is"
        if said["show_how"] == "filled":
            values = []
        shown = request.form.get(before + "limits") == said["kind"]
        limits = {
            name: request.form[f"{before}limit.{name}"][:LONGEST].strip()
            for name in LIMITS.get(said["kind"], ())
            if shown and f"{before}limit.{name}" in request.form
        }
        lines = [line.strip()[:200] for text in values for line in text.splitlines() if line.strip()]
        answers = tuple(dict.fromkeys(lines[:MOST_ANSWERS]))
        rows.append(Row(**said, **flags, show_values=answers, limits=limits))
    return rows
