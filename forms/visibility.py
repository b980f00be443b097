"""Which fields count: what a condition hides is neither asked for nor kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.conditions import Condition
from forms.links import target
from forms.node import ITEM, Node

Path = tuple[str, ...]


class Visibility:
    """What is shown and required in one set of values; paths hold item numbers as text."""

    def __init__(self, root: Node, values: Mapping[str, Any]) -> None:
        self._root = root
        self._values = values

    def shown(self, path: Path) -> bool:
        """Tell whether the field at ``path`` and every group around it is shown."""
        nodes = ((path[:length], self._root.find(path[:length])) for length in range(1, len(path) + 1))
        return all(node is None or self.holds(node.show_if, node, at) for at, node in nodes)

    def required(self, node: Node, path: Path) -> bool:
        """Tell whether the field must be filled in, always or in these values."""
        if node.required or node.required_if is None:
            return node.required
        return self.holds(node.required_if, node, path)

    def answer(self, node: Node, path: Path, field: str) -> Any:
        """Return the answer to ``field`` as written at ``node``; None if there is none or it is hidden."""
        found = target(self._root, node, field)
        if found is None:
            return None
        # Both share the groups around them, so the item numbers of the one place the other.
        steps = tuple(path[i] if step == ITEM else step for i, step in enumerate(found.path))
        return value_at(self._values, steps) if self.shown(steps) else None

    def pruned(self) -> dict[str, Any]:
        """Return a copy of the values with the shown fields only; a shown group is always there."""
        return self._group(self._root, (), self._values)

    def _group(self, group: Node, path: Path, values: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for child in group.children:
            at = (*path, child.name)
            if not self.shown(at):
                continue
            value = values.get(child.name)
            if child.kind == "group":
                kept[child.name] = self._group(child, at, value if isinstance(value, Mapping) else {})
            elif child.kind == "repeat" and isinstance(value, list):
                item = child.children[0]
                kept[child.name] = [self._group(item, (*at, str(number)), one) for number, one in enumerate(value)]
            elif value is not None:
                kept[child.name] = value
        return kept

    def holds(self, condition: Condition | None, node: Node, path: Path) -> bool:
        """Tell whether ``condition``, written at ``node``, holds; one that is missing does."""
        return condition is None or condition.holds(self.answer(node, path, condition.field))


def value_at(values: Any, path: Path) -> Any:
    """Return the value at ``path`` in nested objects and lists, None if there is none."""
    for step in path:
        if isinstance(values, Mapping):
            values = values.get(step)
        elif isinstance(values, list) and step.isdigit() and int(step) < len(values):
            values = values[int(step)]
        else:
            return None
    return values
