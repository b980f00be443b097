"""What a page needs to show a form: one Field for each input, group and item, with what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.coercion import entered_text, money_text
from forms.conditions import Condition, as_text
from forms.links import target
from forms.node import ITEM, Node, is_item_number
from forms.visibility import Path, Visibility

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShowIf:
    """A condition for the page's script: the HTML name to watch and the values that show the field."""

    name: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True)
class Field:
    """One input, group or item. ``path`` is its HTML name, ``id`` its HTML id, ``value`` the texts entered.

    ``children`` are the fields of a group; the items of a repeated group are groups among its children.
    ``shown`` and ``required`` are as of what was entered. ``add`` and ``remove`` are actions for
    ``Form.apply_action``.
    """

    path: str
    name: str
    id: str
    kind: str
    widget: str
    label: str
    hint: str
    placeholder: str
    unit: str
    section: str
    required: bool
    shown: bool
    show_if: ShowIf | None
    value: tuple[str, ...]
    choices: Choices
    multiple: bool
    children: tuple[Field, ...]
    minimum: str | None
    maximum: str | None
    max_length: int | None
    min_items: int | None
    max_items: int | None
    step: str | None
    accept: tuple[str, ...]
    max_bytes: int | None
    material: str | None
    autocomplete: str | None
    add: str | None
    remove: str | None

    @property
    def text(self) -> str:
        """Return the single text entered, empty if none."""
        return self.value[-1] if self.value else ""


class FieldMaker:
    """Makes the fields of one form for one set of entered texts."""

    def __init__(
        self,
        root: Node,
        entered: Mapping[str, Sequence[str]],
        visibility: Visibility,
        choices: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        self._root = root
        self._entered = entered
        self._visibility = visibility
        self._choices = choices

    def children(self, node: Node, path: Path) -> tuple[Field, ...]:
        """Return the fields of a group at ``path``."""
        return tuple(self.field(child, (*path, child.name)) for child in node.children)

    def field(self, node: Node, path: Path, label: str = "", remove: str | None = None) -> Field:
        """Return the field of ``node`` at ``path``, with all below it."""
        name = ".".join(path)
        limits = node.limits
        return Field(
            path=name,
            name=path[-1],
            id="f-" + "-".join(path),
            kind=node.kind,
            widget=node.widget,
            label=label or node.label,
            hint=node.hint,
            placeholder=node.placeholder,
            unit=node.unit,
            section=node.section,
            required=self._visibility.required(node, path) or limits.get("const") is True,
            shown=self._visibility.shown(path),
            show_if=self._show_if(node, path),
            value=tuple(self._entered.get(name, ())),
            choices=self._choices_of(node),
            multiple=node.kind == "list",
            children=self._below(node, path),
            minimum=_bound(node, _first(limits, "minimum", "exclusiveMinimum", "formatMinimum")),
            maximum=_bound(node, _first(limits, "maximum", "exclusiveMaximum", "formatMaximum")),
            max_length=limits.get("maxLength"),
            min_items=limits.get("minItems"),
            max_items=limits.get("maxItems"),
            step=_STEPS.get("money" if node.widget == "money" else node.kind),
            accept=node.accept,
            max_bytes=node.max_bytes,
            material=node.material,
            autocomplete=node.autocomplete,
            add=f"add:{name}" if node.kind == "repeat" else None,
            remove=remove,
        )

    def _below(self, node: Node, path: Path) -> tuple[Field, ...]:
        if node.kind == "group":
            return self.children(node, path)
        if node.kind != "repeat":
            return ()
        count = max(self._count(path), node.limits.get("minItems", 0))
        name = ".".join(path)
        return tuple(
            self.field(
                node.children[0],
                (*path, str(number)),
                label=f"{node.children[0].label} {number + 1}",
                remove=f"del:{name}:{number}",
            )
            for number in range(count)
        )

    def _count(self, path: Path) -> int:
        before = ".".join(path) + "."
        numbers = (name[len(before) :].partition(".")[0] for name in self._entered if name.startswith(before))
        return max((int(number) for number in numbers if is_item_number(number)), default=-1) + 1

    def _choices_of(self, node: Node) -> Choices:
        given = self._choices.get(node.dotted)
        if given is not None:
            return tuple(given)
        return tuple((as_text(constant), title) for constant, title in node.choices)

    def _show_if(self, node: Node, path: Path) -> ShowIf | None:
        condition: Condition | None = node.show_if
        watched = target(self._root, node, condition.field) if condition is not None else None
        if condition is None or watched is None:
            return None
        steps = [path[i] if step == ITEM else step for i, step in enumerate(watched.path)]
        return ShowIf(".".join(steps), condition.texts, condition.negated)


def entered_of(node: Node, values: Any, path: Path = ()) -> dict[str, tuple[str, ...]]:
    """Return typed ``values`` as the texts that HTML would post for them, to be shown in the form again."""
    if values is None:
        return {}
    if node.kind == "group":
        parts = [entered_of(child, values.get(child.name), (*path, child.name)) for child in node.children]
        return {name: texts for part in parts for name, texts in part.items()}
    if node.kind == "repeat":
        parts = [entered_of(node.children[0], one, (*path, str(n))) for n, one in enumerate(values)]
        return {name: texts for part in parts for name, texts in part.items()}
    texts = values if node.kind == "list" else [entered_text(node, values)]
    return {".".join(path): tuple(texts)}


_STEPS = {"integer": "1", "number": "any", "money": "0.01"}


def _first(limits: Mapping[str, Any], *names: str) -> Any:
    return next((limits[name] for name in names if name in limits), None)


def _bound(node: Node, limit: Any) -> str | None:
    if limit is None:
        return None
    return money_text(int(limit)) if node.widget == "money" else as_text(limit)
