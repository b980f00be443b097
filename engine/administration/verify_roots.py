"""Verify the daily roots: each against the chains as they were, and against what was published of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.administration.finding import Finding
from engine.roots import FILE, PastHeads, end_of, line_of
from engine.store.base import table_of
from engine.store.trail import DailyRoot

if TYPE_CHECKING:
    from engine.hall import Hall


@dataclass(frozen=True)
class CheckedRoot:
    """A daily root; ``holds`` is none where it was made before its day had ended, as an older version did."""

    day: date
    cases: int
    root: str
    kind: str
    holds: bool | None
    published: bool
    """Whether the file of roots has its line, word for word."""


def checked_roots(hall: Hall, connection: Connection) -> Iterator[CheckedRoot]:
    """Yield every root of the database, newest first, made again from the chains as they are now."""
    lines = set(published_lines(hall))
    heads: PastHeads | None = None
    for row in connection.execute(select(table_of(DailyRoot)).order_by(DailyRoot.day.desc())).all():
        holds = None
        if row.made_at >= end_of(row.day):
            if heads is None:
                heads = PastHeads(connection, end_of(row.day))
            else:
                heads.back_to(end_of(row.day))
            made = heads.root(row.kind)
            holds = (made.digest, made.cases) == (row.root, row.cases)
        yield CheckedRoot(row.day, row.cases, row.root, row.kind, holds, line_of(row) in lines)


def published_lines(hall: Hall) -> list[str]:
    """Return the lines of the file of roots, none where there is no file."""
    path = hall.data / FILE
    return path.read_text("ascii", errors="replace").splitlines() if path.is_file() else []


def strange_lines(hall: Hall, connection: Connection) -> list[str]:
    """Return the lines of the file that the database does not know."""
    known = {line_of(row) for row in connection.execute(select(table_of(DailyRoot))).all()}
    return [line for line in published_lines(hall) if line not in known]


def verify_roots(hall: Hall, connection: Connection) -> Iterator[Finding]:
    """Yield roots over which the chains no longer are, and published lines that are not those of the database."""
    for one in checked_roots(hall, connection):
        if one.holds is False:
            yield Finding(one.day.isoformat(), "root", "the chains are not those over which the root was made")
    for line in strange_lines(hall, connection):
        yield Finding(line[:10], "root", f"the root in {FILE} is not the one in the database")


def newest_root(connection: Connection) -> Any:
    """Return day, number of cases and root of the newest row, or None before the first night."""
    row = table_of(DailyRoot).c
    return connection.execute(select(row.day, row.cases, row.root).order_by(row.day.desc()).limit(1)).first()
