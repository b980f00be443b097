"""A hall that does not wait for the disk, for what is made ready before a measurement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine.hall import Hall


@contextmanager
def hasty(hall: Hall) -> Iterator[Hall]:
    """Give a hall that does not wait for the disk: what is not measured may be lost in a power cut."""
    other = Hall(hall.url, hall.data, clock=hall.clock)
    on_sqlite = other.database.dialect.name == "sqlite"

    @event.listens_for(other.database, "connect")
    def hurry(connection: Any, record: Any) -> None:
        if on_sqlite:
            connection.execute("PRAGMA synchronous=OFF")
            return
        connection.autocommit = True
        connection.execute("SET SESSION synchronous_commit = off")
        connection.autocommit = False

    yield other
    other.close()
