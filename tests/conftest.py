"""Halls for the tests: a real database each, on SQLite and on PostgreSQL, and a clock that stands still."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support import postgresql
from support.training import TrainingHall, build_template

from engine.clock import FixedClock
from engine.hall import Hall

MONDAY_MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Half past nine in the hall, on a Monday with no holiday near."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has people and published matters in it."""
    folder = tmp_path_factory.mktemp("template")
    build_template(f"sqlite:///{folder / 'hall.db'}", folder, MONDAY_MORNING)
    return folder


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a private server, started when the first test asks for it."""
    reason = postgresql.missing()
    if reason:
        pytest.skip(reason)
    with postgresql.private_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A template database with the same content, and the folder with its key."""
    folder = tmp_path_factory.mktemp("pg_template")
    url = postgresql.fresh_database(postgresql_server)
    build_template(url, folder, MONDAY_MORNING)
    return url, folder


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY_MORNING)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; a test that takes ``hall`` runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def hall_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with people and matters, and its key in ``tmp_path``."""
    if database_kind == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template / "hall.db", tmp_path / "hall.db")
        shutil.copytree(template / "keys", tmp_path / "keys")
        yield f"sqlite:///{tmp_path / 'hall.db'}"
        return
    url, folder = request.getfixturevalue("postgresql_template")
    shutil.copytree(folder / "keys", tmp_path / "keys")
    fresh = postgresql.fresh_database(url, template=url.rsplit("/", 1)[1])
    yield fresh
    postgresql.drop_database(fresh)


@pytest.fixture
def hall(hall_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Hall]:
    """A hall in training mode on a fresh database."""
    hall = Hall(hall_url, tmp_path, clock=clock, training=True)
    yield hall
    hall.close()


@pytest.fixture
def training(hall: Hall, clock: FixedClock) -> TrainingHall:
    """The hall with one driver for each person in it: ``training.clerk.accept(case)``."""
    return TrainingHall(hall, clock)
