"""Two workers and a third that is killed again and again give each light exactly once, the oldest first."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from backlog import LIGHTS, Crew, Light, Place, batches, failures, fill, lights, out_of_turn
from sqlalchemy import func, select

from engine.administration.verify import verify
from engine.clock import FixedClock
from engine.jobs.claiming import BATCH
from engine.jobs.due_work import LEASE
from engine.store.claims import WorkClaim
from engine.store.waits import Incident

pytestmark = pytest.mark.chaos


def each_once_and_in_order(place: Place, cases: int, lease: timedelta) -> list[Light]:
    """Hold the trail against what the workers noted, and return the lights."""
    hall = place.hall()
    told = lights(hall)
    twice = [line for line, times in Counter((one.case, one.what) for one in told).items() if times > 1]
    assert twice == []
    by_case = Counter(one.case for one in told)
    assert len(by_case) == cases
    assert set(by_case.values()) == {LIGHTS}
    for one, following in pairwise(told):
        assert one.case != following.case or one.day <= following.day
    assert failures(place) == []
    taken = batches(place)
    assert max(len(batch.cases) for batch in taken) <= BATCH
    assert list(out_of_turn(hall, taken, lease)) == []
    with hall.reading() as connection:
        assert connection.execute(select(func.count()).select_from(Incident)).scalar_one() == 0
        held = select(func.count()).where(WorkClaim.owner.is_not(None))
        assert connection.execute(held).scalar_one() == 0
    assert list(verify(hall)) == []
    hall.close()
    return told


@pytest.mark.timeout(180)
def test_a_small_backlog(hall_url: str, tmp_path: Path, clock: FixedClock) -> None:
    place = Place(hall_url, tmp_path, lease=timedelta(seconds=2))
    fill(place, 8, clock)
    crew = Crew(place, seconds=0.7)
    crew.finish(patience=120)
    each_once_and_in_order(place, 8, timedelta(seconds=2))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_ten_thousand_lights(hall_url: str, tmp_path: Path, clock: FixedClock) -> None:
    place, cases = Place(hall_url, tmp_path), 10_000 // LIGHTS + 1
    fill(place, cases, clock)
    crew = Crew(place, seconds=4)
    crew.finish(patience=1500)
    told = each_once_and_in_order(place, cases, LEASE)
    print(f"{len(told)} lights, {crew.kills} kills")
    assert len(told) >= 10_000
