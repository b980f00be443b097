"""Moving running cases: what a move would come to for every case, and the moves that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.errors import NotFound
from engine.hall import Hall
from engine.queries.drafts import require_studio
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.cases import Case
from engine.store.moves import CaseMove
from engine.studio.move_plan import MovePlan, plan_move

_case, _move, _bundle = table_of(Case), table_of(CaseMove).c, table_of(PublishedBundle).c
MOST = 500


@dataclass(frozen=True)
class CasePreview:
    """One running case and what moving it comes to; ``version`` is that of the case, by which changes are noticed."""

    case_id: str
    number: str
    applicant_name: str
    version: int
    from_version: int
    plan: MovePlan


@dataclass(frozen=True)
class MovedCase:
    """One case of a batch; ``state`` is undone, undoable (nothing was done on it since) or acted."""

    case_id: str
    number: str
    state: str


@dataclass(frozen=True)
class MoveBatch:
    """Cases that were moved together; ``undoable`` of them have not been acted on since."""

    batch_id: str
    from_versions: tuple[int, ...]
    to_version: int
    moved_at: datetime
    moved_by: str
    cases: int
    undone: int
    undoable: int
    each: tuple[MovedCase, ...]


def running_by_version(connection: Connection, by: Actor, matter_key: str) -> dict[str, int]:
    """Return how many cases of a matter run, by the hash of their version."""
    require_studio(by)
    running = (_case.c.matter_key == matter_key, _case.c.closed_at.is_(None))
    rows = connection.execute(
        select(_case.c.bundle_sha256, func.count()).where(*running).group_by(_case.c.bundle_sha256)
    )
    return {row[0]: row[1] for row in rows}


def preview_moves(
    hall: Hall,
    connection: Connection,
    by: Actor,
    matter_key: str,
    from_sha256: str,
    to_sha256: str,
    renames: Mapping[str, str],
    page: int = 1,
) -> tuple[CasePreview, ...]:
    """Return what becomes of the running cases of a version, ``MOST`` on a page, the oldest first.

    Raises NotFound for versions that are not of this matter, Invalid for a map that could be read in two ways.
    """
    require_studio(by)
    source, target = hall.bundle(connection, from_sha256), hall.bundle(connection, to_sha256)
    if matter_key != source.key or matter_key != target.key or source.sha256 == target.sha256:
        raise NotFound
    wanted = (_case.c.bundle_sha256 == from_sha256, _case.c.closed_at.is_(None))
    query = select(_case).where(*wanted).order_by(_case.c.received_at, _case.c.id)
    rows = connection.execute(query.limit(MOST).offset(MOST * (page - 1)))
    now = hall.legal_now(connection)
    found = []
    for row in rows.mappings().all():
        plan = plan_move(hall, connection, dict(row), target, renames, now)
        about = (row["id"], row["number"], row["applicant_name"], row["version"], source.version or 0)
        found.append(CasePreview(*about, plan))
    return tuple(found)


def elements_without_place(source: Bundle, target: Bundle) -> dict[str, str]:
    """Return the steps and events of ``source`` whose id ``target`` has not, by id with their names."""
    return {
        name: element.name or name
        for name, element in source.definition.elements.items()
        if name not in target.definition.elements
    }


def moves_of(connection: Connection, by: Actor, matter_key: str) -> tuple[MoveBatch, ...]:
    """Return the moves of a matter's cases, the last first."""
    require_studio(by)
    versions = {
        row.sha256: row.version
        for row in connection.execute(select(_bundle.sha256, _bundle.version).where(_bundle.key == matter_key))
    }
    rows = connection.execute(
        select(table_of(CaseMove), _case.c.number, (_case.c.trail_seq == _move.trail_seq).label("untouched"))
        .join(_case, _case.c.id == _move.case_id)
        .where(_move.matter_key == matter_key)
        .order_by(_move.moved_at.desc(), _move.batch_id.desc())
    ).all()
    batches: dict[str, list[Any]] = {}
    for row in rows:
        batches.setdefault(row.batch_id, []).append(row)
    return tuple(_batch(versions, batch) for batch in batches.values())


def _batch(versions: Mapping[str, int], rows: Sequence[Any]) -> MoveBatch:
    first = rows[0]
    return MoveBatch(
        first.batch_id,
        tuple(sorted({versions[row.from_sha256] for row in rows})),
        versions[first.to_sha256],
        first.moved_at,
        first.moved_by,
        len(rows),
        sum(row.undone_at is not None for row in rows),
        sum(row.undone_at is None and bool(row.untouched) for row in rows),
        tuple(MovedCase(row.case_id, row.number, _state(row)) for row in rows),
    )


def _state(row: Any) -> str:
    if row.undone_at is not None:
        return "undone"
    return "undoable" if row.untouched else "acted"
