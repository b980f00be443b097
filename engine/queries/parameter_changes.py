"""Who changed which parameter of the hall, from what to what, the latest change first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.queries.staff import require_administrator
from engine.store.base import table_of
from engine.store.office import OfficeTrail

MOST = 50
_trail = table_of(OfficeTrail).c


@dataclass(frozen=True)
class ParameterChange:
    """One parameter in one act, as rows of ``setting`` write its values."""

    at: datetime
    by: str
    name: str
    before: str
    after: str


def parameter_changes(connection: Connection, by: Actor) -> tuple[ParameterChange, ...]:
    """Return the latest changes; raises NotFound for whoever is no administrator."""
    require_administrator(by)
    acts = select(_trail.at, _trail.actor_name, _trail.detail).where(_trail.act == "change_parameters")
    rows: Any = connection.execute(acts.order_by(_trail.at.desc(), _trail.id.desc()).limit(MOST))
    return tuple(
        ParameterChange(row.at, row.actor_name, name, before, after)
        for row in rows
        for name, (before, after) in sorted(cast(dict[str, Any], row.detail["changed"]).items())
    )
