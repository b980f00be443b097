"""How well the lines of a chart run, to choose between layouts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from diagrams.geometry import Point

Line = tuple[str, str, Sequence[Point]]
"""The source and target of a line, and its corners."""
SLACK = 0.01


def merit(lines: Sequence[Line]) -> tuple[int, int, float]:
    """Return how often lines cross, how often they bend and how long they are in sum: the less, the better.

    Lines that start or end at one node are bundled on purpose, and do not count as crossing.
    """
    level: list[tuple[float, float, float, str, str]] = []
    upright: list[tuple[float, float, float, str, str]] = []
    bends, length = 0, 0.0
    for source, target, points in lines:
        bends += len(points) - 2
        for (x1, y1), (x2, y2) in pairwise(points):
            length += abs(x2 - x1) + abs(y2 - y1)
            if y1 == y2:
                level.append((y1, min(x1, x2) + SLACK, max(x1, x2) - SLACK, source, target))
            else:
                upright.append((x1, min(y1, y2) + SLACK, max(y1, y2) - SLACK, source, target))
    upright.sort()
    places = [x for x, *_ in upright]
    crossings = sum(
        top < y < bottom and source != other_source and target != other_target
        for y, left, right, source, target in level
        for _, top, bottom, other_source, other_target in upright[
            bisect_right(places, left) : bisect_left(places, right)
        ]
    )
    return crossings, bends, length
