"""One SQLAlchemy engine per process, with what SQLite and PostgreSQL each need to keep a promise."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

WRITES = "banjian_writes"
"""Execution option of a connection that is about to write."""
LOCK_SECONDS = 4
"""How long a statement waits for a SQLite file that somebody else has locked; a person waits no longer."""


def open_database(url: str) -> Engine:
    """Return the engine for ``url`` (``sqlite:///file`` or ``postgresql+psycopg://…``).

    SQLite runs with a write-ahead log and ``synchronous=FULL``: an acknowledged act survives a power
    cut. A writing transaction begins IMMEDIATE, so that it waits for its turn at the start instead of
    failing at the end; a reading one begins deferred and never holds the write lock. Errors do not show
    the values of a statement: they end in logs, and the values are people's.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True)


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        # The driver's own transaction control would begin too late and commit before some statements.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
