"""Round 500 of a rework loop against round 5, interleaved, for each kind of loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, func, select

from engine.benchmark.casework import Times, completions, file_cases
from engine.benchmark.loops import FIRE, Loop
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.timers import fire_due_timers
from engine.store.base import table_of
from engine.store.cases import Case

_HOUR = timedelta(hours=1)


def late_round(hall: Hall, clock: FixedClock, loop: Loop, late: int, rounds: int = 9) -> dict[str, float]:
    """Return what a round around number ``late`` costs over one around number 5: ``time`` and ``bytes``.

    The matter of the loop must be published.
    """
    with _hasty(hall) as quick:
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
            work: Any = lambda: fire_due_timers(hall, "benchmark")  # noqa: E731
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


@contextmanager
def _hasty(hall: Hall) -> Iterator[Hall]:
    """Give a hall that does not wait for the disk: what is not measured may be lost in a power cut."""
    other = Hall(hall.url, hall.data, clock=hall.clock)
    on_sqlite = other.database.dialect.name == "sqlite"

    @event.listens_for(other.database, "connect")
    def hurry(connection: Any, record: Any) -> None:
        if on_sqlite:
            connection.execute("PRAGMA synchronous=OFF")
            return
        connection.autocommit = True
        connection.execute("SET SESSION synchronous_commit = off")
        connection.autocommit = False

    yield other
    other.close()
