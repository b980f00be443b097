"""Bars of the trend, laid out for a picture that needs neither script nor style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.queries.light_weeks import Week

HEIGHT, WIDTH, GAP = 120, 40, 16
"""In units of the picture: the highest bar, the width of a bar, and what lies between two."""


@dataclass(frozen=True)
class Part:
    """One colour of a bar: ``top`` and ``height`` in units of the picture, ``kind`` names its style."""

    kind: str
    count: int
    top: int
    height: int


@dataclass(frozen=True)
class Bar:
    """The bar of one week from its left edge, with its parts from the ground up, and what they come to."""

    first: date
    left: int
    parts: tuple[Part, ...]
    total: int


def bars(weeks: Sequence[Week], kinds: Sequence[tuple[str, Callable[[Week], int]]]) -> tuple[Bar, ...]:
    """Return a bar for each week; ``kinds`` are (style, count of a week) from the ground up. What is there is seen."""
    most = max((sum(count(week) for _kind, count in kinds) for week in weeks), default=0) or 1
    made = []
    for number, week in enumerate(weeks):
        top, parts, total = HEIGHT, [], 0
        for kind, count in kinds:
            found = count(week)
            height = max(2, round(HEIGHT * found / most)) if found else 0
            top, total = top - height, total + found
            parts.append(Part(kind, found, top, height))
        made.append(Bar(week.first, GAP + number * (WIDTH + GAP), tuple(parts), total))
    return tuple(made)


def rules_of(weeks: Iterable[Week]) -> list[tuple[str, str]]:
    """Return the rules and colours that there were in the weeks, in the order of the rules, yellow first."""
    return sorted({kind for week in weeks for kind in week.lights}, key=lambda one: (one[0], one[1] != "yellow"))
