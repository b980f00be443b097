"""What one fsync costs on the disk that the database lies on: below it no durable step can go."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.benchmark.casework import Times


def fsync_time(folder: Path, times: int = 100) -> float:
    """Return the median seconds of writing 4 KB to a file and forcing them to the disk."""
    found = Times()
    block = os.urandom(4096)
    with tempfile.TemporaryFile(dir=folder) as file:

        def write() -> None:
            os.pwrite(file.fileno(), block, 0)
            os.fdatasync(file.fileno())

        for _ in range(times):
            found.measure(write)
    return found.wall_median
