"""A form as a list of rows for its designer, and back; what the list cannot say stays as the files have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from engine.text import Text, zh
from forms.trade_types import KEPT, TYPES, fresh, type_of
from forms.vocabulary import NAME, RESERVED

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One field of the list; ``origin`` is its name in the stored form, empty for a new one.

    ``choices`` has one ``code 名称`` a line, ``show_value`` the answers apart by spaces. A row ``inside`` belongs to
    the repeating group above it.
    """

    kind: str = "text"
    name: str = ""
    label: str = ""
    required: bool = True
    hint: str = ""
    choices: str = ""
    show_field: str = ""
    show_value: str = ""
    material: str = ""
    section: str = ""
    inside: bool = False
    origin: str = ""


def rows_of(schema: Json, ui: Json) -> list[Row]:
    """Return the rows of a form that can be read, in the order of its page."""
    sections = {name: str(one["title"]) for one in ui.get("ui:sections", ()) for name in one["fields"]}
    rows = []
    for name in ui.get("ui:order", [*sections] or [*schema["properties"]]):
        own_ui, own = ui.get(name, {}), schema["properties"][name]
        row = _row(name, own, own_ui, name in schema.get("required", ()))
        rows.append(replace(row, section=sections.get(name, "")))
        if row.kind == "repeat":
            rows += [replace(one, inside=True, section="") for one in rows_of(own["items"], own_ui.get("items", {}))]
    return rows


def _row(name: str, schema: Json, ui: Json, required: bool) -> Row:
    condition = ui.get("ui:showIf", {})
    values = condition["in"] if "in" in condition else [condition["equals"]] if "equals" in condition else []
    chosen = schema.get("items", {}) if schema["type"] == "array" else schema
    pairs = [(one["const"], one["title"]) for one in chosen.get("oneOf", ())]
    pairs += [(one, one) for one in chosen.get("enum", ())]
    return Row(
        kind=type_of(schema, ui),
        name=name,
        label=str(schema.get("title", "")),
        required=required,
        hint=str(ui.get("ui:help", schema.get("description", ""))),
        choices="\n".join(str(code) if code == title else f"{code} {title}" for code, title in pairs),
        show_field=str(condition.get("field", "")),
        show_value=" ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in values),
        material=str(ui.get("ui:material", "")),
        origin=name,
    )


