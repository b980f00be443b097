"""Who runs where on the grid: what the router asks before it takes a step, and what it notes after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from diagrams.geometry import STEP
from diagrams.grid import Spot

Unit = tuple[int, int, int]
"""A piece of line between two neighbouring spots: the lower spot and the axis moved along."""


@dataclass(frozen=True)
class Wire:
    """A link as the router sees it: the ends are what lines may be shared by (a node, or a port of one)."""

    index: int
    source: str
    target: str


def unit(spot: Spot, direction: int) -> Unit:
    """Return the piece of line that a step from ``spot`` runs over."""
    if direction < 2:
        return spot[0], spot[1], direction
    step = STEP[direction]
    return spot[0] + step[0], spot[1] + step[1], direction - 2


def related(one: Wire, two: Wire) -> bool:
    """Tell whether two wires may share a line: they fork from one node or merge into one, but are not twins."""
    return (one.source == two.source) != (one.target == two.target)


class Traffic:
    """The wires laid so far."""

    def __init__(self) -> None:
        self.units: dict[Unit, list[Wire]] = defaultdict(list)
        self.straight: dict[tuple[int, int, int], list[Wire]] = defaultdict(list)
        self.bends: dict[Spot, list[Wire]] = defaultdict(list)
        self.sources: Counter[str] = Counter()
        self.targets: Counter[str] = Counter()

    def add(self, wire: Wire, path: Sequence[Spot]) -> None:
        self._each(wire, path, list.append)
        self.sources[wire.source] += 1
        self.targets[wire.target] += 1

    def remove(self, wire: Wire, path: Sequence[Spot]) -> None:
        self._each(wire, path, list.remove)
        self.sources[wire.source] -= 1
        self.targets[wire.target] -= 1

    def least_share(self, wire: Wire, fork: float, merge: float) -> float:
        """Return the least share of a length that a wire may pay, seeing which lines it could run on."""
        return fork if self.sources[wire.source] else merge if self.targets[wire.target] else 1.0

    def _each(self, wire: Wire, path: Sequence[Spot], note: object) -> None:
        directions = steps_of(path)
        for spot, direction in zip(path, directions, strict=False):
            note(self.units[unit(spot, direction)], wire)  # type: ignore[operator]
        for spot, into, out in zip(path[1:], directions, directions[1:], strict=False):
            if into == out:
                note(self.straight[(*spot, into % 2)], wire)  # type: ignore[operator]
            else:
                note(self.bends[spot], wire)  # type: ignore[operator]


def steps_of(path: Sequence[Spot]) -> list[int]:
    """Return the direction of each step of a path."""
    return [STEP.index(((b[0] > a[0]) - (b[0] < a[0]), (b[1] > a[1]) - (b[1] < a[1]))) for a, b in pairwise(path)]
