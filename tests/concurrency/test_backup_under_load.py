"""A backup taken while people work is one moment of the hall: restored, nothing in it contradicts itself."""

from __future__ import annotations

import shutil
import time
from itertools import pairwise
from pathlib import Path

from competitors import PATIENCE, PROCESSES, work_until_told
from open_reviews import Reviews
from sqlalchemy import func, select

from engine.administration.backup import back_up
from engine.administration.restore import restore
from engine.administration.verify import verify
from engine.hall import Hall
from engine.store.trail import TrailEntry

WORKERS, BACKUPS = 2, 3


def entries(hall: Hall) -> int:
    with hall.reading() as connection:
        number: int = connection.execute(select(func.count()).select_from(TrailEntry)).scalar_one()
        return number


def wait_for_more(hall: Hall, before: int) -> None:
    """Wait until the workers have written more than there was before."""
    patience = time.monotonic() + PATIENCE
    while entries(hall) <= before + 5:
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_each_backup_under_load_restores_to_a_sound_hall(reviews: Reviews, hall_url: str, tmp_path: Path) -> None:
    hall, at = reviews.hall, reviews.training.clock.now()
    reviews.open(5)
    start, stop = PROCESSES.Barrier(WORKERS + 1), PROCESSES.Event()
    workers = [
        PROCESSES.Process(target=work_until_told, args=(place, start, stop, hall_url, tmp_path, at))
        for place in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    start.wait(PATIENCE)
    seen = [entries(hall)]
    for number in range(BACKUPS):
        wait_for_more(hall, seen[-1])
        back_up(hall, tmp_path / f"{number}.zip")
        seen.append(entries(hall))
    wait_for_more(hall, seen[-1])
    stop.set()
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0

    found = []
    for number in range(BACKUPS):
        folder = tmp_path / f"restored-{number}"
        shutil.copytree(tmp_path / "keys", folder / "keys")
        restored = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=hall.clock, training=True)
        restore(restored, tmp_path / f"{number}.zip")
        assert list(verify(restored)) == []
        found.append(entries(restored))
        restored.close()
    # Each backup is of a moment between its start and its end.
    assert all(before <= held <= after for (before, after), held in zip(pairwise(seen), found, strict=True))
