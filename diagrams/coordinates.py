"""From grid lines to lengths: cells as large as what is in them, channels as wide as the lines they carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from diagrams.geometry import ACROSS, AFTER, ALONG, BEFORE, MINUS, PLUS, Extent
from diagrams.grid import CHANNEL, POOL, Grid

PITCH = 9.0
MARGINS = ((9.0, 15.0), (11.0, 11.0))
"""Least distance of a run from its channel's low and high side, per axis; along, arrowheads need the high one."""
LEAST = (26.0, 18.0)
BORDER_LEAST = (14.0, 11.0)
POOL_WIDTH = 34.0
ALIKE = 1.1
"""Lanes up to so many times the middle one come out equal; a poster has no room to make all as wide as the widest."""


@dataclass
class Scale:
    """Positions on one axis: ``low`` and ``high`` sides of each grid line's strip, ``middle`` where a centre runs."""

    low: list[float]
    high: list[float]
    middle: list[float]

    @property
    def length(self) -> float:
        return self.high[-1] if self.high else 0.0


def scales_of(
    grid: Grid,
    extents: Mapping[str, Extent],
    slots: Mapping[tuple[int, int], int],
    least_group: Sequence[Sequence[float]],
) -> tuple[Scale, Scale]:
    """Return the scales of both axes.

    ``slots`` counts the slots of each (axis, line); ``least_group`` gives the least length of each band and lane,
    for their titles. Lanes of one track come out equal unless one needs clearly more than the rest.
    """
    scales = []
    for axis in (ALONG, ACROSS):
        before, after = _reaches(grid, extents, axis)
        for index, line in enumerate(grid.lines[axis]):
            if line.kind == CHANNEL:
                count = slots.get((axis, index), 0)
                margin = MARGINS[axis]
                lone = _inner(grid, axis, index)
                least = LEAST[axis] if lone else BORDER_LEAST[axis]
                thick = max(least, margin[0] + margin[1] + (count - 1) * PITCH if count else 0.0)
                before[index], after[index] = thick / 2, thick / 2
            elif line.kind == POOL:
                before[index] = after[index] = POOL_WIDTH / 2 + 10
        _widen(grid, axis, before, after, least_group[axis])
        scales.append(_accumulate(before, after))
    return scales[0], scales[1]


def _inner(grid: Grid, axis: int, index: int) -> bool:
    lines = grid.lines[axis]
    if not 0 < index < len(lines) - 1:
        return False
    return lines[index - 1].group == lines[index].group == lines[index + 1].group


def _reaches(grid: Grid, extents: Mapping[str, Extent], axis: int) -> tuple[list[float], list[float]]:
    count = len(grid.lines[axis])
    before, after = [0.0] * count, [0.0] * count
    low, high = (BEFORE, AFTER) if axis == ALONG else (MINUS, PLUS)
    for node, spot in grid.cells.items():
        before[spot[axis]] = max(before[spot[axis]], extents[node].reach[low])
        after[spot[axis]] = max(after[spot[axis]], extents[node].reach[high])
    return before, after


def _widen(grid: Grid, axis: int, before: list[float], after: list[float], least: Sequence[float]) -> None:
    """Bring bands and lanes to their least length, and lanes of one track to one width, by their outer channels."""
    groups: dict[int, list[int]] = {}
    for index, line in enumerate(grid.lines[axis]):
        if line.group >= 0:
            groups.setdefault(line.group, []).append(index)
    width = {group: sum(before[i] + after[i] for i in members) for group, members in groups.items()}
    common = 0.0
    single = [width[group] for group, members in groups.items() if len(members) == 3]
    if axis == ACROSS and len(groups) > 1 and single:
        bound = ALIKE * median(single)
        common = max((value for value in single if value <= bound), default=0.0)
    for group, members in groups.items():
        wish = max(common, least[group] if group < len(least) else 0.0)
        extra = max(0.0, wish - width[group]) / 2
        # An off-centre label widens one side only; what is added first restores the balance.
        lean = sum(after[i] - before[i] for i in members) / 2
        shift = max(-extra, min(extra, lean))
        before[members[0]] += (extra + shift) / 2
        after[members[0]] += (extra + shift) / 2
        before[members[-1]] += (extra - shift) / 2
        after[members[-1]] += (extra - shift) / 2


def _accumulate(before: Sequence[float], after: Sequence[float]) -> Scale:
    scale = Scale([], [], [])
    at = 0.0
    for low, high in zip(before, after, strict=True):
        scale.low.append(at)
        scale.middle.append(at + low)
        at += low + high
        scale.high.append(at)
    return scale


def slot_position(scale: Scale, axis: int, line: int, slot: int, count: int) -> float:
    """Return the coordinate of a slot, the channel's slots together in its middle."""
    low, high = MARGINS[axis]
    free = scale.high[line] - scale.low[line] - low - high - (count - 1) * PITCH
    return scale.low[line] + low + max(0.0, free) / 2 + min(0.0, free) / 2 + slot * PITCH
