"""The benchmark of ``banjian bench``: the engine's figures, and those over HTTP (docs/performance.md)."""

from __future__ import annotations

from typing import Any

from engine.benchmark import measure_step as measure_engine
from webapp.benchmark.over_http import http_cost

__all__ = ["measure_step"]

FIRST = (
    "step_ms",
    "floor_ms",
    "ratio",
    "cpu_ratio",
    "stock_cpu_ratio",
    "http_share_of_floor",
    "late_round_ratio",
    "state_bytes",
    "statements",
    "fsync_ms",
)


def measure_step(url: str | None = None, *, rounds: int = 5, cases: int = 24, late: int = 500) -> dict[str, Any]:
    """Return all figures by their keys, times in milliseconds; the arguments are those of the engine's benchmark."""
    found = measure_engine(url, rounds=rounds, cases=cases, late=late) | http_cost(url, rounds, cases)
    return {name: found[name] for name in FIRST} | found
