"""Which versions of a matter there are, and which of them new cases start on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from engine.bundle import Bundle
from engine.errors import NotFound
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle, in_force_on
from engine.text import zh

_bundle = table_of(PublishedBundle).c


@dataclass(frozen=True)
class MatterInForce:
    """A matter that is taken in; ``sha256`` names the version that new cases start on."""

    key: str
    name: str
    sha256: str
    in_force: date


@dataclass(frozen=True)
class Version:
    """One published version of a matter; ``sha256`` names its bundle, ``in_force`` is its first legal day."""

    version: int
    sha256: str
    in_force: date
    published_at: datetime
    published_by: str | None
    approved_by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


def matters_in_force(hall: Hall, connection: Connection) -> tuple[MatterInForce, ...]:
    """Return the matters that are taken in on the legal day, by key."""
    rows = connection.execute(in_force_on(hall.today(connection)))
    return tuple(MatterInForce(row.key, row.name, row.sha256, row.in_force_from) for row in rows)


def versions_of(connection: Connection, matter_key: str) -> tuple[Version, ...]:
    """Return the published versions of a matter, the newest first; raises NotFound where there is none."""
    rows = connection.execute(
        select(
            _bundle.version,
            _bundle.sha256,
            _bundle.in_force_from,
            _bundle.published_at,
            _bundle.published_by,
            _bundle.approved_by,
            _bundle.withdrawn_at,
            _bundle.withdrawn_by,
            _bundle.withdrawn_reason,
        )
        .where(_bundle.key == matter_key)
        .order_by(_bundle.version.desc())
    ).all()
    if not rows:
        raise NotFound(zh("没有找到这个事项。"))
    return tuple(Version(*row) for row in rows)


def bundle_in_force(hall: Hall, connection: Connection, matter_key: str) -> tuple[Bundle, date]:
    """Return the version of a matter that new cases start on, and its first day; raises NotFound."""
    row = connection.execute(in_force_on(hall.today(connection)).where(_bundle.key == matter_key)).first()
    if row is None:
        raise NotFound(zh("没有找到这个事项。"))
    return hall.bundle(connection, row.sha256), row.in_force_from
