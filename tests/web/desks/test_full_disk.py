"""The disk is full: people read what it is and that nothing was done, and go on once there is room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, text

from engine.hall import Hall


@contextmanager
def full(hall: Hall) -> Iterator[None]:
    """Let the database file grow no more, which SQLite reports as it reports a full disk."""

    def limit(connection: object, record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]  # no less than it has

    hall.database.dispose()
    event.listen(hall.database, "connect", limit)
    try:
        yield
    finally:
        event.remove(hall.database, "connect", limit)
        hall.database.dispose()


def cases(hall: Hall) -> int:
    with hall.reading() as connection:
        return int(connection.execute(text('SELECT count(*) FROM "case"')).scalar_one())


def test_a_full_disk_is_told_to_the_person_and_to_the_log(clerk, hall, caplog):
    page = clerk.open("/intake/new/three_reviews")
    before = cases(hall)
    with full(hall), caplog.at_level(logging.ERROR):
        for _ in range(40):  # until the free pages are used up
            answer = clerk.open("/intake/new/three_reviews").press("收件", applicant_name="王小明" * 20)
            if answer.status != 200:
                break
            before += 1
        assert answer.status == 503
        assert "存储空间不足，本次操作没有生效" in answer.text
        assert "database or disk is full" in caplog.text
        assert "王小明" not in caplog.text
        assert clerk.open("/intake").status == 200
    assert cases(hall) == before
    assert page.press("收件", applicant_name="王小明").status == 200
