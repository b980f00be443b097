"""Types of field that a designer picks from a list, and what each is in the two files of a form."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from engine.text import Text, zh

Json = Mapping[str, Any]
KEPT = "kept"
_TOWN = {"type": "string", "title": "镇（街道）", "maxLength": 20, "pattern": "(镇|乡|街道)$"}
_VILLAGE = {"type": "string", "title": "村（社区）", "minLength": 2, "maxLength": 40}
_DETAIL = {"type": "string", "title": "详细地址", "minLength": 2, "maxLength": 120}
_ADDRESS = {"town": _TOWN, "village": _VILLAGE, "detail": _DETAIL}
_ADDRESS_UI = {"town": {"ui:message": "请写到镇、乡或者街道。"}, "detail": {"ui:sensitive": "address"}}
_UPLOAD = {"ui:widget": "file", "ui:accept": [".pdf", ".jpg", ".jpeg", ".png"], "ui:maxBytes": 10485760}
_TEXTS = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}

TYPES: dict[str, tuple[Text, Json, Json]] = {
    "text": (zh("一行文字"), {"type": "string", "maxLength": 200}, {}),
    "long_text": (zh("多行文字"), {"type": "string", "maxLength": 2000}, {"ui:widget": "textarea"}),
    "name": (zh("姓名"), {"type": "string", "minLength": 2, "maxLength": 50}, {"ui:sensitive": "name"}),
    "id_number": (zh("身份证号码"), {"type": "string", "format": "id-number"}, {}),
    "credit_code": (zh("统一社会信用代码"), {"type": "string", "format": "credit-code"}, {}),
    "phone": (zh("手机号码"), {"type": "string", "format": "phone"}, {}),
    "address": (
        zh("地址（镇、村、门牌）"),
        {"type": "object", "required": [*_ADDRESS], "properties": _ADDRESS},
        _ADDRESS_UI,
    ),
    "date": (zh("日期"), {"type": "string", "format": "date"}, {}),
    "money": (zh("金额（元）"), {"type": "integer", "minimum": 0, "maximum": 10**12}, {"ui:widget": "money"}),
    "count": (zh("整数"), {"type": "integer", "minimum": 0, "maximum": 10**9}, {}),
    "number": (zh("数（可带小数）"), {"type": "number", "minimum": 0, "maximum": 10**9}, {}),
    "choice": (zh("单选"), {"type": "string"}, {"ui:widget": "radio"}),
    "choices": (zh("多选"), _TEXTS, {}),
    "yes_no": (zh("是或否"), {"type": "boolean"}, {"ui:widget": "radio"}),
    "promise": (zh("承诺（必须勾选）"), {"type": "boolean", "const": True}, {"ui:widget": "checkbox"}),
    "attachment": (zh("上传材料"), {**_TEXTS, "maxItems": 10}, _UPLOAD),
    "repeat": (
        zh("可增减的一组"),
        {"type": "array", "items": {"type": "object", "required": [], "properties": {}}, "maxItems": 50},
        {},
    ),
}
"""By type: what the list calls it, its schema and its ui schema before anything is said of it."""

_BY_FORMAT = {"id-number": "id_number", "credit-code": "credit_code", "phone": "phone", "date": "date"}
_BY_WIDGET = {
    ("string", "textarea"): "long_text",
    ("integer", "money"): "money",
    ("integer", ""): "count",
    ("number", ""): "number",
    ("boolean", "radio"): "yes_no",
    ("boolean", "checkbox"): "promise",
    ("array", "file"): "attachment",
}


def fresh(kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return schema and ui schema of a new field of a type."""
    _title, schema, ui = TYPES[kind]
    return deepcopy(dict(schema)), deepcopy(dict(ui))


def type_of(schema: Json, ui: Json) -> str:
    """Return the type that the list calls a field of a form; ``kept`` where it has none for it."""
    written, widget, chosen = schema["type"], ui.get("ui:widget", ""), schema.get("items", {})
    if written == "object":
        return "address" if [*schema.get("properties", ())] == [*_ADDRESS] else KEPT
    if chosen.get("type") == "object":
        return "repeat"
    if "format" in schema:
        return _BY_FORMAT.get(schema["format"], KEPT)
    if "oneOf" in schema or "enum" in schema:
        return "choice" if written == "string" else KEPT
    if "oneOf" in chosen or "enum" in chosen:
        return "choices" if widget in ("", "checkboxes") else KEPT
    if written == "boolean" and widget == "checkbox" and "const" not in schema:
        return KEPT
    if written == "string" and widget in ("", "text"):
        return "name" if ui.get("ui:sensitive") == "name" else "text"
    return _BY_WIDGET.get((written, widget), KEPT)
