"""One SQLAlchemy engine per process, with what SQLite and PostgreSQL each need to keep a promise."""

from __future__ import annotations

import select
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

WRITES = "banjian_writes"
"""Execution option of a connection that is about to write."""
LOCK_SECONDS = 4
"""How long a statement waits for a SQLite file that somebody else has locked; a person waits no longer."""
LONG_IDLE_SECONDS = 30


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
    engine = create_engine(parsed, pool_size=10, max_overflow=10, hide_parameters=True)
    _watch_idle_connections(engine)
    return engine


def for_writing(database: Engine) -> Engine:
    """Return the same engine for transactions that write."""
    return database.execution_options(**{WRITES: True})


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
        statement = "BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN"
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(statement)
        except sqlite3.OperationalError as problem:
            raise OperationalError(statement, None, problem) from problem

    return engine


def _watch_idle_connections(engine: Engine) -> None:
    """Replace connections that died while nobody used them, as all do when the server restarts.

    A dead one can be read from: its end has arrived. Asking the server about each, every time, would cost every
    command and every page a round trip.
    """

    @event.listens_for(engine, "checkin")
    def note(connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def test(connection: Any, record: Any, proxy: Any) -> None:
        since = record.info.get("idle_since")
        if since is None:
            return
        if time.monotonic() - since < LONG_IDLE_SECONDS and not connection.closed:
            poll = select.poll()
            poll.register(connection.fileno(), select.POLLIN)
            if not poll.poll(0):
                return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise DisconnectionError from problem
