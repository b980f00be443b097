"""Round 500 of a rework loop against round 5, interleaved, for each kind of loop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.benchmark.casework import Times, completions, file_cases
from engine.benchmark.hasty import hasty
from engine.benchmark.loops import FIRE, Loop
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.agenda import TIMER
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.cases import Case

_HOUR = timedelta(hours=1)


def late_round(hall: Hall, clock: FixedClock, loop: Loop, late: int, rounds: int = 9) -> dict[str, float]:
    """Return what a round around number ``late`` costs over one around number 5: ``time`` and ``bytes``.

    The matter of the loop must be published.
    """
    with hasty(hall) as quick:
        (old,) = file_cases(quick, loop.key, 1)
        for _ in range(late - 3):
            _go_round(quick, clock, loop, old)
        (young,) = file_cases(quick, loop.key, 1)
        for _ in range(2):
            _go_round(quick, clock, loop, young)
    took: dict[str, list[Times]] = {case: [Times() for _ in loop.steps] for case in (old, young)}
    for _ in range(rounds):
        for case, times in took.items():
            _go_round(hall, clock, loop, case, times)
    time = {case: sum(one.wall_median for one in times) for case, times in took.items()}
    return {"time": time[old] / time[young], "bytes": _state(hall, old) / _state(hall, young)}


def _go_round(hall: Hall, clock: FixedClock, loop: Loop, case: str, times: list[Times] | None = None) -> None:
    for number, (element, result) in enumerate(loop.steps):
        if element == FIRE:
            clock.advance(_HOUR)
            work: Any = lambda: work_through(hall, "benchmark", (TIMER,))  # noqa: E731
        else:
            (command,) = completions(hall, [case], element, result)
            work = lambda: hall.run(command)  # noqa: B023, E731
        if times is None:
            work()
        else:
            times[number].measure(work)


def _state(hall: Hall, case: str) -> int:
    with hall.reading() as connection:
        size = select(func.length(table_of(Case).c.state)).where(Case.id == case)
        found: int = connection.execute(size).scalar_one()
        return found
