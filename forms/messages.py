"""What a person reads beside a field that does not fit, by the rule it breaks and the kind of field."""

from __future__ import annotations

from typing import Any

from engine.text import Text, zh
from forms.conditions import as_text
from forms.formats import FORMATS
from forms.node import Node
from forms.vocabulary import CHOICE_WIDGETS


def missing(node: Node) -> Text:
    """Return the sentence for a required field that is empty."""
    if node.widget == "checkbox":
        return zh("请勾选“{label}”", label=node.label)
    if node.widget == "file":
        return zh("请上传{label}", label=node.label)
    if node.kind == "repeat":
        return zh("{label}至少填写一项", label=node.label)
    if node.widget in CHOICE_WIDGETS or node.widget == "person":
        return zh("请选择{label}", label=node.label)
    return zh("请填写{label}", label=node.label)


def undeclared(name: str) -> Text:
    """Return the sentence for a posted or stored name that the form does not have."""
    return zh("表单中没有“{name}”这一项", name=name[:60])


def hidden(node: Node) -> Text:
    """Return the sentence for an answer to a field that is not asked for here."""
    return zh("此处不应填写{label}", label=node.label)


def broken(node: Node, validator: str, limit: Any, value: Any) -> Text:
    """Return the sentence for ``value`` breaking the JSON Schema keyword ``validator`` with its ``limit``."""
    label = node.label
    if validator in ("required", "const") or (validator in ("minLength", "minItems") and not value):
        return missing(node)
    if validator == "format":
        # The checks name their code themselves and are written to stand alone.
        return Text(FORMATS[limit](value) or "{label}的格式不对", {"label": label})
    if node.message:
        return Text(node.message)
    if validator in _BOUNDS:
        shown = _bound(node, limit)
        return Text(_BOUNDS[validator], {"label": label, "limit": shown})
    if validator in _LISTS:
        return _list(node, validator, limit)
    if validator == "enum":
        return zh("{label}只能从所列选项中选择", label=label)
    return zh("{label}的格式不对", label=label)


def too_early(node: Node, other: Node) -> Text:
    """Return the sentence for a date before the one it must not precede."""
    return zh("{label}不能早于{other}", label=node.label, other=other.label)


# The extraction of messages looks for calls of zh; these are called so only through the tables.
_BOUNDS = {
    "minLength": zh("{label}至少{limit}个字").template,
    "maxLength": zh("{label}不能超过{limit}个字").template,
    "minimum": zh("{label}不能小于{limit}").template,
    "maximum": zh("{label}不能大于{limit}").template,
    "exclusiveMinimum": zh("{label}应大于{limit}").template,
    "exclusiveMaximum": zh("{label}应小于{limit}").template,
    "formatMinimum": zh("{label}不能早于{limit}").template,
    "formatMaximum": zh("{label}不能晚于{limit}").template,
    "multipleOf": zh("{label}应为{limit}的倍数").template,
}
_LISTS = ("minItems", "maxItems", "uniqueItems")


def _bound(node: Node, limit: Any) -> str:
    if node.widget == "money":
        yuan = limit / 100
        return f"{yuan:.2f}元"
    return f"{as_text(limit)}{node.unit}"


def _list(node: Node, validator: str, limit: Any) -> Text:
    label = node.label
    if node.widget == "person":
        if validator == "uniqueItems":
            return zh("{label}不能是同一人", label=label)
        return (
            zh("{label}至少{limit}人", label=label, limit=limit)
            if validator == "minItems"
            else zh("{label}最多{limit}人", label=label, limit=limit)
        )
    if validator == "uniqueItems":
        return zh("{label}有重复的项", label=label)
    if validator == "minItems":
        return zh("{label}至少{limit}项", label=label, limit=limit)
    return zh("{label}最多{limit}项", label=label, limit=limit)
