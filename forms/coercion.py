"""From the strings that HTML posts to typed values, by kind and widget of the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from engine.text import Text, zh
from forms.cleaning import clean, narrow, without_blanks
from forms.conditions import as_text
from forms.node import Node

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


class NotOfKind(ValueError):
    """A text that is no value of the field's kind."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


def coerce(node: Node, texts: Sequence[str]) -> object | None:
    """Return the value of the posted ``texts``, None when nothing was filled in; or raise NotOfKind."""
    if node.kind == "list":
        return [text for text in (clean(one) for one in texts) if text] or None
    text = clean(texts[-1], lines=node.widget == "textarea") if texts else ""
    if node.kind == "boolean":
        return _boolean(node, text)
    if not text:
        return None
    if node.widget == "money":
        return _money(node, text)
    if node.kind in ("integer", "number"):
        return _number(node, text)
    return _STRINGS[node.widget](text) if node.widget in _STRINGS else text


def entered_text(node: Node, value: object) -> str:
    """Return a typed value as the text that a person would enter, the inverse of ``coerce``."""
    if node.widget == "money" and isinstance(value, int):
        return money_text(value)
    if isinstance(value, float) and value.is_integer():
        # Nobody enters 5 as 5.0.
        value = int(value)
    return as_text(value) if isinstance(value, bool | int | float | str) else ""


def money_text(fen: int) -> str:
    """Return an amount in fen as yuan with two decimals."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def _boolean(node: Node, text: str) -> bool | None:
    if node.widget == "checkbox":
        # An unticked box posts nothing, which is an answer: no.
        return text in ("true", "on", "1")
    if not text:
        return None
    if text not in ("true", "false"):
        raise NotOfKind(zh("请选择{label}", label=node.label))
    return text == "true"


def _number(node: Node, text: str) -> int | float:
    plain = without_thousands(text)
    if node.kind == "integer":
        if not _INTEGER.fullmatch(plain):
            raise NotOfKind(zh("{label}应填写整数", label=node.label))
        return int(plain)
    if not _DECIMAL.fullmatch(plain):
        raise NotOfKind(zh("{label}应填写数字", label=node.label))
    return float(plain)


def _money(node: Node, text: str) -> int:
    plain = without_thousands(text).removeprefix("¥").removeprefix("￥").removesuffix("元")
    if not _MONEY.fullmatch(plain):
        raise NotOfKind(zh("{label}应填写金额，单位为元，最多两位小数", label=node.label))
    return int(Decimal(plain) * 100)


def without_thousands(text: str) -> str:
    """Return a number as typed without blanks and thousands separators, in plain digits."""
    return re.sub(r"\s", "", narrow(text)).replace(",", "")


def _date(text: str) -> str:
    found = _DATE.fullmatch(without_thousands(text))
    # What is no date stays as it is, for the format check to refuse by name.
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else text


def _upper(text: str) -> str:
    return without_blanks(text).upper()


_STRINGS: dict[str, Callable[[str], str]] = {
    "date": _date,
    "id-number": _upper,
    "credit-code": _upper,
    "phone": lambda text: without_blanks(text).removeprefix("+86"),
}
