"""A quick look at typed values: most answers are right, and to see that takes no validator.

It says yes only where the check by JSON Schema in forms/checking.py would find nothing, and no wherever it is not
sure; then that check decides, and finds the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from forms.formats import FORMATS
from forms.node import Node
from forms.visibility import Path, Visibility

Test = Callable[[Any], bool]


class QuickCheck:
    """The tests of one form's fields, made once."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._tests = {node.path: _tests(_limits(node)) for node in root.walk() if node.kind != "group"}
        # Conditions on a field that always counts, by far the most, need no search for it.
        plain = {child.name for child in root.children if child.show_if is None}
        self._plain = {
            node.path
            for node in root.walk()
            if node.show_if is not None and node.show_if.field in plain and len(node.path) == 1
        }

    def passes(self, values: Mapping[str, Any]) -> bool:
        """Tell whether ``values`` are surely right."""
        return self._group(self._root, (), values, Visibility(self._root, values))

    def _group(self, group: Node, path: Path, values: Any, visibility: Visibility) -> bool:
        if type(values) is not dict:
            return False
        met = 0
        for child in group.children:
            at = (*path, child.name)
            if child.show_if is not None:
                if child.path in self._plain:
                    shown = child.show_if.holds(values.get(child.show_if.field))
                else:
                    shown = visibility.holds(child.show_if, child, at)
                if not shown:
                    continue
            if child.name not in values:
                if child.required or (child.required_if is not None and visibility.required(child, at)):
                    return False
                continue
            met += 1
            if not self._node(child, at, values[child.name], visibility):
                return False
        # Whatever is left over is hidden or undeclared.
        return met == len(values)

    def _node(self, node: Node, path: Path, value: Any, visibility: Visibility) -> bool:
        if node.kind == "group":
            return self._group(node, path, value, visibility)
        for test in self._tests[node.path]:
            if not test(value):
                return False
        if node.kind == "repeat":
            item = node.children[0]
            return all(self._group(item, (*path, str(n)), one, visibility) for n, one in enumerate(value))
        if node.after is None:
            return True
        first = visibility.answer(node, path, node.after)
        return first is None or (isinstance(first, str) and first <= value)


def _limits(node: Node) -> Mapping[str, Any]:
    return {"type": "array", **node.limits} if node.kind == "repeat" else node.limits


def _tests(limits: Mapping[str, Any]) -> list[Test]:
    """Return a test for each keyword, that of the type first, since the others rely on it."""
    others = [name for name in limits if name != "type"]
    return [_KEYWORDS[name](limits[name]) if name in _KEYWORDS else _unsure for name in ("type", *others)]


def _unsure(value: Any) -> bool:
    return False


def _of_type(name: str) -> Test:
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
        "array": (list,),
    }
    # Exactly: True is an int to Python, and 1.0 an integer to JSON Schema.
    allowed = kinds.get(name, ())
    return lambda value: type(value) in allowed


def _among(constants: list[Any]) -> Test:
    kinds = {type(constant) for constant in constants}
    return lambda value: type(value) in kinds and value in constants


def _of_format(name: str) -> Test:
    problem = FORMATS[name]
    return lambda value: problem(value) is None


def _matching(pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda value: search(value) is not None


def _of_items(limits: Mapping[str, Any]) -> Test:
    tests = _tests(limits)
    return lambda value: all(test(one) for one in value for test in tests)


def _unique(wanted: bool) -> Test:
    return lambda value: not wanted or (all(type(one) is str for one in value) and len(set(value)) == len(value))


def _multiple(divisor: Any) -> Test:
    return lambda value: type(value) is int and type(divisor) is int and value % divisor == 0


_KEYWORDS: dict[str, Callable[[Any], Test]] = {
    "type": _of_type,
    "enum": _among,
    "const": lambda constant: _among([constant]),
    "format": _of_format,
    "pattern": _matching,
    "minLength": lambda least: lambda value: len(value) >= least,
    "maxLength": lambda most: lambda value: len(value) <= most,
    "minimum": lambda least: lambda value: value >= least,
    "maximum": lambda most: lambda value: value <= most,
    "exclusiveMinimum": lambda least: lambda value: value > least,
    "exclusiveMaximum": lambda most: lambda value: value < most,
    "multipleOf": _multiple,
    "formatMinimum": lambda first: lambda value: value >= first,
    "formatMaximum": lambda last: lambda value: value <= last,
    "minItems": lambda least: lambda value: len(value) >= least,
    "maxItems": lambda most: lambda value: len(value) <= most,
    "uniqueItems": _unique,
    "items": _of_items,
}
