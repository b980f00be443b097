"""The hall of the sweep, built once; each test gets a copy of it."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from known_world import build
from support.training import TrainingHall

from engine.clock import FixedClock
from engine.hall import Hall
from webapp.config import Settings

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""When the clock of the tests stands still."""


@pytest.fixture(scope="session")
def sweep_template(web_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder with the cases and people of the sweep."""
    data = tmp_path_factory.mktemp("sweep") / "data"
    shutil.copytree(web_template, data)
    clock = FixedClock(AT)
    hall = Hall(f"sqlite:///{data / 'hall.db'}", data, clock=clock, training=True)
    build(TrainingHall(hall, clock))
    hall.close()
    data.chmod(0o750)
    return data


@pytest.fixture
def settings(sweep_template: Path, tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    shutil.copytree(sweep_template, data)
    return Settings(f"sqlite:///{data / 'hall.db'}", data, mode="training")
