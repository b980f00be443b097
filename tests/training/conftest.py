"""A training hall as its first start leaves it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from first_start import TUESDAY, begin, play

from engine.hall import Hall


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The hall on a Tuesday, with its cases; tests of one file share it and change nothing."""
    hall = begin(tmp_path_factory.mktemp("lively"), TUESDAY)
    play(hall)
    yield hall
    hall.close()
