"""The notices of a member of staff; nobody sees another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.queries.keyset import PAGE, beyond, cursor
from engine.store.base import table_of
from engine.store.office import Notice
from engine.text import Text

MOST_COUNTED = 99
_notice = table_of(Notice).c


@dataclass(frozen=True)
class NoticeLine:
    """One notice; ``text`` is to be translated, ``task_id`` and ``case_id`` say what it is about."""

    id: str
    kind: str
    text: Text
    case_id: str | None
    about: str
    """enquiry or complaint, where it is about one."""
    task_id: str | None
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class NoticePage:
    """One page, newest first; ``after`` asks for the next one."""

    rows: tuple[NoticeLine, ...]
    after: str | None


def unread_count(connection: Connection, by: Actor) -> int:
    """Return how many notices of ``by`` are unread, capped at MOST_COUNTED + 1."""
    mine = select(_notice.id).where(_notice.person_id == by.person_id, _notice.read_at.is_(None))
    capped = mine.limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(capped)).scalar_one()


def notices(connection: Connection, by: Actor, *, unread: bool = False, after: str | None = None) -> NoticePage:
    """Return a page of the notices of ``by``, or of the unread ones."""
    query = select(table_of(Notice)).where(_notice.person_id == by.person_id)
    if unread:
        query = query.where(_notice.read_at.is_(None))
    if (condition := beyond(_notice.at, _notice.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_notice.at.desc(), _notice.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(_line(row) for row in found[:PAGE])
    return NoticePage(rows, cursor(rows[-1].at, rows[-1].id) if len(found) > PAGE else None)


def _line(row: Any) -> NoticeLine:
    # What it is about is a step of a matter, or a clock, whose name has a translation.
    params = {name: Text(str(value)) if name == "what" else value for name, value in row.params.items()}
    text = Text(row.template, params)
    return NoticeLine(row.id, row.kind, text, row.case_id, row.about, row.task_id, row.at, row.read_at)
