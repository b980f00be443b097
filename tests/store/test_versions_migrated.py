"""Versions that were published before a day in force was kept are in force from the day of their publication."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import command

from engine.store import schema
from engine.store.database import WRITES, open_database


def test_old_versions_keep_the_day_of_their_publication(empty_url):
    database = open_database(empty_url)
    config = schema._config()
    with database.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        row = {"sha": "a" * 64, "content": b"", "at": "2026-03-01 17:30:00"}
        connection.execute(
            sa.text("INSERT INTO bundle (sha256, key, version, name, content, published_at) "
                    "VALUES (:sha, 'relief', 1, '救助', :content, :at)"), row,
        )  # fmt: skip
    schema.upgrade(database)
    with database.connect() as connection:
        found = connection.execute(sa.text("SELECT in_force_from, approved_by, withdrawn_at FROM bundle")).one()
        assert connection.execute(sa.text("SELECT count(*) FROM process_draft")).scalar_one() == 0
    # Half past five in the evening UTC is the next morning in the hall.
    assert (str(found.in_force_from), found.approved_by, found.withdrawn_at) == (str(date(2026, 3, 2)), None, None)
    database.dispose()
