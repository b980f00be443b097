"""The first start of a training hall, on whatever day that is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from engine.actor import SYSTEM
from engine.administration.publish_bundle import PublishBundle
from engine.clock import FixedClock
from engine.hall import Hall
from engine.store.schema import upgrade
from processes.registry import folders, load_folder
from webapp.training_hall import PreparePeople
from webapp.training_hall.cases import MarkCases, hall_of_the_past, last_day, play_cases
from webapp.training_hall.windows import OpenWindows

TUESDAY = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)


def begin(folder: Path, at: datetime) -> Hall:
    """Return an empty training hall with its people and matters, marked to get its cases."""
    folder.mkdir(exist_ok=True)
    hall = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=FixedClock(at), training=True)
    upgrade(hall.database)
    until = last_day(hall)
    past = hall_of_the_past(hall, until)
    past.run(PreparePeople(by=SYSTEM))
    past.run(MarkCases(by=SYSTEM, state=until.isoformat()))
    for folder in map(load_folder, folders()):
        past.run(PublishBundle(by=SYSTEM, matter_key=folder.key, files=folder.files))
    past.run(OpenWindows(by=SYSTEM))
    past.close()
    return hall


def play(hall: Hall) -> int:
    """Play the cases up to the last working day of the hall."""
    until = last_day(hall)
    past = hall_of_the_past(hall, until)
    try:
        return play_cases(past, until)
    finally:
        past.close()
