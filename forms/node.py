"""A form as a tree of nodes: what the schema and the ui schema together say about each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from forms.conditions import Condition, Constant

Kind = Literal["string", "integer", "number", "boolean", "list", "group", "repeat"]

#: Stands in a node's path for the number of an item of a repeated group.
ITEM = "*"


@dataclass(frozen=True)
class Node:
    """One field, group or repeated group; ``path`` is from the top of the form, with ``*`` for item numbers.

    ``section`` is the heading under which a field at the top stands. ``limits`` is the JSON Schema of a leaf
    (or the list part of a repeated group) without annotations.
    """

    path: tuple[str, ...]
    kind: Kind
    widget: str
    label: str
    required: bool = False
    hint: str = ""
    placeholder: str = ""
    unit: str = ""
    section: str = ""
    default: Constant | None = None
    message: str = ""
    choices: tuple[tuple[Constant, str], ...] = ()
    show_if: Condition | None = None
    required_if: Condition | None = None
    after: str | None = None
    children: tuple[Node, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    accept: tuple[str, ...] = ()
    max_bytes: int | None = None
    material: str | None = None
    autocomplete: str | None = None
    sensitive: str | None = None

    @property
    def name(self) -> str:
        """Return the last step of the path."""
        return self.path[-1] if self.path else ""

    @property
    def dotted(self) -> str:
        """Return the path without item numbers, as conditions and processes write it."""
        return ".".join(step for step in self.path if step != ITEM)

    def child(self, name: str) -> Node | None:
        """Return the child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, in the order of the form."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, steps: tuple[str, ...]) -> Node | None:
        """Return the node at ``steps`` below this one, item numbers for ``*``; None if undeclared."""
        node: Node | None = self
        for step in steps:
            if node is None:
                return None
            if node.kind == "repeat":
                node = node.children[0] if is_item_number(step) else None
            else:
                node = node.child(step) if node.kind == "group" else None
        return node


def is_item_number(step: str) -> bool:
    """Tell whether a step of a posted name is the number of an item; at most three plain digits."""
    return step.isascii() and step.isdigit() and len(step) <= 3 and (step == "0" or step[0] != "0")
