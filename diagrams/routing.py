"""The orthogonal router: the cheapest way over the grid for each link, shortest links first (A*, then one revision)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from diagrams.contradictions import contradictions
from diagrams.geometry import ACROSS, AFTER, ALONG, BEFORE, MINUS, PLUS, STEP, opposite
from diagrams.grid import CHANNEL, POOL, Grid, Spot
from diagrams.traffic import Traffic, Unit, Wire, related, unit

BEND, CROSS, TOUCH, SHARE, OPPOSED = 24.0, 60.0, 30.0, 6.0, 220.0
AGAINST, AHEAD = 12.0, 2.0
"""Shares of a length that a way onward pays for leading back, and a way back for leading onward."""
FORK, MERGE = 0.85, 0.97
"""Shares of a length's cost for running on a line that forks from the same source, or ends in the same target."""
PARTINGS = 8
FORBIDDEN = float("inf")
OUT = {AFTER: 0.0, PLUS: 34.0, MINUS: 34.0, BEFORE: 140.0}
OUT_GATEWAY = {AFTER: 0.0, PLUS: 8.0, MINUS: 8.0, BEFORE: 120.0}
OUT_BACK = {AFTER: 30.0, PLUS: 8.0, MINUS: 8.0, BEFORE: 50.0}
IN = {BEFORE: 0.0, PLUS: 26.0, MINUS: 26.0, AFTER: 160.0}
IN_GATEWAY = {BEFORE: 0.0, PLUS: 8.0, MINUS: 8.0, AFTER: 140.0}
IN_BACK = {BEFORE: 16.0, PLUS: 8.0, MINUS: 8.0, AFTER: 90.0}
ANY = {BEFORE: 30.0, PLUS: 0.0, MINUS: 0.0, AFTER: 30.0}


@dataclass(frozen=True)
class Task:
    """One link to route. ``side`` and ``turn`` are given for a boundary event: the side it sits on, and whether its
    stub is off the centre line and must turn in the first channel. ``pool`` is set when the link ends at a pool.
    Tasks of lower ``order`` are laid first."""

    wire: Wire
    source: str
    target: str | None
    back: bool = False
    message: bool = False
    order: int = 0
    labelled: bool = False
    side: int | None = None
    turn: bool = False
    pool: str | None = None


Path = tuple[Spot, ...]


