"""The cheapest way of one link over the grid, around the boxes and past the lines laid before it (A*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from diagrams.geometry import ACROSS, ALONG, BEFORE, STEP, opposite
from diagrams.grid import CHANNEL, POOL, Grid, Spot
from diagrams.traffic import Traffic, Wire, related, unit

BEND, CROSS, TOUCH, SHARE, OPPOSED = 24.0, 60.0, 30.0, 6.0, 220.0
AGAINST, AHEAD = 12.0, 2.0
"""Shares of a length that a way onward pays for leading back, where it may, and a way back for leading onward."""
FORK, MERGE = 0.85, 0.97
"""Shares of a length's cost for running on a line that forks from the same source, or ends in the same target."""
BLOCKED, LIES_ON = 300.0, 500.0
"""What a way that is not strict pays for a point, or a piece, that belongs to another."""
FORBIDDEN = float("inf")
TURNS = tuple((side, (side + 1) % 4, (side + 3) % 4) for side in range(4))

Path = tuple[Spot, ...]
State = tuple[Spot, int]


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


class Ways:
    """Finds ways for tasks; ``positions`` are rough places of the lines of each axis, ``traffic`` the lines laid.

    ``effort`` counts the steps looked at so far, a measure of the time taken that is the same on every machine.
    ``greed`` is by how much what is still ahead is overrated: 1 finds the cheapest way, more finds one that costs at
    the most so many times as much, in far fewer steps (weighted A*, Pohl 1970).
    """

    def __init__(self, grid: Grid, positions: tuple[Sequence[float], Sequence[float]], *, greed: float = 1.0) -> None:
        self.grid = grid
        self.greed = greed
        self.size = (len(grid.lines[ALONG]), len(grid.lines[ACROSS]))
        self.positions = positions
        self.gaps = tuple([two - one for one, two in pairwise(axis)] for axis in positions)
        self.taken = frozenset(grid.cells.values())
        self.closed = frozenset(at for at, line in enumerate(grid.lines[ACROSS]) if line.kind == POOL)
        self.centre = tuple([line.kind != CHANNEL for line in lines] for lines in grid.lines)
        self.traffic = Traffic()
        self.apart: set[tuple[int, int]] = set()
        self.effort = 0

    def find(
        self, task: Task, leave: Sequence[float], arrive: Sequence[float], *, strict: bool, climb: bool
    ) -> Path | None:
        """Return the cheapest way from the source's spot to the target's or to a pool's line, None without one.

        ``leave`` and ``arrive`` say what it costs to leave the source and to reach the target in each direction,
        FORBIDDEN where that may not be. A way that is not ``strict`` may lie on a foreign one, at a high price; a way
        onward leads back only if it may ``climb``.
        """
        wire, goal, start = task.wire, self.grid.cells.get(task.target or ""), self.grid.cells[task.source]
        units, straight, bends = self.traffic.units, self.traffic.straight, self.traffic.bends
        extra, ahead = _extra(task, climb=climb), self._ahead(task, goal, arrive)
        greed = self.greed
        heap: list[tuple[float, int, float, Spot, int]] = []
        came: dict[State, State | None] = {}
        cost_to: dict[State, float] = {}
        pushes = 0
        for side, port in enumerate(leave):
            there, length = self._step(task, start, side, goal)
            cost = port + extra[side] if port + extra[side] == FORBIDDEN else port + extra[side] * length
            if there is None or cost == FORBIDDEN:
                continue
            # Events on one side of a host leave it beside one another, though on one line of the grid.
            others = () if task.turn else units.get(unit(start, side))
            cost += self._shared(wire, others, length, start, side, strict, there == goal) if others else length
            if cost < FORBIDDEN:
                came[there, side], cost_to[there, side] = None, cost
                pushes += 1
                heappush(heap, (cost + greed * ahead(there, side), pushes, cost, there, side))
        while heap:
            _, _, cost, spot, direction = heappop(heap)
            state = (spot, direction)
            if cost > cost_to[state]:
                continue
            if spot == goal or (goal is None and self._in_pool(task, spot)):
                self.effort += pushes
                return _trace(start, came, state)
            met = bends.get(spot)
            turned = [other for other in met if not related(wire, other)] if met else []
            passing = [0, 0]
            for axis in (ALONG, ACROSS):
                if met := straight.get((spot[0], spot[1], axis)):
                    passing[axis] = sum(not related(wire, other) for other in met)
            # Where two centre lines cross, nothing can be moved aside.
            fixed = self.centre[ALONG][spot[0]] and self.centre[ACROSS][spot[1]]
            unbending = task.turn and came[state] is None
            for turn in TURNS[direction]:
                if extra[turn] == FORBIDDEN or (unbending and turn == direction):
                    continue
                there, length = self._step(task, spot, turn, goal)
                if there is None:
                    continue
                if turn == direction:
                    if fixed and turned:
                        step = FORBIDDEN if strict else BLOCKED
                    else:
                        step = CROSS * passing[1 - turn % 2] + TOUCH * len(turned)
                elif fixed and (turned or passing[0] or passing[1]):
                    step = FORBIDDEN if strict else BLOCKED
                else:
                    step = BEND + TOUCH * (passing[0] + passing[1]) + 0.5 * TOUCH * len(turned)
                    if turned and self._opposed(spot, direction, turn, turned):
                        step += OPPOSED
                if step == FORBIDDEN:
                    continue
                others = units.get(unit(spot, turn))
                step += self._shared(wire, others, length, spot, turn, strict, there == goal) if others else length
                total = cost + step + extra[turn] * length + (arrive[turn] if there == goal else 0.0)
                following = (there, turn)
                if total < cost_to.get(following, FORBIDDEN):
                    estimate = total if there == goal else total + greed * ahead(there, turn)
                    if estimate < FORBIDDEN:
                        cost_to[following], came[following] = total, state
                        pushes += 1
                        heappush(heap, (estimate, pushes, total, there, turn))
        self.effort += pushes
        return None

    def _step(self, task: Task, spot: Spot, direction: int, goal: Spot | None) -> tuple[Spot | None, float]:
        """Return the next spot and how far it is, or None where there is no way."""
        along, across = spot[0] + STEP[direction][0], spot[1] + STEP[direction][1]
        there = (along, across)
        if not (0 <= along < self.size[0] and 0 <= across < self.size[1]) or (there in self.taken and there != goal):
            return None, 0.0
        if across in self.closed and not self._in_pool(task, there):
            return None, 0.0
        axis = direction % 2
        return there, self.gaps[axis][spot[axis] if direction < BEFORE else there[axis]]

    def _in_pool(self, task: Task, spot: Spot) -> bool:
        if task.pool is None:
            return False
        line, reach = self.grid.pools[task.pool]
        return spot[1] == line and spot[0] in reach

    def _ahead(self, task: Task, goal: Spot | None, arrive: Sequence[float]) -> Callable[[Spot, int], float]:
        """Return what tells the least that a way still costs: its length, the bends it needs, and its arrival."""
        along, across = self.positions
        share = self.traffic.least_share(task.wire, FORK, MERGE)
        if goal is None:
            line = across[self.grid.pools[task.pool or ""][0]]
            return lambda spot, _: share * abs(across[spot[1]] - line)
        end = along[goal[0]], across[goal[1]]
        least: dict[tuple[int, bool, bool, bool, bool], float] = {}

        def ahead(spot: Spot, direction: int) -> float:
            key = (direction, spot[0] < goal[0], spot[0] > goal[0], spot[1] < goal[1], spot[1] > goal[1])
            if key not in least:
                bends = _least_bends(key[2] - key[1], key[4] - key[3])
                least[key] = min(BEND * bends[direction, side] + arrive[side] for side in range(4))
            return least[key] + share * (abs(along[spot[0]] - end[0]) + abs(across[spot[1]] - end[1]))

        return ahead

    def _shared(
        self, wire: Wire, others: Sequence[Wire], length: float, spot: Spot, direction: int, strict: bool, last: bool
    ) -> float:
        """Return the cost of a piece of line that others use; ``last`` says that it leads into our target."""
        foreign = [other for other in others if not related(wire, other)]
        if not foreign:
            # Forks like a common bus; merges only where they come together anyway.
            return length * (FORK if others[0].source == wire.source else MERGE)
        if self.apart and any((wire.index, other.index) in self.apart for other in foreign):
            return FORBIDDEN if strict else length + LIES_ON
        axis = 1 - direction % 2
        if not self.centre[axis][spot[axis]]:
            return length * (1 + 0.1 * len(foreign)) + SHARE * len(foreign)
        # Twins, of the same source and target, may share the last piece, but nothing else, lest they look like one.
        twins = all(o.source == wire.source and o.target == wire.target for o in foreign)
        if twins and last:
            return length + 2 * TOUCH
        return FORBIDDEN if strict else length + LIES_ON * len(foreign)

    def _opposed(self, spot: Spot, into: int, out: int, bends: Sequence[Wire]) -> bool:
        """Tell whether a foreign wire leaves the same channel here on the same centre line to the other side.

        Two such meetings in one channel could demand both orders of the two wires at once.
        """
        ours = out if self.centre[1 - out % 2][spot[1 - out % 2]] else opposite(into)
        if not self.centre[1 - ours % 2][spot[1 - ours % 2]]:
            return False
        return any(wire in bends for wire in self.traffic.units.get(unit(spot, opposite(ours)), ()))


