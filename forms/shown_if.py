"""When a field is shown, as its designer picks it: another field, how it is compared, with which answers.

The stored condition (forms/conditions.py) stays the truth. One that cannot be picked stands for itself: ``AS_STORED``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.text import Text, zh
from forms.coercion import money_text
from forms.conditions import Constant, as_text
from forms.formats import date_problem
from forms.row import Row, places
from forms.trade_types import KEPT

Json = Mapping[str, Any]
AS_STORED = "="
HOWS: dict[str, Text] = {
    "is": zh("等于"),
    "is_not": zh("不等于"),
    "one_of": zh("等于任意一个"),
    "none_of": zh("不等于任意一个"),
    "filled": zh("不为空"),
}
_SINGLE = ("is", "is_not")
_UNWATCHED = frozenset(("repeat", "address", "attachment"))
_YES_NO = (("true", zh("是")), ("false", zh("否")))
_TICKED = (("true", zh("已勾选")), ("false", zh("没有勾选")))


def offered(rows: Sequence[Row], at: int) -> dict[str, Row]:
    """Return the fields that the condition of a row may look at, by how it writes them.

    Those above it, since people fill in from above; and the one that it looks at already. A field of a repeating group
    can be looked at only from within the same row of it.
    """
    row, found = rows[at], {}
    group = places(rows)[at].rpartition(".")[0]
    for number, (one, place) in enumerate(zip(rows, places(rows), strict=True)):
        near = one.inside and row.inside and place.rpartition(".")[0] == group
        written = f"./{one.name}" if near else one.name
        if number == at or not one.name or one.kind in _UNWATCHED or (one.inside and not near):
            continue
        if written == row.show_field or (number < at and one.kind != KEPT):
            found[written] = one
    return found


def answers_of(watched: Row) -> tuple[tuple[str, Text | str], ...]:
    """Return the answers that a field can have as pairs of text and title; none where anything can be written."""
    if watched.kind in ("yes_no", "promise"):
        return _TICKED if watched.kind == "promise" else _YES_NO
    return tuple(watched.pairs) if watched.kind in ("choice", "choices") else ()


def picked(condition: Json, watched: Row | None) -> tuple[str, str, tuple[str, ...]]:
    """Return field, comparison and texts of a stored condition; ``AS_STORED`` where picking would write another."""
    if not condition:
        return "", "", ()
    how, constants = _read(condition)
    if watched is not None:
        texts = tuple(_text(watched.kind, one) for one in constants)
        try:
            again = condition_of(condition["field"], how, texts, watched)
        except ValueError:
            again = {}
        if json.dumps(again) == json.dumps(dict(condition)):
            return condition["field"], how, texts
    return AS_STORED, "", ()


def _read(condition: Json) -> tuple[str, list[Constant]]:
    if "filled" in condition:
        return "filled", []
    if "equals" in condition:
        return "is", [condition["equals"]]
    if "in" in condition:
        return "one_of", list(condition["in"])
    return ("is_not" if len(condition["notIn"]) == 1 else "none_of"), list(condition["notIn"])


def condition_of(field: str, how: str, texts: Sequence[str], watched: Row) -> dict[str, Any]:
    """Return the condition to be stored; raise ValueError for a text that is no answer of the field."""
    constants = [constant_of(watched.kind, text) for text in texts]
    if how == "filled":
        return {"field": field, "filled": True}
    if how == "is":
        return {"field": field, "equals": constants[0]}
    return {"field": field, "in" if how == "one_of" else "notIn": constants}


def constant_of(kind: str, text: str) -> Constant:
    """Return what a typed answer to a field of this type is stored as; raise ValueError where it cannot be one."""
    if kind in ("yes_no", "promise"):
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    if kind == "money":
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            raise ValueError(text) from None
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", text):
            raise ValueError(text)
        return int(fen)
    if kind in ("count", "number"):
        if re.fullmatch(r"-?[0-9]{1,15}", text):
            return int(text)
        if kind == "number" and re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,6}", text):
            return float(text)
        raise ValueError(text)
    if kind == "date" and date_problem(text):
        raise ValueError(text)
    return text


def _text(kind: str, constant: Constant) -> str:
    if kind == "money" and type(constant) is int:
        return money_text(constant)
    return as_text(constant)


def wrong_condition(rows: Sequence[Row], at: int, is_stored: bool) -> Text | None:
    """Say what is wrong with the condition of a row; ``is_stored`` tells that its form has one that is not picked."""
    row = rows[at]
    if not row.show_field or (row.show_field == AS_STORED and is_stored):
        return None
    watched = offered(rows, at).get(row.show_field)
    if watched is None:
        return zh("显示条件里的字段“{name}”不存在。", name=row.show_field)
    if row.show_how not in HOWS:
        return zh("请选显示条件怎样比较。")
    if row.show_how == "filled":
        return None
    if not row.show_values:
        return zh("请写明“{label}”填什么时显示。", label=watched.label)
    if row.show_how in _SINGLE and len(row.show_values) > 1:
        return zh("“{how}”只能对一个答案；有几个时请用“等于任意一个”或者“不等于任意一个”。", how=HOWS[row.show_how])
    known = [text for text, _title in answers_of(watched)]
    for text in row.show_values:
        if known and text not in known:
            return zh("“{label}”没有“{value}”这个选项。", label=watched.label, value=text)
        try:
            constant_of(watched.kind, text)
        except ValueError:
            return zh("“{value}”不能是“{label}”的答案。", label=watched.label, value=text)
    return None


def in_words(condition: Json, rows: Sequence[Row]) -> Text:
    """Return a stored condition as a sentence, by the labels and titles of the list where it has them."""
    how, constants = _read(condition)
    field = str(condition["field"])
    by_place = dict(zip(places(rows), rows, strict=True))
    watched = by_place.get(field) or next((row for row in rows if f"./{row.name}" == field), None)
    titles = dict(answers_of(watched)) if watched else {}
    said = [titles.get(as_text(one), _text(watched.kind if watched else "", one)) for one in constants]
    return sentence(watched.label if watched else field, how, said)


def sentence(label: str, how: str, answers: Sequence[Text | str]) -> Text:
    """Return a condition as the list shows it."""
    joined: Text | str = answers[0] if answers else ""
    for one in answers[1:]:
        joined = zh("{one}、{other}", one=joined, other=one)
    return (
        zh("当“{label}”{how}“{answers}”", label=label, how=HOWS[how], answers=joined)
        if answers
        else zh("当“{label}”{how}", label=label, how=HOWS[how])
    )
