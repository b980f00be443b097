"""The daily root: one hash over the newest entry of every chain, as they were at a moment that is past.

It is made over what was written before the day began, so that it can be made, and made again by whoever
verifies, at any time later with the same outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from engine.clock import HALL_ZONE
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.trail import TrailEntry

FILE = "roots.txt"
"""The file in the data folder to which roots are appended, for safe keeping elsewhere."""
_case, _entry = table_of(Case).c, table_of(TrailEntry).c


@dataclass(frozen=True)
class Root:
    """SHA-256 over ``id seq hash`` of each case with an entry by then, in the order of ids; and how many."""

    digest: str
    cases: int


def end_of(day: date) -> datetime:
    """Return the moment before which everything of a day was written."""
    return datetime.combine(day + timedelta(days=1), time(), HALL_ZONE)


def root_before(connection: Connection, moment: datetime) -> Root:
    """Return the root over everything that was written before ``moment`` (system time)."""
    digest, cases = hashlib.sha256(), 0
    for case_id, seq, entry_hash in _heads(connection, moment):
        digest.update(f"{case_id} {seq} {entry_hash}\n".encode())
        cases += 1
    return Root(digest.hexdigest(), cases)


def _heads(connection: Connection, moment: datetime) -> Iterator[tuple[str, int, str]]:
    """Yield id, number and hash of the last entry before ``moment`` of each case, by id."""
    moved = select(_entry.case_id).where(_entry.at >= moment).distinct()
    newest = (
        select(_entry.case_id, func.max(_entry.seq).label("seq"))
        .where(_entry.case_id.in_(moved), _entry.at < moment)
        .group_by(_entry.case_id)
        .subquery()
    )
    ends = select(_entry.case_id, _entry.seq, _entry.hash).join(
        newest, (_entry.case_id == newest.c.case_id) & (_entry.seq == newest.c.seq)
    )
    earlier = {row.case_id: (row.seq, row.hash) for row in connection.execute(ends)}
    later = set(connection.execute(moved).scalars())
    rows = connection.execution_options(yield_per=1000).execute(
        select(_case.id, _case.trail_seq, _case.trail_hash).order_by(_case.id)
    )
    for row in rows:
        if row.id not in later:
            yield row.id, row.trail_seq, row.trail_hash
        elif row.id in earlier:
            yield row.id, *earlier[row.id]
