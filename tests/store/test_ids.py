"""Keys sort as they were made, also where the clock stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from engine.ids import new_id

MORNING = datetime(2026, 3, 2, 1, 30, 0, 123_000, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def test_ids_of_one_instant_sort_as_they_were_made():
    made = [new_id(MORNING) for _ in range(10_000)]
    assert sorted(made) == made
    assert len(set(made)) == len(made)


def test_two_commands_side_by_side_each_keep_their_order():
    pairs = [(new_id(MORNING + 60_000 * MILLISECOND), new_id(MORNING + 60_001 * MILLISECOND)) for _ in range(3_000)]
    for made in zip(*pairs, strict=True):
        assert sorted(made) == list(made)


def test_ids_follow_the_clock():
    later = MORNING + 120_000 * MILLISECOND
    first = new_id(later)
    assert new_id(later + MILLISECOND) > first > new_id(later - MILLISECOND)


def test_an_id_is_a_version_7_uuid_of_its_time():
    instant = MORNING + 180_000 * MILLISECOND
    read = UUID(new_id(instant))
    assert (read.version, read.variant) == (7, "specified in RFC 4122")
    assert read.int >> 80 == int(instant.timestamp() * 1000)
