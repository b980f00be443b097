"""A machine whose clock or zone is wrong changes no due date and repeats no light."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.worker import sweep_all
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.trail import TrailEntry

PROCESSES = multiprocessing.get_context("fork")
_clock, _task, _entry = table_of(CaseClock).c, table_of(Task).c, table_of(TrailEntry).c


def sweep_elsewhere(url: str, data: Path, at: datetime, zone: str) -> None:
    """Be a worker for one round in a process whose machine is in ``zone`` and has the time ``at``."""
    os.environ["TZ"] = zone
    time.tzset()
    with closing(Hall(url, data, clock=FixedClock(at), training=True)) as hall:
        results = sweep_all(hall)
    assert not [said for said in results.values() if "failed" in said and "failed 0" not in said], results


def round_of(hall: Hall, at: datetime, zone: str = "Asia/Shanghai") -> None:
    process = PROCESSES.Process(target=sweep_elsewhere, args=(hall.url, hall.data, at, zone))
    process.start()
    process.join(60)
    assert process.exitcode == 0


def due_dates(hall: Hall) -> dict[str, list[date | None]]:
    with hall.reading() as connection:
        rows = [
            *connection.execute(select(_clock.id, _clock.origin, _clock.due_on, _clock.yellow_on)),
            *connection.execute(select(_task.id, _task.due_on, _task.yellow_on, _task.sort_on)),
        ]
    return {row[0]: list(row[1:]) for row in rows}


def lights(hall: Hall) -> Counter[Any]:
    with hall.reading() as connection:
        rows = connection.execute(
            select(_entry.case_id, _entry.token, _entry.detail).where(_entry.act == "light").order_by(_entry.seq)
        )
        return Counter((row.case_id, row.token, row.detail["of"], row.detail["light"]) for row in rows)


@pytest.fixture
def two_cases(training: TrainingHall) -> datetime:
    """A case that waits for an answer and one for its approval, on the evening of the day on which it is late."""
    catering.to_approval(training)
    catering.file_application(training)
    training.clock.advance(timedelta(days=2, hours=10))
    return training.clock.now()


def test_a_wrong_clock_or_zone_changes_no_due_date_and_repeats_no_light(hall: Hall, two_cases: datetime) -> None:
    now = two_cases
    round_of(hall, now)
    dates, told = due_dates(hall), lights(hall)
    assert told
    hall.database.dispose()
    for at, zone in (
        (now, "America/Los_Angeles"),
        (now, "Pacific/Kiritimati"),
        (now, "UTC"),
        (now - timedelta(hours=1), "Asia/Shanghai"),
        (now, "Asia/Shanghai"),
    ):
        round_of(hall, at, zone)
        assert due_dates(hall) == dates, zone
        assert lights(hall) == told, zone
        hall.database.dispose()

    # More than a year ahead everything is late, and silence has accepted; but no day that was reckoned moves.
    round_of(hall, now + timedelta(days=400))
    ahead = lights(hall)
    assert {line: due_dates(hall)[line] for line in dates} == dates
    assert ahead > told
    later = due_dates(hall)
    hall.database.dispose()
    for at in (now, now - timedelta(hours=1), now + timedelta(days=400)):
        round_of(hall, at)
        assert due_dates(hall) == later
        assert lights(hall) == ahead
        hall.database.dispose()
    assert set(ahead.values()) == {1}
    assert list(verify(hall)) == []
