"""A filled-in form to be read: labels and texts from the same schema that asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.law import masking
from forms.coercion import entered_text, money_text
from forms.node import Node
from forms.visibility import Path, Visibility

MASKS: dict[str, Callable[[str], str]] = {
    "name": masking.mask_name,
    "id-number": masking.mask_id_number,
    "phone": masking.mask_phone,
    "address": masking.mask_address,
}


def read_only(
    root: Node, values: Mapping[str, Any], names: Mapping[str, str], masked: bool
) -> tuple[tuple[str, str], ...]:
    """Return (label, text) for each field that was answered, in the order of the form.

    ``names`` gives the names of persons and attachments by their ids; with ``masked`` personal data are
    hidden as from the public.
    """
    kept = Visibility(root, values).pruned()
    return tuple(_lines(root, (), kept, "", names, masked))


def _lines(
    node: Node, path: Path, value: Any, label: str, names: Mapping[str, str], masked: bool
) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if node.kind == "group":
        for child in node.children:
            yield from _lines(child, (*path, child.name), value.get(child.name), label, names, masked)
    elif node.kind == "repeat":
        for number, one in enumerate(value):
            before = f"{label}{node.label} {number + 1}："
            yield from _lines(node.children[0], (*path, str(number)), one, before, names, masked)
    else:
        yield label + node.label, _text(node, value, names, masked)


def _text(node: Node, value: Any, names: Mapping[str, str], masked: bool) -> str:
    titles = {constant: title for constant, title in node.choices}
    if isinstance(value, list):
        return "、".join(titles.get(one) or names.get(one, one) for one in value)
    if node.choices and value in titles:
        return titles[value]
    if node.widget == "person":
        return names.get(value, value)
    if node.widget == "money":
        return f"{money_text(value)}元"
    text = entered_text(node, value)
    if masked and node.sensitive is not None:
        return MASKS[node.sensitive](text)
    return f"{text}{node.unit}"
