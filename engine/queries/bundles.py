"""Which versions of a matter were published, and since when each holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.bundle import Bundle
from engine.clock import legal_day
from engine.errors import NotFound
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.text import zh

_bundle = table_of(PublishedBundle).c


@dataclass(frozen=True)
class Version:
    """One published version of a matter; ``sha256`` names its bundle, ``in_force`` is the day it was published."""

    version: int
    sha256: str
    in_force: date


def versions_of(connection: Connection, matter_key: str) -> tuple[Version, ...]:
    """Return the published versions of a matter, the newest first; raises NotFound where there is none."""
    rows = connection.execute(
        select(_bundle.version, _bundle.sha256, _bundle.published_at)
        .where(_bundle.key == matter_key)
        .order_by(_bundle.version.desc())
    ).all()
    if not rows:
        raise NotFound(zh("没有找到这个事项。"))
    return tuple(Version(row.version, row.sha256, legal_day(row.published_at)) for row in rows)


def bundle_in_force(hall: Hall, connection: Connection, matter_key: str) -> tuple[Bundle, date]:
    """Return the newest version of a matter and the day from which it holds; raises NotFound."""
    newest = versions_of(connection, matter_key)[0]
    return hall.bundle(connection, newest.sha256), newest.in_force
