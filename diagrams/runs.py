"""Straight runs of routed paths, and which of them are to be drawn as one line (forks and merges)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from diagrams.geometry import ACROSS, ALONG
from diagrams.grid import Spot
from diagrams.traffic import Wire, related


@dataclass
class Run:
    """A straight piece of one wire on one grid line.

    ``axis`` is the axis whose coordinate is fixed (the run lies on ``lines[axis][line]``); ``low`` and ``high`` are
    positions along it in line indices, fractions for stubs off the centre. ``turns`` holds (position, +1 or -1) for
    each end that turns off to the higher or lower side of the line.
    """

    wire: Wire
    order: int
    axis: int
    line: int
    low: float
    high: float
    turns: list[tuple[float, int]]
    fixed: float | None = None


@dataclass
class Bundle:
    """Runs on one line that get one offset, since they fork from or merge into one another."""

    runs: list[Run]
    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        self.low = min(run.low for run in self.runs)
        self.high = max(run.high for run in self.runs)

    @property
    def turns(self) -> list[tuple[float, int]]:
        return [turn for run in self.runs for turn in run.turns]

    def related(self, other: Bundle) -> bool:
        """Tell whether each run of one may touch each run of the other."""
        return all(related(one.wire, two.wire) for one in self.runs for two in other.runs)


def runs_of(wire: Wire, path: Sequence[Spot], stub: float) -> list[Run]:
    """Cut a path into its straight runs, alternating in axis; ``stub`` is how far off centre the first one lies.

    The stub is given in line units (a small fraction), for ordering; the runs' coordinates come later.
    """
    corners = [path[0]]
    for before, at, after in zip(path, path[1:], path[2:], strict=False):
        if (at[0] - before[0], at[1] - before[1]) != (after[0] - at[0], after[1] - at[1]):
            corners.append(at)
    corners.append(path[-1])
    runs: list[Run] = []
    for order, (one, two) in enumerate(pairwise(corners)):
        moving = ALONG if one[0] != two[0] else ACROSS
        axis = 1 - moving
        low, high = sorted((float(one[moving]), float(two[moving])))
        run = Run(wire, order, axis, one[axis], low, high, [])
        if order == 1 and stub:
            start = one[moving] + stub
            run.low, run.high = sorted((start, float(two[moving])))
        if order:
            position = one[moving] + (stub if order == 1 else 0.0)
            run.turns.append((position, _sign(corners[order - 1][axis] - one[axis])))
        if order + 2 < len(corners):
            run.turns.append((float(two[moving]), _sign(corners[order + 2][axis] - two[axis])))
        runs.append(run)
    return runs


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def bundles_of(runs: Sequence[Run], paths: Mapping[int, Sequence[Spot]]) -> list[Bundle]:
    """Group the runs of one line: those on the shared way out of one source or into one target become one."""
    bundles = [Bundle([run]) for run in sorted(runs, key=lambda run: (run.low, run.high, run.wire.index))]
    merged = True
    while merged:
        merged = False
        for one in range(len(bundles)):
            for two in range(len(bundles) - 1, one, -1):
                if _joinable(bundles[one], bundles[two], paths):
                    bundles[one] = Bundle(bundles[one].runs + bundles.pop(two).runs)
                    merged = True
    return bundles


def _joinable(one: Bundle, two: Bundle, paths: Mapping[int, Sequence[Spot]]) -> bool:
    if one.low > two.high or two.low > one.high:
        return False
    if not any(_share_way(a, b, paths) for a in one.runs for b in two.runs):
        return False
    return all(related(a.wire, b.wire) or a.low > b.high or b.low > a.high for a in one.runs for b in two.runs)


def _share_way(one: Run, two: Run, paths: Mapping[int, Sequence[Spot]]) -> bool:
    """Tell whether two runs lie where their wires part or meet: both touch the last spot that they have in common."""
    if not related(one.wire, two.wire):
        return False
    a, b = list(paths[one.wire.index]), list(paths[two.wire.index])
    if one.wire.source != two.wire.source:
        a.reverse()
        b.reverse()
    common = 0
    while common < min(len(a), len(b)) and a[common] == b[common]:
        common += 1
    # The first spot is the node itself; sharing only that is no shared way.
    if common < 2:
        return False
    moving = 1 - one.axis
    shared = [spot for spot in a[:common] if spot[one.axis] == one.line]
    return any(
        one.low - 0.5 < spot[moving] < one.high + 0.5 and two.low - 0.5 < spot[moving] < two.high + 0.5
        for spot in shared
    )


def by_line(runs: Sequence[Run]) -> dict[tuple[int, int], list[Run]]:
    """Sort runs by the line they lie on."""
    lines: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        lines[run.axis, run.line].append(run)
    return lines
