"""When a field is shown or required: a comparison with another field's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Constant = str | int | float | bool

COMPARISONS = ("equals", "in", "notIn", "filled")


@dataclass(frozen=True)
class Condition:
    """Holds when the answer of ``field`` is one of ``constants`` (or, ``negated``, is none of them: any answer if
    there are none).

    ``field`` is a dotted path from the top of the form, or ``./name`` for a neighbour in the same group. A
    list answer is compared member by member. Without an answer no condition holds.
    """

    field: str
    constants: tuple[Constant, ...]
    negated: bool = False

    def holds(self, answer: object) -> bool:
        """Tell whether the condition holds for ``answer``, None when there is none."""
        if answer is None or answer == []:
            return False
        members = answer if isinstance(answer, list) else [answer]
        return any(_among(member, self.constants) for member in members) is not self.negated

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the constants as an HTML form posts them."""
        return tuple(as_text(constant) for constant in self.constants)


def read_condition(value: Any) -> Condition | None:
    """Return the condition that a ui schema writes, or None if it is not one.

    Written ``{"field": "delivery.mode", "equals": "courier"}``, with ``in`` or ``notIn`` and a list, or with
    ``"filled": true``.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("field"), str) or len(value) != 2:
        return None
    comparison = next((name for name in COMPARISONS if name in value), None)
    if comparison is None:
        return None
    if comparison == "filled":
        return Condition(value["field"], (), negated=True) if value["filled"] is True else None
    constants = [value["equals"]] if comparison == "equals" else value[comparison]
    if not isinstance(constants, list) or not constants:
        return None
    if not all(isinstance(constant, str | int | float | bool) for constant in constants):
        return None
    return Condition(value["field"], tuple(constants), comparison == "notIn")


def as_text(constant: Constant) -> str:
    """Return a constant as an HTML form posts it."""
    return str(constant).lower() if isinstance(constant, bool) else str(constant)


def _among(answer: object, constants: tuple[Constant, ...]) -> bool:
    # 1 == True in Python, but a number and a yes/no answer are different things.
    return any(answer == constant and isinstance(answer, bool) == isinstance(constant, bool) for constant in constants)
