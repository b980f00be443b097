"""Announcements: those that the screens show today, and all of them for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.staff import require_administrator
from engine.store.announcements import Announcement
from engine.store.base import table_of

MOST = 20
_announcement = table_of(Announcement).c


@dataclass(frozen=True)
class AnnouncementLine:
    """One announcement with its first and last day."""

    id: str
    title: str
    content: str
    starts_on: date
    ends_on: date
    is_shown: bool
    changed_by: str

    def state(self, today: date) -> str:
        """Return taken_down, ended, coming or shown."""
        if not self.is_shown:
            return "taken_down"
        if self.ends_on < today:
            return "ended"
        return "coming" if self.starts_on > today else "shown"


def shown_announcements(connection: Connection, today: date) -> tuple[AnnouncementLine, ...]:
    """Return what everybody reads today, the newest first, at most ``MOST``."""
    running = (_announcement.is_shown, _announcement.starts_on <= today, _announcement.ends_on >= today)
    query = select(table_of(Announcement)).where(*running)
    rows = connection.execute(query.order_by(_announcement.starts_on.desc(), _announcement.id.desc()).limit(MOST))
    return tuple(_line(row) for row in rows)


def announcements(connection: Connection, by: Actor) -> tuple[AnnouncementLine, ...]:
    """Return every announcement, the last to end first; raises NotFound for whoever is no administrator."""
    require_administrator(by)
    query = select(table_of(Announcement)).order_by(_announcement.ends_on.desc(), _announcement.id.desc())
    return tuple(_line(row) for row in connection.execute(query))


def announcement(connection: Connection, by: Actor, announcement_id: str) -> AnnouncementLine:
    """Return one announcement; raises NotFound."""
    found = next((one for one in announcements(connection, by) if one.id == announcement_id), None)
    if found is None:
        raise NotFound
    return found


def _line(row: Any) -> AnnouncementLine:
    about = (row.title, row.content, row.starts_on, row.ends_on, row.is_shown, row.changed_by)
    return AnnouncementLine(row.id, *about)
