"""Run a migration on the connection that ``engine.store.schema`` hands in."""

from __future__ import annotations

from alembic import context

from engine.store.tables import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    # SQLite changes a table by copying it.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
