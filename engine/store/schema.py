"""Bringing a database to the schema of this version, and telling whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from engine.store.database import WRITES

MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def upgrade(database: Engine) -> None:
    """Run the migrations that are still to run, all in one transaction; two processes at once are safe."""
    config = _config()
    with database.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Held to the end of the transaction, so that a second process waits and finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(610921)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head_revision() -> str:
    """Return the name of this version's schema."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision_of(connection: Connection) -> str | None:
    """Return the name of the schema that the database has."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Engine) -> bool:
    """Tell whether the database has the schema of this version."""
    with database.connect() as connection, connection.begin():
        return revision_of(connection) == head_revision()