def named(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with a name made for each new one that has none: its type, with a number where taken."""
    taken, done = {row.name for row in rows}, []
    for row in rows:
        number, name = 1, row.name
        while not name or (not row.name and name in taken):
            name, number = row.kind if number == 1 else f"{row.kind}_{number}", number + 1
        taken.add(name)
        done.append(replace(row, name=name))
    return done


def blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Return each row at the top with the rows inside of it."""
    found: list[list[Row]] = []
    for row in rows:
        if row.inside and found:
            found[-1].append(row)
        else:
            found.append([replace(row, inside=False)])
    return found


def mistakes(rows: Sequence[Row], before: Sequence[Row], materials: Collection[str]) -> dict[int, Text]:
    """Return what is wrong with rows, by their place; ``before`` are the rows of the stored form."""
    found: dict[int, Text] = {}
    stored = {_place(before, at): row for at, row in enumerate(before)}
    seen: set[str] = set()
    for at, row in enumerate(rows):
        place = _place(rows, at)
        if place in seen:
            found[at] = zh("字段名“{name}”重复了。", name=row.name)
        elif not row.origin and (not NAME.fullmatch(row.name) or row.name in RESERVED):
            found[at] = zh(
                "字段名“{name}”不能用：以小写字母开头，只用小写字母、数字和下划线，且不是保留的词。", name=row.name
            )
        elif replace(row, section="") == replace(stored.get(place, Row()), section=""):
            if row.show_field and "." not in row.show_field.removeprefix("./") and _watched(rows, at) is None:
                found[at] = zh("显示条件里的字段“{name}”不存在。", name=row.show_field)
        elif row.kind not in TYPES:
            found[at] = zh("没有这种类型。")
        elif not row.label.strip():
            found[at] = zh("请写字段的名称。")
        elif said := _wrong(rows, at, materials):
            found[at] = said
        seen.add(place)
    return found


def _wrong(rows: Sequence[Row], at: int, materials: Collection[str]) -> Text | None:
    row = rows[at]
    if row.kind in ("choice", "choices"):
        codes = [code for code, _title in _pairs(row.choices)]
        if not codes:
            return zh("请写选项，一行一个。")
        if len(set(codes)) < len(codes):
            return zh("选项的代码重复了。")
    if row.kind == "attachment" and row.inside:
        return zh("可增减的一组里不能上传材料。")
    if row.kind == "attachment" and row.material and row.material not in materials:
        return zh("办事指南里没有材料“{name}”。", name=row.material)
    if row.kind == "repeat" and (row.inside or not _follows(rows, at)):
        return zh("可增减的一组不能套在另一组里。") if row.inside else zh("这一组里还没有字段。")
    if not row.show_field:
        return zh("请写明看哪个字段。") if row.show_value.strip() else None
    watched = _watched(rows, at)
    if watched is None and "." not in row.show_field.removeprefix("./"):
        return zh("显示条件里的字段“{name}”不存在。", name=row.show_field)
    if not row.show_value.strip():
        return zh("请写明那个字段填什么时显示。")
    known = _answers(watched) if watched else ()
    strange = [one for one in row.show_value.split() if known and one not in known]
    return (
        zh("“{label}”没有“{value}”这个选项。", label=watched.label, value=strange[0]) if watched and strange else None
    )


def _answers(row: Row) -> tuple[str, ...]:
    if row.kind in ("yes_no", "promise"):
        return ("true", "false")
    return tuple(code for code, _title in _pairs(row.choices))


def _watched(rows: Sequence[Row], at: int) -> Row | None:
    field = rows[at].show_field
    near = field.startswith("./") and rows[at].inside
    name = field.removeprefix("./")
    group = _place(rows, at).rpartition(".")[0] if near else ""
    wanted = f"{group}.{name}" if group else name
    return next((row for n, row in enumerate(rows) if n != at and _place(rows, n) == wanted), None)


def _place(rows: Sequence[Row], at: int) -> str:
    if not rows[at].inside:
        return rows[at].name
    above = next((row.name for row in reversed(rows[:at]) if not row.inside), "")
    return f"{above}.{rows[at].name}"


def _follows(rows: Sequence[Row], at: int) -> bool:
    return at + 1 < len(rows) and rows[at + 1].inside


def _pairs(text: str) -> list[tuple[str, str]]:
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    return [(one[0], one[-1].strip()) for one in lines]


def written(rows: Sequence[Row], schema: Json, ui: Json, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return schema and ui schema with the rows in place of the fields; ``rows`` are without mistakes."""
    made, made_ui = _group(list(rows), blocks(rows), schema, ui)
    made["title"] = title
    return made, made_ui


def _group(rows: list[Row], listed: list[list[Row]], schema: Json, ui: Json) -> tuple[dict[str, Any], dict[str, Any]]:
    before = {row.name: row for row in rows_of(schema, ui) if not row.inside} if schema.get("properties") else {}
    made: dict[str, Any] = deepcopy(dict(schema))
    made_ui: dict[str, Any] = {name: deepcopy(value) for name, value in ui.items() if name.startswith("ui:")}
    made["properties"] = {}
    for row, *inner in listed:
        old = row.origin in before and before[row.origin].kind == row.kind
        if old:
            own, own_ui = deepcopy(dict(schema["properties"][row.origin])), deepcopy(dict(ui.get(row.origin, {})))
        else:
            own, own_ui = fresh(row.kind)
        _overlay(row, before[row.origin] if old else Row(label="\0"), own, own_ui, rows)
        if row.kind == "repeat":
            inside = [replace(one, inside=False) for one in inner]
            own["items"], items = _group(rows, [[one] for one in inside], own["items"], own_ui.get("items", {}))
            own_ui = {name: value for name, value in own_ui.items() if name != "items"} | (
                {"items": items} if items else {}
            )
        made["properties"][row.name] = own
        if own_ui:
            made_ui[row.name] = own_ui
    needed = {row.name for row, *_inner in listed if row.required}
    kept = [name for name in schema.get("required", ()) if name in needed]
    made["required"] = kept + [name for name in made["properties"] if name in needed - {*kept}]
    if "required" not in schema and not needed:
        del made["required"]
    tops = [(row.name, row.section) for row, *_inner in listed]
    if tops == [(row.name, row.section) for row in before.values()]:
        made["properties"] = {name: made["properties"][name] for name in schema["properties"]}
        return made, made_ui
    made_ui.pop("ui:order", None)
    made_ui.pop("ui:sections", None)
    if any(section for _name, section in tops):
        made_ui["ui:sections"] = _sections(tops)
    return made, made_ui


def _sections(tops: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for name, section in tops:
        if not made or made[-1]["title"] != section:
            made.append({"title": section, "fields": []})
        made[-1]["fields"].append(name)
    return made


def _overlay(row: Row, old: Row, own: dict[str, Any], own_ui: dict[str, Any], rows: Sequence[Row]) -> None:
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
    if row.kind in ("choice", "choices") and _pairs(row.choices) != _pairs(old.choices):
        holder = own["items"] if row.kind == "choices" else own
        holder.pop("enum", None)
        holder["oneOf"] = [{"const": code, "title": title} for code, title in _pairs(row.choices)]
    if (row.show_field, row.show_value) != (old.show_field, old.show_value):
        own_ui.pop("ui:showIf", None)
        if row.show_field:
            own_ui["ui:showIf"] = _condition(row, rows)


def _condition(row: Row, rows: Sequence[Row]) -> dict[str, Any]:
    watched = next((one for one in rows if one.name == row.show_field.removeprefix("./")), None)
    answers: list[Any] = row.show_value.split()
    if watched is not None and watched.kind in ("yes_no", "promise"):
        answers = [one == "true" for one in answers]
    elif watched is not None and watched.kind == "count":
        answers = [int(one) if one.isdecimal() else one for one in answers]
    return {"field": row.show_field} | ({"equals": answers[0]} if len(answers) == 1 else {"in": answers})
