"""Drafts of processes, for those who draw and those who approve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.bundle import hash_of, unpack_files
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.drafts import ProcessDraft
from engine.studio.posts import DESIGNER, MANAGER

_draft = table_of(ProcessDraft).c
_ABOUT = (
    _draft.id,
    _draft.matter_key,
    _draft.title,
    _draft.status,
    _draft.revision,
    _draft.based_on,
    _draft.made_at,
    _draft.made_by,
    _draft.changed_at,
    _draft.changed_by,
    _draft.changed_by_id,
    _draft.submitted_at,
    _draft.submitted_by,
    _draft.submitted_by_id,
    _draft.returned_at,
    _draft.returned_by,
    _draft.returned_reason,
    _draft.approved_at,
    _draft.approved_by,
    _draft.in_force_from,
    _draft.published_sha256,
)


@dataclass(frozen=True)
class DraftLine:
    """A draft without its files; ``status`` is editing, submitted, approved or discarded."""

    id: str
    matter_key: str
    title: str
    status: str
    revision: int
    based_on: str | None
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str
    changed_by_id: str | None
    submitted_at: datetime | None
    submitted_by: str | None
    submitted_by_id: str | None
    returned_at: datetime | None
    returned_by: str | None
    returned_reason: str | None
    approved_at: datetime | None
    approved_by: str | None
    in_force_from: date | None
    published_sha256: str | None

    def is_own(self, by: Actor) -> bool:
        """Tell whether ``by`` last changed or submitted it, and so must not approve it."""
        return by.person_id in (self.changed_by_id, self.submitted_by_id)


@dataclass(frozen=True)
class DraftFiles:
    """A draft with its files by name; ``sha256`` is the hash that they would be published under."""

    line: DraftLine
    files: Mapping[str, bytes]
    sha256: str
    check_report: dict[str, Any] | None
    """What the gate said when it was approved."""
    brought_in: dict[str, Any] | None = None
    """What became of the file from another modeler that it began with."""


def require_studio(by: Actor) -> None:
    """Raise NotFound for whoever neither draws processes nor answers for them."""
    if not (by.holds(DESIGNER) or by.holds(MANAGER)):
        raise NotFound


def drafts(connection: Connection, by: Actor, *, matter_key: str | None = None) -> tuple[DraftLine, ...]:
    """Return the drafts, of one matter if it is named, the last changed first; raises NotFound."""
    require_studio(by)
    query = select(*_ABOUT).order_by(_draft.changed_at.desc(), _draft.id.desc())
    if matter_key is not None:
        query = query.where(_draft.matter_key == matter_key)
    return tuple(_line(row) for row in connection.execute(query))


def draft(connection: Connection, by: Actor, draft_id: str) -> DraftFiles:
    """Return one draft with its files; raises NotFound."""
    require_studio(by)
    query = select(*_ABOUT, _draft.content, _draft.check_report, _draft.brought_in).where(_draft.id == draft_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound
    files = unpack_files(row.content)[1]
    return DraftFiles(_line(row), files, hash_of(files), row.check_report, row.brought_in)


def check_reports(connection: Connection, by: Actor, matter_key: str) -> dict[str, dict[str, Any]]:
    """Return the reports with which versions of a matter were approved, by the hash of the version."""
    require_studio(by)
    query = select(_draft.published_sha256, _draft.check_report).where(
        _draft.matter_key == matter_key, _draft.published_sha256.is_not(None)
    )
    return {row.published_sha256: row.check_report for row in connection.execute(query)}


def _line(row: Any) -> DraftLine:
    return DraftLine(**{column.name: getattr(row, column.name) for column in _ABOUT})
