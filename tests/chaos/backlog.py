"""A backlog of lights, and real worker processes that share it; each notes what it claims before the claim is kept."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from support.training import TrainingHall

from engine.clock import FixedClock, MachineClock, legal_day
from engine.hall import Hall
from engine.jobs import claiming, sweep
from engine.jobs.claiming import ClaimDueWork
from engine.jobs.failing import PutOff
from engine.jobs.worker import Worker
from engine.queries.due_work import longest_wait
from engine.store.base import table_of
from engine.store.trail import TrailEntry
from engine.store.unit_of_work import UnitOfWork

PROCESSES = multiprocessing.get_context("fork")
LIGHTS = 12
"""Lights of a case of ``three_reviews`` that nobody touches: yellow and red of the promise and of four steps, and red
of the intake and of the statutory limit."""
_entry = table_of(TrailEntry).c
_COMMITS = timedelta(seconds=3)
"""Longer than it takes from the time of an entry to its commit."""


@dataclass(frozen=True)
class Place:
    """Where the workers work, and how long they may hold what they claim (none: as long as in earnest)."""

    url: str
    data: Path
    lease: timedelta | None = None

    @property
    def notes(self) -> Path:
        return self.data / "claims.jsonl"

    def hall(self, clock: MachineClock | None = None) -> Hall:
        return Hall(self.url, self.data, clock=clock, training=True)


@dataclass(frozen=True)
class Batch:
    """What a worker claimed in a transaction between ``at`` and ``until``: cases with work of one day."""

    at: datetime
    until: datetime
    day: date
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Light:
    """A light in the trail: of which case and limit, its legal day, and when it was entered."""

    case: str
    what: str
    day: date
    at: datetime


def fill(place: Place, count: int, clock: FixedClock) -> None:
    """File so many cases, a few on each day; by the clock of the machine all their lights are long due."""
    hall = Hall(place.url, place.data, clock=clock, training=True)
    training = TrainingHall(hall, clock)
    for number in range(count):
        training.file_case("three_reviews")
        if number % 7 == 6:
            clock.advance(timedelta(days=1))
    hall.close()


def work(place: Place) -> None:
    """Be a worker until killed."""
    logging.disable(logging.WARNING)
    if place.lease is not None:
        claiming.LEASE, sweep.MARGIN = place.lease, place.lease / 3  # type: ignore[misc]
    notes = os.open(place.notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    take, postpone, clock = ClaimDueWork.execute, PutOff.execute, MachineClock()

    def noted(self: ClaimDueWork, uow: UnitOfWork) -> dict[str, Any]:
        answer = take(self, uow)
        if held := answer["held"]:
            day = legal_day(held[0].due.at).isoformat()
            times = {"at": uow.now.isoformat(), "until": clock.now().isoformat()}
            line = times | {"day": day, "cases": [one.due.case_id for one in held]}
            # One call of the system, so that a kill leaves a whole line or none.
            os.write(notes, json.dumps(line).encode() + b"\n")
        return answer

    def put_off(self: PutOff, uow: UnitOfWork) -> dict[str, Any]:
        answer = postpone(self, uow)
        times = {"at": uow.now.isoformat(), "until": clock.now().isoformat()}
        os.write(notes, json.dumps(times | {"failed": self.held.due.case_id, "why": self.reason}).encode() + b"\n")
        return answer

    ClaimDueWork.execute = noted  # type: ignore[method-assign]
    PutOff.execute = put_off  # type: ignore[method-assign]
    Worker(place.hall()).run()


class Crew:
    """Two workers that live, and a third that is killed every ``seconds`` and replaced."""

    def __init__(self, place: Place, seconds: float) -> None:
        self.place, self.seconds, self.kills = place, seconds, 0

    def finish(self, patience: float) -> None:
        """Work until nothing is due; raises AssertionError after ``patience`` seconds."""
        steady = [self._start(), self._start()]
        end = time.monotonic() + patience
        try:
            while self._backlog():
                assert time.monotonic() < end, f"{self._backlog()} are still due"
                assert [one.exitcode for one in steady] == [None, None]
                third = self._start()
                time.sleep(self.seconds)
                self._kill(third)
        finally:
            for one in steady:
                self._kill(one)

    def _start(self) -> Any:
        process = PROCESSES.Process(target=work, args=(self.place,), daemon=True)
        process.start()
        return process

    def _kill(self, process: Any) -> None:
        process.kill()
        process.join(30)
        self.kills += 1

    def _backlog(self) -> int:
        # No connection stays open that a worker started afterwards would share.
        hall = self.place.hall()
        with hall.reading() as connection:
            count, _waits = longest_wait(hall, connection)
        hall.close()
        return count


def _noted(place: Place) -> list[dict[str, Any]]:
    return [json.loads(line) for line in place.notes.read_text("ascii").splitlines()]


def failures(place: Place) -> list[str]:
    """Return why work was put off, each time that it was: nothing but the kills should go wrong."""
    return [one["why"] for one in _noted(place) if "failed" in one]


def batches(place: Place) -> list[Batch]:
    """Return what was claimed, in order."""
    lines = [one for one in _noted(place) if "cases" in one]
    found = [
        Batch(
            *(datetime.fromisoformat(one[when]) for when in ("at", "until")),
            date.fromisoformat(one["day"]),
            tuple(one["cases"]),
        )
        for one in lines
    ]
    return sorted(found, key=lambda one: one.at)


def lights(hall: Hall) -> list[Light]:
    """Return all lights in the trail, by case and in the order of the trail."""
    with hall.reading() as connection:
        rows = connection.execute(
            select(_entry.case_id, _entry.element_id, _entry.detail, _entry.legal_at, _entry.at)
            .where(_entry.act == "light")
            .order_by(_entry.case_id, _entry.seq)
        ).all()
    return [
        Light(
            row.case_id,
            f"{row.element_id or row.detail['of']} {row.detail['light']}",
            legal_day(row.legal_at),
            row.at,
        )
        for row in rows
    ]


def out_of_turn(hall: Hall, taken: list[Batch], lease: timedelta) -> Iterator[str]:
    """Yield each case that a worker passed over for one of a later day, though nobody held it.

    A claim lasts until the next entry of its case, or where the worker was killed to the end of the lease: what such a
    worker had comes late, but not out of turn. An entry made while a claim was being taken is of the holder before.
    """
    entered: dict[str, list[tuple[datetime, date]]] = {}
    with hall.reading() as connection:
        rows = connection.execute(select(_entry.case_id, _entry.at, _entry.legal_at).order_by(_entry.at))
        for row in rows:
            entered.setdefault(row.case_id, []).append((row.at, legal_day(row.legal_at)))
    held: dict[str, list[Batch]] = {}
    for batch in taken:
        for case in batch.cases:
            held.setdefault(case, []).append(batch)
    for batch in taken:
        for case, its in entered.items():
            late = [day for at, day in its if day < batch.day and at > batch.at]
            free = [at for at, _day in its if at <= batch.at - _COMMITS]
            last = max(free)
            if late and not any(last < own.until and batch.at - lease <= own.at <= batch.until for own in held[case]):
                yield f"{late[0]} of case {case} came after work of {batch.day} was claimed at {batch.at}"
