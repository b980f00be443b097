"""The daily root: one hash over the newest entry of every chain, as they were at a moment that is past.

It is made over what was written before the day began, so that it can be made, and made again by whoever
verifies, at any time later with the same outcome. It is the root of a Merkle tree, so that one case can be proved to be
under it without the others; the roots of earlier versions of the software are a single hash over all.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from engine.clock import HALL_ZONE
from engine.merkle import MerkleTree, leaf
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.trail import FLAT, MERKLE, TrailEntry

FILE = "roots.txt"
"""The file in the data folder to which roots are appended, for safe keeping elsewhere."""
_case, _entry = table_of(Case).c, table_of(TrailEntry).c


@dataclass(frozen=True)
class Root:
    """The root in hexadecimal, and over how many cases it is."""

    digest: str
    cases: int


@dataclass(frozen=True)
class Proof:
    """That a case stood under a root with so many entries: its place among ``cases``, and the hashes beside its way."""

    seq: int
    at: int
    cases: int
    path: list[str]


def end_of(day: date) -> datetime:
    """Return the moment before which everything of a day was written."""
    return datetime.combine(day + timedelta(days=1), time(), HALL_ZONE)


def line_of(root: Any) -> str:
    """Return the line of a root (a row of ``daily_root``) in the file."""
    return f"{root.day.isoformat()} {root.cases} {root.root}" + (f" {MERKLE}" if root.kind == MERKLE else "")


class PastHeads:
    """Where every chain stood at a past moment (system time); it can be taken further back, and never forward.

    Going back a day costs what was written that day, so that all days are checked in one walk.
    """

    def __init__(self, connection: Connection, moment: datetime) -> None:
        self._connection, self._moment = connection, moment
        rows = connection.execution_options(yield_per=1000).execute(select(_case.id, _case.trail_seq, _case.trail_hash))
        heads = {row.id: (row.trail_seq, row.trail_hash) for row in rows if row.trail_seq}
        moved, earlier = self._moved(_entry.at >= moment, moment)
        for case_id in moved:
            heads.pop(case_id, None)
        self._heads: dict[str, tuple[int, str]] = heads | earlier
        self._plant()

    def _plant(self) -> None:
        self._ids = sorted(self._heads)
        self._tree = MerkleTree(leaf(self._text(case_id)) for case_id in self._ids)

    def _text(self, case_id: str) -> str:
        seq, entry_hash = self._heads[case_id]
        return f"{case_id} {seq} {entry_hash}"

    def _moved(self, written: ColumnElement[bool], moment: datetime) -> tuple[set[str], dict[str, tuple[int, str]]]:
        """Return the cases that have an entry ``written`` then, and where those that were there before stood."""
        moved = select(_entry.case_id).where(written).distinct()
        newest = (
            select(_entry.case_id, func.max(_entry.seq).label("seq"))
            .where(_entry.case_id.in_(moved), _entry.at < moment)
            .group_by(_entry.case_id)
            .subquery()
        )
        ends = select(_entry.case_id, _entry.seq, _entry.hash).join(
            newest, (_entry.case_id == newest.c.case_id) & (_entry.seq == newest.c.seq)
        )
        earlier = {row.case_id: (row.seq, row.hash) for row in self._connection.execute(ends)}
        return set(self._connection.execute(moved).scalars()), earlier

    def back_to(self, moment: datetime) -> None:
        """Go back to where the chains stood at an earlier moment."""
        moved, earlier = self._moved((_entry.at >= moment) & (_entry.at < self._moment), moment)
        self._moment = moment
        self._heads.update(earlier)
        gone = sorted(one for one in moved - set(earlier) if one in self._heads)
        for case_id in gone:
            del self._heads[case_id]
        left = len(self._ids) - len(gone)
        if self._ids[left:] != gone:
            # Ids grow with time, save where the clocks of two machines differ.
            self._plant()
            return
        del self._ids[left:]
        self._tree.cut(left)
        for case_id in earlier:
            self._tree.replace(bisect_left(self._ids, case_id), leaf(self._text(case_id)))

    def root(self, kind: str = MERKLE) -> Root:
        """Return the root over all chains as they stood."""
        if kind == FLAT:
            text = "".join(f"{self._text(case_id)}\n" for case_id in self._ids)
            return Root(hashlib.sha256(text.encode()).hexdigest(), len(self._ids))
        return Root(self._tree.root, len(self._tree))

    def proof(self, case_id: str) -> Proof | None:
        """Return the proof of a case, none where it had no entry then."""
        if case_id not in self._heads:
            return None
        at = bisect_left(self._ids, case_id)
        return Proof(self._heads[case_id][0], at, len(self._ids), self._tree.proof(at))


def root_before(connection: Connection, moment: datetime) -> Root:
    """Return the root over everything that was written before ``moment`` (system time)."""
    return PastHeads(connection, moment).root()
