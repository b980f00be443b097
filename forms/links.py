"""Fields that look at other fields: conditions and orders of dates, checked once when a form is read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.text import Text, zh
from forms.node import ITEM, Node


def target(root: Node, node: Node, field: str) -> Node | None:
    """Return the node that ``field``, written at ``node``, means; None if there is none within reach.

    Out of reach is a field inside a repeated group for one outside of that item: which item would it be?
    """
    steps = (*node.path[:-1], field[2:]) if field.startswith("./") else tuple(field.split("."))
    found = root
    for step in steps:
        if found.kind == "repeat" and step == ITEM:
            found = found.children[0]
            continue
        child = found.child(step) if found.kind == "group" else None
        if child is None:
            return None
        found = child
    return found if found.kind not in ("group", "repeat") else None


def check_links(root: Node) -> Iterator[Text]:
    """Yield a problem for every condition or date order that names no reachable field, and for circles."""
    for node in root.walk():
        place = ".".join(node.path)
        for field in _fields(node):
            if target(root, node, field) is None:
                yield zh("{place}：条件中的字段 {field} 不存在或不可引用", place=place, field=field)
        if node.after is not None and node.widget != "date":
            yield zh("{place}：只有日期可以有 ui:after", place=place)
        if _circular(root, node):
            yield zh("{place}：显示条件互相依赖，成了循环", place=place)


def _fields(node: Node) -> list[str]:
    conditions = [condition.field for condition in (node.show_if, node.required_if) if condition is not None]
    return conditions if node.after is None else [*conditions, node.after]


def _circular(root: Node, start: Node) -> bool:
    # A node is shown only if the groups around it are, so their conditions count as its own.
    seen: set[tuple[str, ...]] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for length in range(1, len(node.path) + 1):
            around = _at(root, node.path[:length])
            if around.show_if is None:
                continue
            seen_from = target(root, around, around.show_if.field)
            if seen_from is None:
                continue
            if seen_from.path[: len(start.path)] == start.path and start.path:
                return True
            if seen_from.path not in seen:
                seen.add(seen_from.path)
                waiting.append(seen_from)
    return False


def _at(root: Node, path: tuple[str, ...]) -> Node:
    node = root
    for step in path:
        node = next(child for child in node.children if child.name == step)
    return node
