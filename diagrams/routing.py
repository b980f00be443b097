"""The orthogonal router: the cheapest way over the grid for each link, shortest links first (then one revision)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from diagrams.contradictions import contradictions
from diagrams.geometry import ACROSS, AFTER, ALONG, BEFORE, MINUS, PLUS, STEP, opposite
from diagrams.grid import Grid, Spot
from diagrams.traffic import Wire, related
from diagrams.ways import FORBIDDEN, Path, Task, Ways

PARTINGS = 8
GREED = ((600, 2.0), (200, 1.5))
"""From how many links on the search overrates what is ahead, and by how much: the cheapest ways of 400 take 10 s."""
OUT = {AFTER: 0.0, PLUS: 34.0, MINUS: 34.0, BEFORE: 140.0}
OUT_GATEWAY = {AFTER: 0.0, PLUS: 8.0, MINUS: 8.0, BEFORE: 120.0}
OUT_BACK = {AFTER: 30.0, PLUS: 8.0, MINUS: 8.0, BEFORE: 50.0}
IN = {BEFORE: 0.0, PLUS: 26.0, MINUS: 26.0, AFTER: 160.0}
IN_GATEWAY = {BEFORE: 0.0, PLUS: 8.0, MINUS: 8.0, AFTER: 140.0}
IN_BACK = {BEFORE: 16.0, PLUS: 8.0, MINUS: 8.0, AFTER: 90.0}
ANY = {BEFORE: 30.0, PLUS: 0.0, MINUS: 0.0, AFTER: 30.0}
TAKEN = 400.0
"""What it costs to leave or arrive where that may not be, when there is no other way."""


class Router:
    """Routes tasks one after another; ``lengths`` are rough distances between neighbouring lines of each axis.

    ``count`` is how many there will be: of a great many none gets the very cheapest way (``GREED``).
    """

    def __init__(
        self,
        grid: Grid,
        lengths: tuple[Sequence[float], Sequence[float]],
        reserved: Mapping[str, frozenset[int]],
        gateways: frozenset[str],
        count: int = 0,
    ) -> None:
        self.grid = grid
        self.reserved = reserved
        self.gateways = gateways
        self.positions = tuple(list(accumulate(axis, initial=0.0)) for axis in lengths)
        greed = next((greed for least, greed in GREED if count >= least), 1.0)
        self.ways = Ways(grid, (self.positions[ALONG], self.positions[ACROSS]), greed=greed)
        self.traffic = self.ways.traffic
        self.makeshift: dict[int, int] = {}
        self.ports: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.pending: dict[tuple[str, str], int] = defaultdict(int)

    def route(self, tasks: Sequence[Task]) -> dict[int, Path]:
        """Return a path of spots per wire index, from the source's spot to the target's or to a pool's line."""
        for task in tasks:
            self._count(task, 1)
        paths: dict[int, Path] = {}
        order = sorted(tasks, key=self._priority)
        for task in order:
            self._count(task, -1)
            paths[task.wire.index] = self._lay(task)
        for task in order:
            old = paths[task.wire.index]
            if self._troubled(task.wire, old):
                self._lift(task, old)
                paths[task.wire.index] = self._lay(task)
        self._part(tasks, paths)
        return paths

    def _part(self, tasks: Sequence[Task], paths: dict[int, Path]) -> None:
        """Send one of two wires that a channel cannot hold apart another way."""
        by_index = {task.wire.index: task for task in tasks}
        wires = [task.wire for task in tasks]
        for _ in range(PARTINGS):
            pairs = contradictions(wires, paths, self.grid.is_centre)
            if not pairs:
                return
            one, two = pairs[0]
            self.ways.apart.add((one, two))
            self.ways.apart.add((two, one))
            self._lift(by_index[two], paths[two])
            paths[two] = self._lay(by_index[two])

    def _count(self, task: Task, by: int) -> None:
        if task.side is None:
            self.pending[task.source, "out"] += by
        if task.target is not None:
            self.pending[task.target, "in"] += by

    def _priority(self, task: Task) -> tuple[int, float, int]:
        source, target = self.grid.cells[task.source], self.grid.cells.get(task.target or "", None)
        kind = task.order or (1 if task.back else 0)
        if target is None:
            return kind, 0.0, task.wire.index
        distance = self._between(ALONG, source[0], target[0]) + 1.5 * self._between(ACROSS, source[1], target[1])
        return kind, distance, task.wire.index

    def _between(self, axis: int, one: int, two: int) -> float:
        return abs(self.positions[axis][one] - self.positions[axis][two])

    def _troubled(self, wire: Wire, path: Path) -> bool:
        """Tell whether a laid wire crosses or runs beside a foreign one, so that a second try may pay."""
        for at in range(1, len(path) - 1):
            for axis in (ALONG, ACROSS):
                if any(not related(wire, o) and o != wire for o in self.traffic.straight.get((*path[at], axis), ())):
                    return True
        return False

    def _lay(self, task: Task) -> Path:
        leave, arrive = self._leaving(task), self._arriving(task)
        path = None
        for makeshift, (strict, climb) in enumerate(((True, False), (True, True), (False, True))):
            if not strict:
                leave, arrive = ([min(cost, TAKEN) for cost in costs] for costs in (leave, arrive))
                if task.side is not None:
                    leave = self._leaving(task)
            path = self.ways.find(task, leave, arrive, strict=strict, climb=climb)
            if path is not None:
                self.makeshift[task.wire.index] = makeshift
                break
        if path is None:
            raise AssertionError(f"no way for {task.wire}")
        self.traffic.add(task.wire, path)
        for node, side, way in self._ends(task, path):
            self.ports[node, side].append(way)
        return path

    def _lift(self, task: Task, path: Path) -> None:
        self.traffic.remove(task.wire, path)
        for node, side, way in self._ends(task, path):
            self.ports[node, side].remove(way)

    def _ends(self, task: Task, path: Path) -> Iterator[tuple[str, int, str]]:
        if task.side is None:
            yield task.source, _direction(path[0], path[1]), "out"
        if task.target is not None:
            yield task.target, opposite(_direction(path[-2], path[-1])), "in"

    def _leaving(self, task: Task) -> list[float]:
        """Return what it costs to leave the source in each direction."""
        if task.side is not None:
            return [0.0 if side == task.side else FORBIDDEN for side in range(4)]
        return [self._port_cost(task, task.source, side, "out") for side in range(4)]

    def _arriving(self, task: Task) -> list[float]:
        """Return what it costs to come to the target in each direction."""
        if task.target is None:
            return [0.0] * 4
        return [self._port_cost(task, task.target, opposite(side), "in") for side in range(4)]

    def _port_cost(self, task: Task, node: str, side: int, way: str) -> float:
        if side in self.reserved.get(node, ()):
            return FORBIDDEN
        used = self.ports.get((node, side), ())
        other = "in" if way == "out" else "out"
        if other in used:
            return FORBIDDEN
        if not used and self.pending[node, other] and not self._room(node, side, other):
            return FORBIDDEN
        gateway = node in self.gateways
        if task.message:
            cost = ANY[side]
        elif way == "out":
            cost = (OUT_BACK if task.back else OUT_GATEWAY if gateway else OUT)[side]
        else:
            cost = (IN_BACK if task.back else IN_GATEWAY if gateway else IN)[side]
        if used and way == "out" and task.labelled:
            cost += 70.0
        return cost

    def _room(self, node: str, side: int, other: str) -> bool:
        """Tell whether links of the ``other`` way still find a side when this one is taken."""
        left = [s for s in range(4) if s != side and s not in self.reserved.get(node, ())]
        return any(not self.ports.get((node, s)) or other in self.ports[node, s] for s in left)


def _direction(one: Spot, two: Spot) -> int:
    return STEP.index((two[0] - one[0], two[1] - one[1]))