class Router:
    """Routes tasks one after another; ``lengths`` are rough distances between neighbouring lines of each axis."""

    def __init__(
        self,
        grid: Grid,
        lengths: tuple[Sequence[float], Sequence[float]],
        reserved: Mapping[str, frozenset[int]],
        gateways: frozenset[str],
    ) -> None:
        self.grid = grid
        self.reserved = reserved
        self.gateways = gateways
        self.size = (len(grid.lines[ALONG]), len(grid.lines[ACROSS]))
        self.positions = tuple(_positions(axis) for axis in lengths)
        self.holder = {spot: node for node, spot in grid.cells.items()}
        self.centre = tuple([line.kind != CHANNEL for line in lines] for lines in grid.lines)
        self.traffic = Traffic()
        self.apart: set[tuple[int, int]] = set()
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
            pairs = contradictions(wires, paths, lambda axis, line: self.centre[axis][line])
            if not pairs:
                return
            one, two = pairs[0]
            self.apart.add((one, two))
            self.apart.add((two, one))
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
        path = self._search(task, strict=True) or self._search(task, strict=False)
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

    def _search(self, task: Task, strict: bool) -> Path | None:
        goal = self.grid.cells.get(task.target or "", None)
        start = self.grid.cells[task.source]
        heap: list[tuple[float, int, float, Spot, int]] = []
        came: dict[tuple[Spot, int], tuple[Spot, int] | None] = {}
        cost_to: dict[tuple[Spot, int], float] = {}
        pushes = 0

        def push(cost: float, spot: Spot, direction: int, before: tuple[Spot, int] | None) -> None:
            nonlocal pushes
            key = (spot, direction)
            if cost < cost_to.get(key, FORBIDDEN):
                cost_to[key] = cost
                came[key] = before
                pushes += 1
                heappush(heap, (cost + self._estimate(task, spot, goal), pushes, cost, spot, direction))

        for side in range(4) if task.side is None else (task.side,):
            port = 0.0 if task.side is not None else self._port_cost(task, task.source, side, "out")
            if port == FORBIDDEN:
                if strict:
                    continue
                port = 400.0
            spot, cost = self._step(task, start, side, strict, goal)
            if spot is not None:
                push(port + cost, spot, side, None)
        while heap:
            _, _, cost, spot, direction = heappop(heap)
            if cost > cost_to[spot, direction]:
                continue
            if self._arrived(task, spot, goal):
                return self._trace(start, came, (spot, direction))
            for turn in (direction, (direction + 1) % 4, (direction + 3) % 4):
                if task.turn and came[spot, direction] is None and turn == direction:
                    continue
                there, step = self._step(task, spot, turn, strict, goal)
                if there is None:
                    continue
                step += self._junction(task, spot, direction, turn, strict)
                if there == goal:
                    port = self._port_cost(task, task.target or "", opposite(turn), "in")
                    if port == FORBIDDEN and strict:
                        continue
                    step += min(port, 400.0)
                if step < FORBIDDEN:
                    push(cost + step, there, turn, (spot, direction))
        return None

    def _arrived(self, task: Task, spot: Spot, goal: Spot | None) -> bool:
        if task.pool is not None:
            line, reach = self.grid.pools[task.pool]
            return spot[1] == line and spot[0] in reach
        return spot == goal

    def _estimate(self, task: Task, spot: Spot, goal: Spot | None) -> float:
        if goal is None:
            return self._between(ACROSS, spot[1], self.grid.pools[task.pool or ""][0]) * FORK
        return FORK * (self._between(ALONG, spot[0], goal[0]) + self._between(ACROSS, spot[1], goal[1]))

    def _step(
        self, task: Task, spot: Spot, direction: int, strict: bool, goal: Spot | None
    ) -> tuple[Spot | None, float]:
        """Return the next spot and the cost of going there, or None where there is no way."""
        there = (spot[0] + STEP[direction][0], spot[1] + STEP[direction][1])
        if not (0 <= there[0] < self.size[0] and 0 <= there[1] < self.size[1]):
            return None, FORBIDDEN
        if there in self.holder and there != goal:
            return None, FORBIDDEN
        if self.grid.lines[ACROSS][there[1]].kind == POOL and not self._arrived(task, there, goal):
            return None, FORBIDDEN
        axis = direction % 2
        length = abs(self.positions[axis][there[axis]] - self.positions[axis][spot[axis]])
        piece: Unit = unit(spot, direction)
        cost = length
        others = self.traffic.units.get(piece)
        if others:
            centre = self.centre[1 - axis][spot[1 - axis]]
            cost = self._shared(task, others, length, centre, strict, last=there == goal)
        if axis == ALONG and not task.message and (direction == BEFORE) != task.back:
            cost += (AHEAD if task.back else AGAINST) * length
        return there, cost

    def _shared(
        self, task: Task, others: Sequence[Wire], length: float, centre: bool, strict: bool, last: bool
    ) -> float:
        """Return the cost of a piece of line that others use; ``last`` says that it leads into our target."""
        wire = task.wire
        foreign = [other for other in others if not related(wire, other)]
        if not foreign:
            # Forks like a common bus; merges only where they come together anyway.
            return length * (FORK if others[0].source == wire.source else MERGE)
        if self.apart and any((wire.index, other.index) in self.apart for other in foreign):
            return FORBIDDEN if strict else length + 500.0
        if not centre:
            return length * (1 + 0.1 * len(foreign)) + SHARE * len(foreign)
        # Twins, of the same source and target, may share the last piece, but nothing else, lest they look like one.
        twins = all(o.source == wire.source and o.target == wire.target for o in foreign)
        if twins and last:
            return length + 2 * TOUCH
        return FORBIDDEN if strict else length + 500.0 * len(foreign)

    def _junction(self, task: Task, spot: Spot, into: int, out: int, strict: bool) -> float:
        """Return what it costs to pass a spot: bends, and foreign wires that cross or touch there."""
        straight = self.traffic.straight
        bends = [wire for wire in self.traffic.bends.get(spot, ()) if not related(task.wire, wire)]
        fixed = self.centre[ALONG][spot[0]] and self.centre[ACROSS][spot[1]]
        if into == out:
            crossing = sum(not related(task.wire, wire) for wire in straight.get((*spot, 1 - into % 2), ()))
            if fixed and bends:
                return FORBIDDEN if strict else 300.0
            return CROSS * crossing + TOUCH * len(bends)
        passing = sum(
            not related(task.wire, wire) for axis in (ALONG, ACROSS) for wire in straight.get((*spot, axis), ())
        )
        if fixed and (passing or bends):
            return FORBIDDEN if strict else 300.0
        opposed = bool(bends) and self._opposed(spot, into, out, bends)
        return BEND + TOUCH * passing + 0.5 * TOUCH * len(bends) + OPPOSED * opposed

    def _opposed(self, spot: Spot, into: int, out: int, bends: Sequence[Wire]) -> bool:
        """Tell whether a foreign wire leaves the same channel here on the same centre line to the other side.

        Two such meetings in one channel could demand both orders of the two wires at once.
        """
        ours = out if self.centre[1 - out % 2][spot[1 - out % 2]] else opposite(into)
        if not self.centre[1 - ours % 2][spot[1 - ours % 2]]:
            return False
        return any(wire in bends for wire in self.traffic.units.get(unit(spot, opposite(ours)), ()))

    @staticmethod
    def _trace(start: Spot, came: Mapping[tuple[Spot, int], tuple[Spot, int] | None], last: tuple[Spot, int]) -> Path:
        path: list[Spot] = []
        at: tuple[Spot, int] | None = last
        while at is not None:
            path.append(at[0])
            at = came[at]
        return (start, *reversed(path))


def _positions(lengths: Sequence[float]) -> list[float]:
    positions = [0.0]
    for length in lengths:
        positions.append(positions[-1] + length)
    return positions


def _direction(one: Spot, two: Spot) -> int:
    return STEP.index((two[0] - one[0], two[1] - one[1]))
