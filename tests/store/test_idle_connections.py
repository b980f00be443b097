"""Connections that died while nobody used them are replaced before anybody notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import postgresql

from engine.hall import Hall
from engine.store.schema import upgrade


@pytest.mark.postgresql
def test_the_server_was_restarted_between_two_commands(tmp_path: Path) -> None:
    reason = postgresql.missing()
    if reason:
        pytest.skip(reason)
    with postgresql.private_cluster() as url:
        hall = Hall(url, tmp_path)
        upgrade(hall.database)
        connections = [hall.database.connect() for _ in range(3)]
        for connection in connections:
            connection.close()
        assert hall.database.pool.checkedin() == 3
        postgresql.restart_immediately(url)
        for _ in range(3):
            with hall.reading() as connection:
                assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        hall.close()


def test_a_living_connection_is_used_again(hall: Hall) -> None:
    drivers = []
    for _ in range(3):
        with hall.reading() as connection:
            drivers.append(connection.connection.driver_connection)
    assert drivers[0] is drivers[1] is drivers[2]
