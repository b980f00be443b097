"""What a form may be written with: keywords, widgets, names. Everything else is refused."""

from __future__ import annotations

import re
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: Names that state codecs, pages or the expression language use, and one that begs to be forged.
RESERVED = frozenset(
    (
        "approved",
        "typename",
        "csrf_token",
        "self",
        "true",
        "false",
        "null",
        "none",
        "and",
        "or",
        "not",
        "in",
        "if",
        "else",
        "for",
        "is",
        "lambda",
        "class",
        "import",
        "keys",
        "values",
    )
)

ANNOTATIONS = frozenset(("$schema", "$id", "$comment", "title", "description", "default", "examples"))
KEYWORDS: dict[str, frozenset[str]] = {
    "object": frozenset(("type", "properties", "required", "additionalProperties")),
    "array": frozenset(("type", "items", "minItems", "maxItems", "uniqueItems")),
    "string": frozenset(
        (
            "type",
            "enum",
            "oneOf",
            "const",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "formatMinimum",
            "formatMaximum",
        )
    ),
    "integer": frozenset(
        ("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "oneOf")
    ),
    "number": frozenset(("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
    "boolean": frozenset(("type", "const")),
}

MEMBER_KEYWORDS = frozenset(("type", "enum", "oneOf"))

#: Widgets that each kind of field can have; the first is the default, unless a format names another.
WIDGETS: dict[str, tuple[str, ...]] = {
    "string": ("text", "textarea", "date", "radio", "select", "id-number", "credit-code", "phone", "person"),
    "integer": ("number", "money", "radio", "select"),
    "number": ("number",),
    "boolean": ("checkbox", "radio"),
    "list": ("checkboxes", "file", "person", "materials"),
    "group": ("group",),
    "repeat": ("repeat",),
}
#: Widgets that stand for a format; the field must have it.
FORMAT_WIDGETS = frozenset(("date", "id-number", "credit-code", "phone"))
#: Widgets that offer the choices written in the schema.
CHOICE_WIDGETS = frozenset(("radio", "select", "checkboxes", "materials"))
#: Widgets whose choices are known only when the page is made.
OPEN_WIDGETS = frozenset(("person", "file"))

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_OBJECT = {"type": "object"}
_SECTION = {
    "type": "object",
    "required": ["title", "fields"],
    "additionalProperties": False,
    "properties": {"title": _TEXT, "fields": _TEXTS},
}
#: The shape of a ui schema: settings named ui:..., and one ui schema for each field below.
UI_SCHEMA: dict[str, Any] = {
    "type": "object",
    "patternProperties": {"^(?!ui:)": {"$ref": "#"}},
    "properties": {
        "ui:widget": _TEXT,
        "ui:help": _TEXT,
        "ui:placeholder": _TEXT,
        "ui:unit": _TEXT,
        "ui:message": _TEXT,
        "ui:autocomplete": _TEXT,
        "ui:order": _TEXTS,
        "ui:sections": {"type": "array", "items": _SECTION},
        "ui:showIf": _OBJECT,
        "ui:requiredIf": _OBJECT,
        "ui:after": _TEXT,
        "ui:material": _TEXT,
        "ui:accept": _TEXTS,
        "ui:maxBytes": {"type": "integer", "minimum": 1},
        "ui:sensitive": _TEXT,
    },
}
UI_KEYS = frozenset(UI_SCHEMA["properties"])
SENSITIVE = frozenset(("name", "id-number", "phone", "address"))

MAX_LENGTHS = {"textarea": 2000}
MAX_LENGTH = 200
MAX_ITEMS = 50
MAX_DEPTH = 4
MAX_BYTES = 256 * 1024

# A repeated group, or many unbounded repeats, lets a crafted answer keep the matcher busy for hours.
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{\d*,\d*\})")
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")


def pattern_is_safe(pattern: str) -> bool:
    """Tell whether a pattern compiles and cannot take more than a moment on a text of a field's length."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    backreference = re.search(r"\\[1-9]|\(\?", pattern)
    return (
        len(pattern) <= 200
        and backreference is None
        and not _REPEATED_GROUP.search(pattern)
        and len(_UNBOUNDED.findall(pattern)) <= 2
    )
