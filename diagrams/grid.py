"""The lines that everything stands and runs on: a centre line through each rank and track, channels between them.

Each band of ranks and each lane has a channel at both of its edges, so no run ever lies on a border.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagrams.model import Chart

CHANNEL, CENTRE, POOL = "channel", "centre", "pool"
Spot = tuple[int, int]
"""The crossing of two grid lines: index of the line of equal ``a``, index of the line of equal ``c``."""


@dataclass(frozen=True)
class Line:
    """One grid line; ``group`` is the band or lane it lies in (-1 for the closed pools' lines)."""

    kind: str
    group: int


@dataclass(frozen=True)
class Grid:
    """``lines[ALONG]`` are the lines of equal ``a``, ``lines[ACROSS]`` those of equal ``c``.

    ``cells`` gives a node's spot. ``pools`` gives a closed pool's line of equal ``c`` and its range of lines of equal
    ``a``, where message flows may reach it.
    """

    lines: tuple[tuple[Line, ...], tuple[Line, ...]]
    cells: Mapping[str, Spot]
    pools: Mapping[str, tuple[int, range]]

    def is_centre(self, axis: int, index: int) -> bool:
        return self.lines[axis][index].kind != CHANNEL


def grid_of(chart: Chart, tracks: Mapping[str, int], counts: Sequence[int]) -> Grid:
    """Lay the grid for a chart whose nodes have ranks and tracks; ``counts`` is the number of tracks per lane."""
    along: list[Line] = []
    rank_line: dict[int, int] = {}
    ranks = sorted({node.rank for node in chart.nodes if node.id in tracks})
    stage_of = {node.rank: node.stage for node in chart.nodes if node.id in tracks}
    for at, rank in enumerate(ranks):
        stage = stage_of[rank] if chart.stages else 0
        if not at or (chart.stages and stage_of[ranks[at - 1]] != stage):
            along.append(Line(CHANNEL, stage))
        rank_line[rank] = len(along)
        along += [Line(CENTRE, stage), Line(CHANNEL, stage)]
    if not ranks:
        along = [Line(CHANNEL, 0), Line(CENTRE, 0), Line(CHANNEL, 0)]
    across: list[Line] = []
    if any(pool.before for pool in chart.pools):
        across.append(Line(POOL, -1))
    first: list[int] = []
    for lane, count in enumerate(counts):
        across.append(Line(CHANNEL, lane))
        first.append(len(across))
        across += [Line(CENTRE, lane), Line(CHANNEL, lane)] * count
    if any(not pool.before for pool in chart.pools):
        across.append(Line(POOL, -1))
    cells = {
        node.id: (rank_line[node.rank], first[node.lane] + 2 * tracks[node.id])
        for node in chart.nodes
        if node.id in tracks
    }
    return Grid((tuple(along), tuple(across)), cells, _pools(chart, len(along), len(across)))


def _pools(chart: Chart, along: int, across: int) -> dict[str, tuple[int, range]]:
    """Share each side's line out among the closed pools that stand there."""
    ranges: dict[str, tuple[int, range]] = {}
    for before, line in ((True, 0), (False, across - 1)):
        side = [pool for pool in chart.pools if pool.before == before]
        for at, pool in enumerate(side):
            ranges[pool.id] = (line, range(at * along // len(side), (at + 1) * along // len(side)))
    return ranges
