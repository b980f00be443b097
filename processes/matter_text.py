"""Changing single things in a matter's YAML and nothing else: comments, order and spelling of the rest stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import yaml

Place = tuple[str, ...]
EXCEPTION: Place = ("limits", "promise_exception")


def with_values(text: str, values: Mapping[Place, str | int]) -> str:
    """Return ``text`` with the scalar at each place replaced; raises KeyError for a place that is not there."""
    tree = yaml.compose(text, yaml.SafeLoader)
    spans = []
    for place, value in values.items():
        node = _at(tree, place)
        if not isinstance(node, yaml.ScalarNode):
            raise KeyError(".".join(place))
        spans.append((node.start_mark.index, node.end_mark.index, _scalar(value)))
    for start, end, written in sorted(spans, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def with_renamed_key(text: str, place: Place, name: str) -> str:
    """Return ``text`` with another name for the key at ``place``; raises KeyError for a place that is not there."""
    around = _at(yaml.compose(text, yaml.SafeLoader), place[:-1])
    for key, _value in around.value if isinstance(around, yaml.MappingNode) else ():
        if key.value == place[-1]:
            return text[: key.start_mark.index] + name + text[key.end_mark.index :]
    raise KeyError(".".join(place))


def without(text: str, name: str) -> str:
    """Return ``text`` without what stands at the key ``name`` of its outermost level, if anything does."""
    tree = yaml.compose(text, yaml.SafeLoader)
    for key, value in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if key.value == name:
            end = text.find("\n", value.end_mark.index) + 1
            return text[: key.start_mark.index] + text[end or len(text) :]
    return text


def with_exception(text: str, said: Mapping[str, str] | None) -> str:
    """Return ``text`` with the recorded exception from the rule on promises, or without one for None."""
    tree = yaml.compose(text, yaml.SafeLoader)
    limits = _at(tree, ("limits",))
    assert isinstance(limits, yaml.MappingNode)
    for key, value in limits.value:
        if key.value == EXCEPTION[-1]:
            start = text.rfind("\n", 0, key.start_mark.index) + 1
            end = value.end_mark.index
            # The end of a block is where the next key begins, that of a flow mapping its brace.
            end = text.find("\n", end) + 1 if value.flow_style else text.rfind("\n", 0, end) + 1
            text = text[:start] + text[end or len(text) :]
    if said is None:
        return text
    row = ", ".join(f"{name}: {_scalar(value)}" for name, value in said.items())
    key, value = next(pair for pair in limits.value if pair[0].value == "promised")
    place = text.find("\n", _at(yaml.compose(text, yaml.SafeLoader), ("limits", "promised")).end_mark.index - 1) + 1
    indent = " " * key.start_mark.column
    return f"{text[:place]}{indent}{EXCEPTION[-1]}: {{{row}}}\n{text[place:]}"


def _at(node: yaml.Node | None, place: Sequence[str]) -> yaml.Node:
    for name in place:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for key, value in pairs if key.value == name), None)
    if node is None:
        raise KeyError(".".join(place))
    return node


def _scalar(value: str | int) -> str:
    # A JSON string is a YAML scalar too, whatever it holds.
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
