"""The supplement form of one case: only what its one-time notice asks for, and all of that."""

from __future__ import annotations

from typing import Any

from forms import Form


def narrowed(form: Form, asked: set[str]) -> Form:
    """Return the supplement form with the file fields that the notice asks for, all of them required."""
    gone = {name for name, material in form.materials.items() if material not in asked}
    wanted = [name for name in form.materials if name not in gone]

    def kept(names: Any) -> list[str]:
        return [name for name in names if name not in gone]

    properties = {name: part for name, part in form.schema["properties"].items() if name not in gone}
    schema = {**form.schema, "properties": properties, "required": kept([*form.schema.get("required", ()), *wanted])}
    ui = {name: part for name, part in form.ui.items() if name not in gone}
    if "ui:order" in ui:
        ui["ui:order"] = kept(ui["ui:order"])
    if "ui:sections" in ui:
        sections = [{**one, "fields": kept(one["fields"])} for one in ui["ui:sections"]]
        ui["ui:sections"] = [one for one in sections if one["fields"]]
    return Form(form.key, schema, ui)
