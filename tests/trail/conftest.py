"""A hall in which cases went on for some days, each night with its root, and the file of one of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from support import catering
from support.training import TrainingHall

from engine.audit.export_trail import as_file, exported_trail
from engine.audit.verify_file import read
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.daily_root import publish_daily_root
from engine.roots import FILE
from engine.store.base import table_of
from engine.store.cases import Case


def night(hall: Hall, clock: FixedClock) -> None:
    """Let the night pass: the root of the day is published, and the next morning begins."""
    clock.advance(timedelta(days=1))
    publish_daily_root(hall, "worker")


def export(hall: Hall, case_id: str, *, with_values: bool = False) -> dict[str, Any]:
    """Return the exported trail as whoever gets the file reads it."""
    with hall.reading() as connection:
        row = connection.execute(select(table_of(Case)).where(Case.id == case_id)).mappings().one()
        return read(as_file(exported_trail(hall, connection, row, with_values=with_values)).decode())


@dataclass(frozen=True)
class Kept:
    """What an outsider has: the file of a case, and the roots as they were published."""

    trail: dict[str, Any]
    roots: str


@pytest.fixture(scope="session")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A case over three days, with others around it; its newest entries are older than the newest root."""
    folder = tmp_path_factory.mktemp("kept")
    clock = FixedClock()
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    hall = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=clock, training=True)
    training = TrainingHall(hall, clock)
    catering.file_application(training)
    night(hall, clock)
    case = catering.file_application(training)
    for _ in range(3):
        catering.file_application(training)
    night(hall, clock)
    catering.accept(training, case)
    night(hall, clock)
    catering.assign(training, case)
    catering.file_application(training)
    night(hall, clock)
    found = Kept(export(hall, case, with_values=True), (folder / FILE).read_text())
    hall.close()
    return found
