"""Somebody else holds the database file: people read within seconds that it is busy, and go on when it is free."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.config import Settings

PATIENCE = 5.0


@contextmanager
def locked(settings: Settings, *, for_readers_too: bool) -> Iterator[None]:
    connection = sqlite3.connect(Path(settings.data) / "hall.db", isolation_level=None)
    if for_readers_too:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("UPDATE setting SET value = value")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_change_is_answered_with_503_in_time_and_works_afterwards(settings, clerk):
    page = clerk.open("/intake/new/three_reviews")
    with locked(settings, for_readers_too=False):
        began = time.monotonic()
        busy = page.press("收件", applicant_name="王小明")
        assert time.monotonic() - began < PATIENCE
        assert busy.status == 503
        assert busy.response.headers["Retry-After"] == "5"
        assert "本次操作没有生效" in busy.text
        assert clerk.open("/intake").status == 200  # pages are read all the same
    assert page.press("收件", applicant_name="王小明").status == 200


def test_a_page_is_answered_with_503_in_time_where_nothing_can_be_read(settings, clerk, hall):
    assert clerk.open("/intake").status == 200
    hall.database.dispose()
    with locked(settings, for_readers_too=True):
        began = time.monotonic()
        busy = clerk.open("/intake")
        assert time.monotonic() - began < PATIENCE
        assert busy.status == 503
    assert clerk.open("/intake").status == 200
