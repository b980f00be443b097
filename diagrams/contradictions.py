"""Pairs of wires that no order within a channel can keep apart, so that one has to go another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from diagrams.grid import Spot
from diagrams.runs import Run, by_line, runs_of
from diagrams.traffic import Wire, related


def contradictions(
    wires: Sequence[Wire], paths: Mapping[int, Sequence[Spot]], centre: Callable[[int, int], bool]
) -> list[tuple[int, int]]:
    """Return the pairs of wires that meet head-on at both ends of one channel, each end asking for another order.

    ``centre`` tells of an axis and a line whether that is a centre line, on which both would lie exactly. Where two
    wires turn off a channel to opposite sides of it on one centre line, the one to the low side must run lower.
    """
    runs = [run for wire in wires for run in runs_of(wire, paths[wire.index], 0.0)]
    found: list[tuple[int, int]] = []
    for (axis, line), members in by_line(runs).items():
        if centre(axis, line):
            continue
        for one, two in combinations(members, 2):
            if not related(one.wire, two.wire) and len(_orders(one, two, axis, centre)) > 1:
                found.append((one.wire.index, two.wire.index))
    return found


def _orders(one: Run, two: Run, axis: int, centre: Callable[[int, int], bool]) -> set[int]:
    """Return the orders that the meeting ends of two runs ask for: -1 if ``one`` must run lower, else 1."""
    return {
        side
        for position, side in one.turns
        for other, opposite in two.turns
        if position == other and side == -opposite and side and centre(1 - axis, int(position))
    }
