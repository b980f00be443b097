"""The benchmark: what one durable step costs, and what must not make it dearer (docs/performance.md)."""

from __future__ import annotations

from typing import Any

from engine.benchmark.blocks import block_ratio
from engine.benchmark.disk import fsync_time
from engine.benchmark.fresh_hall import fresh_hall
from engine.benchmark.late_rounds import late_round
from engine.benchmark.loops import LOOPS
from engine.benchmark.matters import peer7
from engine.benchmark.step import step_cost
from engine.clock import FixedClock

__all__ = ["measure_step"]


def measure_step(url: str | None = None, *, rounds: int = 5, cases: int = 24, late: int = 500) -> dict[str, Any]:
    """Return the figures of the benchmark by their keys, but for those over HTTP.

    ``url`` names the database server or the folder of the file; nothing is left on it. None means a temporary
    SQLite file. Smaller numbers than the usual ones give quicker and less certain figures. Raises what
    ``fresh_database`` raises.
    """
    with fresh_hall(url, peer7()) as hall:
        cost = step_cost(hall, rounds, cases)
        now = hall.clock.now()
        fsync = fsync_time(hall.data)
    clock = FixedClock(now)
    loops = [loop.bundle for loop in LOOPS.values()]
    with fresh_hall(url, *loops, clock=clock) as hall:
        rounds_of = {name: late_round(hall, clock, loop, late) for name, loop in LOOPS.items()}
    return {
        **cost.figures,
        "late_round_ratio": max(value for found in rounds_of.values() for value in found.values()),
        "late_rounds": rounds_of,
        "parallel_12_ratio": block_ratio(now),
        "state_bytes": cost.state_bytes,
        "statements": max(cost.statements.values()),
        "statements_by_step": cost.statements,
        "fsync_ms": fsync * 1000,
    }
