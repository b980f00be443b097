"""Axes and lengths that layout shares: everything is computed along and across the reading direction.

``a`` counts along it (down in TB, right in LR), ``c`` across it (right in TB, down in LR). Only the last step turns
a point into page coordinates, so that both orientations are one piece of code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALONG, ACROSS = 0, 1
AFTER, PLUS, BEFORE, MINUS = 0, 1, 2, 3
"""The sides of a node and the directions of travel: +a, +c, -a, -c."""

STEP = ((1, 0), (0, 1), (-1, 0), (0, -1))


def opposite(side: int) -> int:
    """Return the side across a node."""
    return (side + 2) % 4


@dataclass
class Extent:
    """How far a node's cell reaches from its centre: to each side, in ``side`` order."""

    reach: list[float]

    def grow(self, side: int, length: float) -> None:
        self.reach[side] = max(self.reach[side], length)


@dataclass(frozen=True)
class Rect:
    """A rectangle on the page, ``y`` down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> Rect:
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Rect, slack: float = 0.0) -> bool:
        """Tell whether the two share more than ``slack`` in both directions."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )


Point = tuple[float, float]


def simple(points: Sequence[Point]) -> tuple[Point, ...]:
    """Drop corners that do not turn and steps of no length."""
    kept: list[Point] = []
    for point in points:
        point = (round(point[0], 2), round(point[1], 2))
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return tuple(kept)
