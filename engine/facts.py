"""A fact of a matter: a value, how sure it is, and where it was read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from engine.strict import Malformed
from engine.text import zh

T = TypeVar("T")

Mark = Literal["found", "seed", "own"]


@dataclass(frozen=True)
class Fact(Generic[T]):
    """A value, how sure it is, and where it was read (a title that a person can look up)."""

    value: T
    mark: Mark
    source: str

    @property
    def verified(self) -> bool:
        """Say whether the value was read somewhere; if not, pages add 待核实."""
        return self.mark != "own"


def facts_of(value: object, path: str = "") -> Iterator[tuple[str, Fact[Any]]]:
    """Yield every fact under ``value`` with its path (``materials.layout_plan.copies``)."""
    if isinstance(value, Fact):
        yield path, value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from facts_of(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from facts_of(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from facts_of(item, f"{path}.{getattr(item, 'key', number)}")


def require_identifier(path: str, text: str) -> None:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", text):
        raise Malformed(path, zh("“{text}”不是标识符（小写字母、数字、下划线）", text=text))
