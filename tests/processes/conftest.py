"""A copy of a matter in a folder of its own, to be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from processes.registry import HERE

FORMS = HERE.parent / "forms"


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    """The small catering permit under a root of its own, with its forms beside it."""
    key = "small_catering_permit"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HERE / key, tmp_path / "processes" / key, ignore=ignore)
    shutil.copytree(FORMS / key, tmp_path / "forms" / key, ignore=ignore)
    return tmp_path / "processes" / key
