"""From what HTML posts to a submission: only declared fields, typed, hidden branches dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.text import Text, zh
from forms import messages
from forms.checking import in_order
from forms.coercion import NotOfKind, coerce
from forms.node import Node, is_item_number
from forms.visibility import Path, Visibility

MAX_POSTED = 1000

Posted = dict[Path, list[str]]


@dataclass(frozen=True)
class Submission:
    """A filled-in form: typed ``values``, ``problems`` by dotted path, and the texts ``entered``."""

    values: dict[str, Any]
    problems: dict[str, Text] = field(default_factory=dict)
    entered: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems


def parse(
    root: Node,
    raw: Mapping[str, Sequence[str]],
    files: Mapping[str, Sequence[str]],
    ignore: Collection[str],
    check: Callable[[Mapping[str, Any]], Mapping[str, Text]],
) -> Submission:
    """Return the submission that ``raw`` (texts by name) and ``files`` (attachment ids by name) make.

    ``check`` gives the problems of the typed values by path.

    A name that the form does not declare is a problem under that name; file fields are read from ``files``
    only, so that nobody can post another's attachment id as text.
    """
    problems: dict[str, Text] = {}
    posted: Posted = {}
    if len(raw) > MAX_POSTED:
        return Submission({}, {"": zh("提交的内容太多")}, {})
    for source, is_file in ((raw, False), (files, True)):
        for name, texts in source.items():
            if name in ignore:
                continue
            path = tuple(name.split("."))
            node = root.find(path)
            if node is None or node.kind in ("group", "repeat") or (node.widget == "file") is not is_file:
                problems[name[:200]] = messages.undeclared(name)
            else:
                posted[path] = [text for text in texts if isinstance(text, str)]
    posted = _settled(root, posted)
    values = _values(root, (), posted, problems)
    visibility = Visibility(root, values)
    kept = visibility.pruned()
    wrong = {
        name: text
        for name, text in problems.items()
        if root.find(tuple(name.split("."))) is None or visibility.shown(tuple(name.split(".")))
    }
    entered = {".".join(path): tuple(texts) for path, texts in posted.items()}
    return Submission(kept, in_order(root, {**check(kept), **wrong}), entered)


def values_entered(root: Node, entered: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the typed values of an unfinished form, item numbers as they stand; what is no value is left out."""
    posted: Posted = {}
    for name, texts in entered.items():
        path = tuple(name.split("."))
        if root.find(path) is not None:
            posted[path] = list(texts)
    return _values(root, (), posted, {})


def apply_action(root: Node, raw: Mapping[str, Sequence[str]], action: str) -> dict[str, list[str]]:
    """Return ``raw`` after ``add:PATH`` or ``del:PATH:NUMBER``; an unknown action changes nothing."""
    posted = {name: list(texts) for name, texts in raw.items()}
    verb, _, rest = action.partition(":")
    name, _, number = rest.partition(":")
    steps = tuple(name.split("."))
    node = root.find(steps)
    if node is None or node.kind != "repeat":
        return posted
    count = _count(steps, [tuple(one.split(".")) for one in posted])
    if verb == "add" and count < node.limits["maxItems"]:
        leaf = next(one for one in node.children[0].walk() if not one.children)
        inner = ".".join(leaf.path[len(node.children[0].path) :])
        posted[f"{name}.{count}.{inner}"] = [""]
    elif verb == "del" and is_item_number(number) and int(number) < count:
        return dict(_without(steps, int(number), posted))
    return posted


def _without(steps: Path, number: int, posted: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    for name, texts in posted.items():
        path = tuple(name.split("."))
        at = _item(steps, path)
        if at == number:
            continue
        if at is not None and at > number:
            path = (*steps, str(at - 1), *path[len(steps) + 1 :])
        yield ".".join(path), texts


def _count(steps: Path, paths: Collection[Path]) -> int:
    return max((number for path in paths if (number := _item(steps, path)) is not None), default=-1) + 1


def _item(steps: Path, path: Path) -> int | None:
    inside = path[: len(steps)] == steps and len(path) > len(steps) and is_item_number(path[len(steps)])
    return int(path[len(steps)]) if inside else None


def _settled(root: Node, posted: Posted) -> Posted:
    # Items are numbered without gaps, blank ones dropped, but as many kept as must be filled in.
    for repeat in [node for node in root.walk() if node.kind == "repeat"]:
        steps = repeat.path
        inside = {path: texts for path, texts in posted.items() if path[: len(steps)] == steps}
        filled = sorted({int(path[len(steps)]) for path, texts in inside.items() if any(map(str.strip, texts))})
        least = repeat.limits.get("minItems", 0)
        blank = sorted({int(path[len(steps)]) for path in inside} - set(filled))
        kept = sorted([*filled, *blank[: max(0, least - len(filled))]])
        numbers = {old: str(new) for new, old in enumerate(kept)}
        posted = {path: texts for path, texts in posted.items() if path not in inside} | {
            (*steps, numbers[int(path[len(steps)])], *path[len(steps) + 1 :]): texts
            for path, texts in inside.items()
            if int(path[len(steps)]) in numbers
        }
    return posted


def _values(node: Node, path: Path, posted: Posted, problems: dict[str, Text]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for child in node.children:
        at = (*path, child.name)
        if child.kind == "group":
            values[child.name] = _values(child, at, posted, problems)
        elif child.kind == "repeat":
            count = max(_count(at, posted), child.limits.get("minItems", 0))
            items = [_values(child.children[0], (*at, str(n)), posted, problems) for n in range(count)]
            if items:
                values[child.name] = items
        else:
            try:
                value = coerce(child, posted.get(at, ()))
            except NotOfKind as problem:
                problems[".".join(at)] = problem.text
            else:
                if value is not None:
                    values[child.name] = value
    return values
