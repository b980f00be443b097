"""A form as a list of rows for its designer, and back; what the list cannot say stays as the files have it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from engine.text import Text
from forms.field_limits import limits_of, put_limits
from forms.row import Row, blocks, places
from forms.shown_if import AS_STORED, HOWS, answers_of, condition_of, in_words, offered, picked, sentence
from forms.trade_types import KEPT, fresh, type_of

Json = Mapping[str, Any]
SHOW_IF = "ui:showIf"


def rows_of(schema: Json, ui: Json) -> list[Row]:
    """Return the rows of a form that can be read, in the order of its page."""
    rows = _listed(schema, ui)
    conditions = [_stored(ui, place).get(SHOW_IF, {}) for place in places(rows)]
    looking = [replace(row, show_field=str(one.get("field", ""))) for row, one in zip(rows, conditions, strict=True)]
    done = []
    for at, condition in enumerate(conditions):
        watched = offered(looking, at).get(looking[at].show_field)
        field, how, values = picked(condition, watched)
        done.append(replace(looking[at], show_field=field, show_how=how, show_values=values))
    return done


def _stored(ui: Json, place: str) -> Json:
    group, _dot, name = place.rpartition(".")
    holder = ui.get(group, {}).get("items", {}) if group else ui
    found: Json = holder.get(name, {}) if name else {}
    return found


def _listed(schema: Json, ui: Json) -> list[Row]:
    sections = {name: str(one["title"]) for one in ui.get("ui:sections", ()) for name in one["fields"]}
    rows = []
    for name in ui.get("ui:order", [*sections] or [*schema["properties"]]):
        own_ui, own = ui.get(name, {}), schema["properties"][name]
        row = _row(name, own, own_ui, name in schema.get("required", ()))
        rows.append(replace(row, section=sections.get(name, "")))
        if row.kind == "repeat":
            rows += [replace(one, inside=True, section="") for one in _listed(own["items"], own_ui.get("items", {}))]
    return rows


def _row(name: str, schema: Json, ui: Json, required: bool) -> Row:
    chosen = schema.get("items", {}) if schema["type"] == "array" else schema
    pairs = [(one["const"], one["title"]) for one in chosen.get("oneOf", ())]
    pairs += [(one, one) for one in chosen.get("enum", ())]
    kind = type_of(schema, ui)
    return Row(
        kind=kind,
        name=name,
        label=str(schema.get("title", "")),
        required=required,
        hint=str(ui.get("ui:help", schema.get("description", ""))),
        choices="\n".join(str(code) if code == title else f"{code} {title}" for code, title in pairs),
        limits=limits_of(kind, schema, ui),
        material=str(ui.get("ui:material", "")),
        origin=name,
    )


def conditions(rows: Sequence[Row], ui: Json) -> dict[int, Text]:
    """Return the condition of each row that has one, as a sentence; ``ui`` is that of the stored form."""
    found = {}
    group = ""
    for at, row in enumerate(rows):
        group = group if row.inside else row.origin
        if row.show_field == AS_STORED:
            condition = _stored(ui, f"{group}.{row.origin}" if row.inside else row.origin).get(SHOW_IF)
            if condition:
                found[at] = in_words(condition, rows)
        elif watched := offered(rows, at).get(row.show_field):
            if row.show_how not in HOWS or not (row.show_values or row.show_how == "filled"):
                continue
            titles = dict(answers_of(watched))
            found[at] = sentence(watched.label, row.show_how, [titles.get(one, one) for one in row.show_values])
    return found


def written(rows: Sequence[Row], schema: Json, ui: Json, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return schema and ui schema with the rows in place of the fields; ``rows`` are without mistakes."""
    made, made_ui = _group(list(rows), blocks(rows), schema, ui)
    made["title"] = title
    return made, made_ui


