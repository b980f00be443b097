"""The telephone numbers that an application gives: the agent's first, for it is the agent who came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, select

from engine.cases.file_case import PHONE
from engine.queries.case_file import case_key
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.trail import TrailEntry, TrailValue

if TYPE_CHECKING:
    from engine.hall import Hall

_case, _entry, _value = table_of(Case).c, table_of(TrailEntry).c, table_of(TrailValue).c


def application_in(hall: Hall, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the application of a row with ``sealing_key`` and ``sealed``; empty where the law had it deleted."""
    key = case_key(hall, row)
    if key is None or row["sealed"] is None:
        return {}
    values = unseal_values(key, row["sealed"])[0]
    return values if isinstance(values, Mapping) else {}


def phones_in(application: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the numbers in an application."""
    agent = application.get("agent")
    found = [agent.get(PHONE) if isinstance(agent, Mapping) else None, application.get(PHONE)]
    return tuple(dict.fromkeys(str(one) for one in found if one))


def phones_of(hall: Hall, connection: Connection, case_id: str) -> tuple[str, ...]:
    """Return the numbers that a case can be called by; who may see them is for the caller to know."""
    query = (
        select(_case.sealing_key, _value.sealed)
        .join(TrailEntry, and_(_entry.case_id == _case.id, _entry.act == "filed"))
        .join(TrailValue, and_(_value.case_id == _entry.case_id, _value.seq == _entry.seq))
        .where(_case.id == case_id)
    )
    row = connection.execute(query).mappings().first()
    return phones_in(application_in(hall, dict(row))) if row is not None else ()
