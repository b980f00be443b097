"""A training hall as its first start leaves it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from first_start import TUESDAY, begin, play

from engine.clock import FixedClock
from engine.hall import Hall


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the hall on a Tuesday, with its cases, played once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = root / "played"
    with (root / "played.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            hall = begin(folder, TUESDAY)
            play(hall)
            hall.close()
            (folder / "ready").touch()
    return folder


@pytest.fixture(scope="module")
def lively(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The hall with its cases; tests of one file share it and change nothing."""
    folder = tmp_path_factory.mktemp("lively") / "hall"
    shutil.copytree(played, folder)
    hall = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=FixedClock(TUESDAY), training=True)
    yield hall
    hall.close()
