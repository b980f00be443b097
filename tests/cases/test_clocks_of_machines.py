"""Legal days come from the instant and the zone of the hall: no machine moves one, or repeats a light."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.jobs.worker import sweep_all

HOURS = ["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati", "UTC"]


@pytest.fixture(params=HOURS)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the process run in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def days(training: TrainingHall) -> list[tuple[str, date, date]]:
    with training.hall.reading() as connection:
        rows = connection.execute(text("SELECT kind, due_on, yellow_on FROM case_clock ORDER BY kind, due_on"))
        return [tuple(row) for row in rows]


def lights(training: TrainingHall, case: str) -> list[str]:
    trail = [line for line in training.supervisor.file(case).trail if line.act == "light"]
    return [f"{line.element_id} {line.detail}" for line in trail]


def shown(training: TrainingHall, case: str) -> str:
    """Return the light of the intake limit as people see it."""
    return next(clock.light for clock in training.supervisor.file(case).clocks if clock.kind == "intake")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_zone_of_the_process_changes_no_day(training: TrainingHall, zone: str) -> None:
    # Ten minutes past midnight in the hall is the day before nearly everywhere else.
    training.clock.at = datetime(2026, 3, 1, 16, 10, tzinfo=UTC)
    case = training.file_case()
    with training.hall.reading() as connection:
        assert training.hall.today(connection) == date(2026, 3, 2)
    assert ("intake", "2026-03-09", "2026-03-06") in [
        (kind, str(due), str(yellow)) for kind, due, yellow in days(training)
    ]
    training.clock.at = datetime(2026, 3, 9, 9, 20, tzinfo=UTC)  # twenty past five in the hall: not closed yet
    assert shown(training, case) == "yellow"
    training.clock.at = datetime(2026, 3, 9, 9, 31, tzinfo=UTC)
    assert shown(training, case) == "red"
    sweep_all(training.hall)
    assert not any("'red'" in one and "intake" in one for one in lights(training, case)), "exceeded from midnight only"
    training.clock.at = datetime(2026, 3, 9, 16, 1, tzinfo=UTC)
    sweep_all(training.hall)
    assert sum("'red'" in one and "intake" in one for one in lights(training, case)) == 1


def test_a_clock_that_is_set_moves_no_day_and_repeats_no_light(training: TrainingHall) -> None:
    case = training.file_case()
    before = days(training)
    training.clock.advance(timedelta(days=4))
    sweep_all(training.hall)
    told = lights(training, case)
    assert told
    for moved in (timedelta(hours=-1), timedelta(hours=1), timedelta(hours=-1)):
        training.clock.advance(moved)
        sweep_all(training.hall)
        assert (days(training), lights(training, case)) == (before, told)
    training.clock.advance(timedelta(days=400))
    sweep_all(training.hall)
    ahead = lights(training, case)
    training.clock.advance(timedelta(days=-400))
    sweep_all(training.hall)
    assert lights(training, case) == ahead, "each light is told once, whatever the machine says afterwards"
    assert len(ahead) == len(set(ahead))
    intake = [row for row in days(training) if row[0] == "intake"]
    assert intake == [row for row in before if row[0] == "intake"]
    assert not [one for one in verify(training.hall) if one.kind in ("clock", "due")]
