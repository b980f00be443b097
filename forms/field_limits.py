"""What a designer can limit in a field: by its type which keywords, as texts, checked, and written back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from engine.text import Text, zh
from forms.coercion import money_text, without_thousands
from forms.formats import date_problem
from forms.shown_if import constant_of
from forms.vocabulary import MAX_ITEMS, MAX_LENGTH, MAX_LENGTHS, pattern_is_safe

Json = Mapping[str, Any]
MOST_CHARACTERS, MOST_ENTRIES = 20_000, 500
_LENGTHS, _RANGE, _ITEMS = ("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")
_DAYS = ("formatMinimum", "formatMaximum")
LIMITS: dict[str, tuple[str, ...]] = {
    "text": (*_LENGTHS, "pattern", "ui:message"),
    "long_text": _LENGTHS,
    "name": (*_LENGTHS, "pattern", "ui:message"),
    "date": (*_DAYS, "ui:after"),
    "money": _RANGE,
    "count": _RANGE,
    "number": _RANGE,
    "choices": _ITEMS,
    "attachment": _ITEMS,
    "repeat": _ITEMS,
}
"""By type of the list: which limits it has, in the order of the page."""

LABELS: dict[str, Text] = {
    "minLength": zh("最少几个字"),
    "maxLength": zh("最多几个字"),
    "pattern": zh("写法（正则表达式）"),
    "ui:message": zh("写法不对时的提示"),
    "minimum": zh("最小值"),
    "maximum": zh("最大值"),
    "minItems": zh("最少几项"),
    "maxItems": zh("最多几项"),
    "formatMinimum": zh("不早于哪一天"),
    "formatMaximum": zh("不晚于哪一天"),
    "ui:after": zh("不早于哪个字段的日期"),
}
_ORDERED = (_LENGTHS, _RANGE, _ITEMS, _DAYS)


def limits_of(kind: str, schema: Json, ui: Json) -> dict[str, str]:
    """Return the limits of a field as a person would write them, an empty text for one that it has not."""
    return {name: _said(kind, (ui if name.startswith("ui:") else schema).get(name)) for name in LIMITS.get(kind, ())}


def _said(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "money" and type(value) is int:
        return money_text(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def value_of(kind: str, name: str, text: str) -> Any:
    """Return what a limit is stored as; raise ValueError where the text is none."""
    if name in (*_LENGTHS, *_ITEMS):
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValueError(text)
        return int(text)
    if name in _RANGE:
        return constant_of(kind, without_thousands(text))
    if name in _DAYS and date_problem(text):
        raise ValueError(text)
    if name == "pattern" and not pattern_is_safe(text):
        raise ValueError(text)
    return text


def wrong_limits(kind: str, limits: Mapping[str, str], dates: Collection[str]) -> Text | None:
    """Say what is wrong with the limits of a field; ``dates`` are the fields that its date may be held against."""
    values: dict[str, Any] = {}
    for name in LIMITS.get(kind, ()):
        text = limits.get(name, "").strip()
        if not text:
            continue
        try:
            values[name] = value_of(kind, name, text)
        except ValueError:
            return _no_value(kind, name, text)
        most = MOST_CHARACTERS if name in _LENGTHS else MOST_ENTRIES if name in _ITEMS else None
        if most is not None and values[name] > most:
            return zh("“{label}”不能超过 {most}。", label=LABELS[name], most=most)
        if name in ("maxLength", "maxItems") and values[name] < 1:
            return zh("“{label}”至少是 1。", label=LABELS[name])
    if values.get("ui:after", "") not in ("", *dates):
        return zh("没有日期字段“{name}”可以比较。", name=values["ui:after"])
    return _crossed(kind, values)


def _crossed(kind: str, values: dict[str, Any]) -> Text | None:
    usual = {"maxLength": MAX_LENGTHS.get({"long_text": "textarea"}.get(kind, ""), MAX_LENGTH), "maxItems": MAX_ITEMS}
    for low, high in _ORDERED:
        most = values.get(high, usual.get(high))
        if low not in values or most is None or values[low] <= most:
            continue
        if high not in values:
            said = zh("“{low}”大于不填“{high}”时的 {most}。", low=LABELS[low], high=LABELS[high], most=most)
            return said
        if low == "formatMinimum":
            return zh("“{low}”在“{high}”之后，没有一天合适。", low=LABELS[low], high=LABELS[high])
        return zh("“{low}”大于“{high}”，没有一个答案合适。", low=LABELS[low], high=LABELS[high])
    return None


def _no_value(kind: str, name: str, text: str) -> Text:
    if name == "pattern":
        return zh("“{label}”不能用：写得不对，太长，或者可能使核对停不下来。", label=LABELS[name])
    if name in _DAYS:
        return zh("“{label}”要写成 2026-03-02 这样的日期，没有“{text}”这一天。", label=LABELS[name], text=text[:40])
    if kind == "money":
        return zh("“{label}”要写金额，最多两位小数，不是“{text}”。", label=LABELS[name], text=text[:40])
    if kind == "number":
        return zh("“{label}”要写数字，不是“{text}”。", label=LABELS[name], text=text[:40])
    return zh("“{label}”要写整数，不是“{text}”。", label=LABELS[name], text=text[:40])


def put_limits(kind: str, limits: Mapping[str, str], own: dict[str, Any], own_ui: dict[str, Any]) -> None:
    """Write the limits that are said otherwise than the field has them; the others stay as they are written."""
    for name, before in limits_of(kind, own, own_ui).items():
        text = limits.get(name, before).strip()
        if text == before:
            continue
        holder = own_ui if name.startswith("ui:") else own
        holder.pop(name, None)
        if text:
            holder[name] = value_of(kind, name, text)
