"""Databases without tables, on which migrations are tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import postgresql


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    url = postgresql.fresh_database(request.getfixturevalue("postgresql_server"))
    yield url
    postgresql.drop_database(url)
