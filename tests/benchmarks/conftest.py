"""Where the benchmarks of these tests make their databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import postgresql


@pytest.fixture
def place(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a database that a benchmark makes its own beside."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'hall.db'}"
    server: str = request.getfixturevalue("postgresql_server")
    return postgresql.fresh_database(server)
