"""Check typed values against a form: JSON Schema for the values, sentences in Chinese for the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from engine.text import Text
from forms import messages
from forms.formats import checker, date_problem
from forms.node import Node
from forms.visibility import Path, Visibility, value_at


def _not_before(_validator: Any, first: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not date_problem(value) and value < first:
        yield ValidationError(value)


def _not_after(_validator: Any, last: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not date_problem(value) and value > last:
        yield ValidationError(value)


#: The dialect with the two keywords of ajv-formats that bound a date; JSON Schema itself has none.
_Validator = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"formatMinimum": _not_before, "formatMaximum": _not_after}
)


def check(root: Node, values: Mapping[str, Any]) -> dict[str, Text]:
    """Return the problems of ``values`` by dotted path; the first problem of each field only."""
    visibility = Visibility(root, values)
    validator = _Validator(_schema(root, (), visibility, values), format_checker=checker)
    problems: dict[str, Text] = {}
    for error in validator.iter_errors(values):
        for path, text in _sentences(root, error):
            problems.setdefault(".".join(path), text)
    for path, text in _dates(root, visibility, values):
        problems.setdefault(".".join(path), text)
    return in_order(root, problems)


def in_order(root: Node, problems: Mapping[str, Text]) -> dict[str, Text]:
    """Return the problems in the order of the form, those of undeclared names last."""
    places = {node.path: place for place, node in enumerate(root.walk())}

    def place(name: str) -> tuple[int, list[int]]:
        path = tuple(name.split("."))
        node = root.find(path)
        items = [int(step) for step in path if step.isdigit()] if node is not None else []
        return (places[node.path] if node is not None and name else len(places), items)

    return {name: problems[name] for name in sorted(problems, key=place)}


def _schema(node: Node, path: Path, visibility: Visibility, value: Any) -> dict[str, Any]:
    # The schema of what is shown: a hidden field is neither required nor allowed.
    if node.kind == "repeat":
        count = len(value) if isinstance(value, list) else 0
        items = [_schema(node.children[0], (*path, str(n)), visibility, value[n]) for n in range(count)]
        part: dict[str, Any] = {"type": "array", "items": False, **node.limits}
        return {**part, "prefixItems": items} if items else part
    if node.kind != "group":
        return dict(node.limits)
    inner = value if isinstance(value, Mapping) else {}
    shown = [child for child in node.children if visibility.shown((*path, child.name))]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            child.name: _schema(child, (*path, child.name), visibility, inner.get(child.name)) for child in shown
        },
        "required": [child.name for child in shown if visibility.required(child, (*path, child.name))],
    }


def _sentences(root: Node, error: ValidationError) -> Iterator[tuple[Path, Text]]:
    path = tuple(str(step) for step in error.absolute_path)
    instance: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        for name in limit:
            child = root.find((*path, name))
            if name not in instance and child is not None:
                yield (*path, name), messages.missing(child)
        return
    if error.validator == "additionalProperties":
        for name in instance.keys() - schema["properties"].keys():
            child = root.find((*path, str(name)))
            text = messages.undeclared(str(name)) if child is None else messages.hidden(child)
            yield (*path, str(name)), text
        return
    node = root.find(path)
    if node is None and path:
        # A member of a list has no node of its own; its field speaks for it.
        path = path[:-1]
        node = root.find(path)
    if node is not None:
        yield path, messages.broken(node, str(error.validator), limit, instance)


def _dates(root: Node, visibility: Visibility, values: Mapping[str, Any]) -> Iterator[tuple[Path, Text]]:
    for node, path in _leaves(root, (), values):
        if node.after is None:
            continue
        first = visibility.answer(node, path, node.after)
        last = value_at(values, path)
        other = root.find((*path[:-1], node.after[2:]) if node.after.startswith("./") else tuple(node.after.split(".")))
        if isinstance(first, str) and isinstance(last, str) and last < first and other is not None:
            yield path, messages.too_early(node, other)


def _leaves(node: Node, path: Path, value: Any) -> Iterator[tuple[Node, Path]]:
    if node.kind == "group":
        for child in node.children:
            inner = value.get(child.name) if isinstance(value, Mapping) else None
            yield from _leaves(child, (*path, child.name), inner)
    elif node.kind == "repeat":
        for number, one in enumerate(value if isinstance(value, list) else ()):
            yield from _leaves(node.children[0], (*path, str(number)), one)
    else:
        yield node, path
