"""What due work costs: finding it among very many clocks, one light over its floor, and a backlog after downtime."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import insert, select

from engine.actor import SYSTEM
from engine.benchmark.casework import Times, file_cases
from engine.benchmark.floor import Floor, recorder
from engine.benchmark.fresh_hall import fresh_hall
from engine.benchmark.hasty import hasty
from engine.benchmark.matters import DEPARTMENT, matter, path, task
from engine.bundle import Bundle
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.agenda import DUE, TIMER, oldest_due
from engine.jobs.claiming import BATCH, Held, claim
from engine.jobs.due_work import is_held
from engine.jobs.effects import TakeEffect
from engine.jobs.lights import StepLight
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

MANY, FEW, DUE_NOW = 1_000_000, 10_000, 1000
_AT_ONCE = 20_000
_LIGHTS = tuple(kind for kind in DUE if isinstance(kind, StepLight))


def lit() -> Bundle:
    """Return a matter with one step that is reminded after a day, whose light is yellow soon after."""
    late = "<timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition>"
    return matter(
        "lit",
        '<startEvent id="filed"/><endEvent id="closed"/><endEvent id="reminded"/>' + task("ask"),
        f'<boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">{late}</boundaryEvent>',
        path("filed", "ask", "closed") + path("late", "reminded"),
    )


def due_work_cost(
    url: str | None = None, *, clocks: int = MANY, few: int = FEW, backlog: int = FEW, rounds: int = 5, cases: int = 40
) -> dict[str, Any]:
    """Return the figures of docs/performance.md: ``find_ratio``, ``light_ratio`` and the rates of a backlog."""
    return finding(url, clocks, few, rounds * 6) | light_over_floor(url, rounds, cases) | catching_up(url, backlog)


def finding(url: str | None, many: int, few: int, rounds: int) -> dict[str, Any]:
    """Measure the finding of the oldest due work in a hall with ``many`` running clocks and in one with ``few``."""
    bundle = lit()
    with fresh_hall(url, bundle) as small, fresh_hall(url, bundle) as large:
        fill(small, few)
        fill(large, many)
        took = (Times(), Times())
        for hall in (small, large):
            _find(hall)
        for _ in range(rounds):
            for hall, times in zip((small, large), took, strict=True):
                times.measure(lambda: _find(hall))  # noqa: B023 - called before the next turn
    return {
        "clocks": [few, many],
        "find_ratio": took[1].wall_median / took[0].wall_median,
        "find_few_ms": took[0].wall_median * 1000,
        "find_many_ms": took[1].wall_median * 1000,
    }


def _find(hall: Hall) -> int:
    with hall.reading() as connection:
        now = hall.legal_now(connection)
        free = [~is_held(kind.case, hall.clock.now()) for kind in DUE]
        return len(oldest_due(hall, connection, DUE, now, 4 * BATCH, free))


def fill(hall: Hall, clocks: int) -> None:
    """Put so many running clocks into the hall, half as many cases and open steps; of each kind DUE_NOW are due."""
    with hall.writing.begin() as connection:
        sha = hall.current_bundle(connection, "lit").sha256
        today = hall.today(connection)
        version = hall.in_force(connection).counting.version
        for model, rows in (
            (Case, _cases(hall, sha, clocks // 2)),
            (CaseClock, _clocks(hall, today, version, clocks)),
            (Task, _tasks(hall, today, clocks // 2)),
        ):
            while chunk := list(islice(rows, _AT_ONCE)):
                connection.execute(insert(table_of(model)), chunk)
    if hall.database.dialect.name == "postgresql":
        # The server does this by itself, a minute later.
        with hall.writing.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _cases(hall: Hall, sha256: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "id": f"{number:032x}",
            "number": f"{number:012}",
            "matter_key": "lit",
            "matter_name": "lit",
            "bundle_sha256": sha256,
            "department": DEPARTMENT,
            "status": "accepted",
            "channel": "online",
            "applicant_name": f"申请人{number}",
            "received_at": hall.clock.now(),
            "state": b"",
        }


def _days(today: date, number: int, count: int) -> date:
    """Return a day in the past few weeks for DUE_NOW of ``count`` rows, else one in the next months."""
    scattered = number * 7919 % count
    return today - timedelta(days=scattered % 20) if scattered < DUE_NOW else today + timedelta(days=1 + scattered % 97)


def _clocks(hall: Hall, today: date, version: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        light = _days(today, number, count)
        yield {
            "id": f"{number:032x}",
            "case_id": f"{number // 2:032x}",
            "kind": ("statutory", "promised")[number % 2],
            "origin": today,
            "limit": 10,
            "due_on": light + timedelta(days=3),
            "counted_by": version,
            "yellow_on": light,
            "next_light_on": light,
            "created_at": hall.clock.now(),
        }


def _tasks(hall: Hall, today: date, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        light = _days(today, number, count)
        yield {
            "id": f"{number:032x}",
            "case_id": f"{number:032x}",
            "token": f"{number:x}",
            "element_id": "ask",
            "name": "审核",
            "opened_at": hall.clock.now(),
            "due_on": light,
            "sort_on": light,
            "next_light_on": light,
        }


def light_over_floor(url: str | None, rounds: int, cases: int) -> dict[str, Any]:
    """Measure one light against the statements of one, in interleaved rounds."""
    clock = Ticking()
    with fresh_hall(url, lit(), clock=clock) as hall:
        # The first also fills caches, whose statements are no part of a light.
        file_cases(hall, "lit", 2 + rounds * cases * 2)
        clock.advance(timedelta(days=4))
        held = _all_held(hall)
        with recorder(hall) as (recording, calls):
            for first in (held.pop(), recorded := held.pop()):
                calls.clear()
                recording.run(_raised(hall, first))
        floor, known = Floor(hall, [calls]), _ids(hall, recorded)
        statements = len(calls)
        ratios, ours, bare = [], [], []
        for _ in range(rounds):
            lights, floors = Times(), Times()
            gc.collect()
            for _ in range(cases):
                command = _raised(hall, held.pop())
                other = _ids(hall, held.pop())
                (played,) = floor.prepared(dict(zip(known, other, strict=True)))
                lights.measure(lambda: hall.run(command))  # noqa: B023 - called before the next turn
                floors.measure(lambda: floor.play(played))  # noqa: B023
            ratios.append(lights.wall_median / floors.wall_median)
            ours.append(lights.wall_median)
            bare.append(floors.wall_median)
    return {
        "light_ms": median(ours) * 1000,
        "light_floor_ms": median(bare) * 1000,
        "light_ratio": median(ratios),
        "light_statements": statements,
    }


class Ticking(FixedClock):
    """A clock that moves a little whenever somebody looks, so that entries tell in which order they were written."""

    def now(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


def _all_held(hall: Hall) -> list[Held]:
    held: list[Held] = []
    while batch := claim(hall, _LIGHTS, "benchmark"):
        held += batch
    return held


def _raised(hall: Hall, held: Held) -> TakeEffect:
    return TakeEffect(by=SYSTEM, held=held, effect=held.due.kind.effect(hall, held.due))


def _ids(hall: Hall, held: Held) -> tuple[str, str]:
    return held.due.case_id, held.due.ref


def catching_up(url: str | None, count: int) -> dict[str, Any]:
    """Measure the rate at which ``count`` lights, and as many timers, that fell due while nobody worked take effect."""
    clock = Ticking()
    with fresh_hall(url, lit(), clock=clock) as hall:
        with hasty(hall) as quick:
            for _ in range(count):
                file_cases(quick, "lit", 1)
                clock.advance(timedelta(seconds=7))
        clock.advance(timedelta(days=1))
        timers, lights = Times(), Times()
        timers.measure(lambda: work_through(hall, "benchmark", (TIMER,)))
        fired = _entries(hall, "timer")
        clock.advance(timedelta(days=3))
        lights.measure(lambda: work_through(hall, "benchmark", _LIGHTS))
        told = _entries(hall, "light")
    return {
        "backlog": count,
        "lights_per_second": len(told) / lights.wall[0],
        "timers_per_second": len(fired) / timers.wall[0],
        "timers_over_lights": len(fired) / timers.wall[0] / (len(told) / lights.wall[0]),
        "each_once": len({case for case, _ in fired}) == len(fired) == count,
        "oldest_first": [at for _, at in fired] == sorted(at for _, at in fired),
    }


def _entries(hall: Hall, act: str) -> list[tuple[str, datetime]]:
    """Return the case and the legal time of every entry of an act, in the order in which they were written."""
    entry = table_of(TrailEntry).c
    with hall.reading() as connection:
        rows = connection.execute(
            select(entry.case_id, entry.legal_at).where(entry.act == act).order_by(entry.at, entry.case_id)
        ).all()
    return [(row.case_id, row.legal_at) for row in rows]