def _group(rows: list[Row], listed: list[list[int]], schema: Json, ui: Json) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the files of one group: ``listed`` are the places of its rows, each with those of the rows inside."""
    before = {row.name: row for row in _listed(schema, ui) if not row.inside} if schema.get("properties") else {}
    made: dict[str, Any] = deepcopy(dict(schema))
    made_ui: dict[str, Any] = {name: deepcopy(value) for name, value in ui.items() if name.startswith("ui:")}
    made["properties"] = {}
    for at, *inner in listed:
        row = rows[at]
        old = row.origin in before and before[row.origin].kind == row.kind
        if old:
            own, own_ui = deepcopy(dict(schema["properties"][row.origin])), deepcopy(dict(ui.get(row.origin, {})))
        else:
            own, own_ui = fresh(row.kind)
        _overlay(row, before[row.origin] if old else Row(label="\0"), own, own_ui)
        _put_condition(rows, at, ui.get(row.origin, {}).get(SHOW_IF), own_ui)
        if row.kind == "repeat":
            own["items"], items = _group(rows, [[one] for one in inner], own["items"], own_ui.get("items", {}))
            own_ui = {name: value for name, value in own_ui.items() if name != "items"} | (
                {"items": items} if items else {}
            )
        made["properties"][row.name] = own
        if own_ui:
            made_ui[row.name] = own_ui
    tops = [rows[at] for at, *_inner in listed]
    needed = {row.name for row in tops if row.required}
    kept = [name for name in schema.get("required", ()) if name in needed]
    made["required"] = kept + [name for name in made["properties"] if name in needed - {*kept}]
    if "required" not in schema and not needed:
        del made["required"]
    _put_order([(row.name, row.section) for row in tops], before, schema, made, made_ui)
    return made, made_ui


def _put_order(
    tops: list[tuple[str, str]],
    before: Mapping[str, Row],
    schema: Json,
    made: dict[str, Any],
    made_ui: dict[str, Any],
) -> None:
    if tops == [(row.name, row.section) for row in before.values()]:
        made["properties"] = {name: made["properties"][name] for name in schema["properties"]}
        return
    made_ui.pop("ui:order", None)
    made_ui.pop("ui:sections", None)
    if any(section for _name, section in tops):
        made_ui["ui:sections"] = _sections(tops)


def _sections(tops: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for name, section in tops:
        if not made or made[-1]["title"] != section:
            made.append({"title": section, "fields": []})
        made[-1]["fields"].append(name)
    return made


def _overlay(row: Row, old: Row, own: dict[str, Any], own_ui: dict[str, Any]) -> None:
    """Put in what the row says otherwise than it said before; everything else stays."""
    if row.kind == KEPT:
        return
    if row.label != old.label:
        own["title"] = row.label.strip()
    for name, said, before in (("ui:help", row.hint, old.hint), ("ui:material", row.material, old.material)):
        if said != before:
            own_ui[name] = said.strip()
            if not said.strip():
                del own_ui[name]
    if row.kind in ("choice", "choices") and row.pairs != old.pairs:
        holder = own["items"] if row.kind == "choices" else own
        holder.pop("enum", None)
        holder["oneOf"] = [{"const": code, "title": title} for code, title in row.pairs]
    put_limits(row.kind, row.limits, own, own_ui)


def _put_condition(rows: Sequence[Row], at: int, stored: Json | None, own_ui: dict[str, Any]) -> None:
    """Put in the condition that was picked; one that says the same, or cannot be picked, stays as it is written."""
    row = rows[at]
    own_ui.pop(SHOW_IF, None)
    if row.show_field == AS_STORED:
        made = stored
    elif row.show_field:
        made = condition_of(row.show_field, row.show_how, row.show_values, offered(rows, at)[row.show_field])
        made = stored if stored and _same(made, stored) else made
    else:
        made = None
    if made:
        own_ui[SHOW_IF] = deepcopy(dict(made))


def _same(one: Json, other: Json) -> bool:
    # The order of the answers says nothing, and a file that says the same keeps its own.
    return {name: _sorted(value) for name, value in one.items()} == {
        name: _sorted(value) for name, value in other.items()
    }


def _sorted(value: Any) -> str:
    return json.dumps(sorted(value, key=repr) if isinstance(value, list) else value)