def _extra(task: Task, *, climb: bool) -> tuple[float, float, float, float]:
    """Return the share of a length that a way pays on top in each direction."""
    if task.message:
        return 0.0, 0.0, 0.0, 0.0
    if task.back:
        return AHEAD, 0.0, 0.0, 0.0
    return 0.0, 0.0, AGAINST if climb else FORBIDDEN, 0.0


@cache
def _least_bends(along: int, across: int) -> Mapping[tuple[int, int], int]:
    """Return how often a way bends at the least that goes in one direction and is to arrive in another.

    It stands before (-1), level with (0) or past (1) its end on each axis. Found by trying, without obstacles.
    """
    found: dict[tuple[int, int], int] = {}
    begin = (2 * along, 2 * across)
    for direction in range(4):
        reached = {(begin, direction): 0}
        waiting = [(begin, direction)]
        for spot, way in waiting:
            bends = reached[spot, way]
            for turn in TURNS[way]:
                there = (spot[0] + STEP[turn][0], spot[1] + STEP[turn][1])
                count = bends + (turn != way)
                if max(map(abs, there)) > 3 or count >= reached.get((there, turn), 9):
                    continue
                reached[there, turn] = count
                if there != (0, 0):
                    waiting.append((there, turn))
        for side in range(4):
            found[direction, side] = reached[(0, 0), side]
    return found


def _trace(start: Spot, came: Mapping[State, State | None], last: State) -> Path:
    path: list[Spot] = []
    at: State | None = last
    while at is not None:
        path.append(at[0])
        at = came[at]
    return (start, *reversed(path))
