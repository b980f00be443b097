"""The hand-overs of a case: who sent it where with what and when, and who received it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.cases.receive_hand_over import may_receive
from engine.queries.case_file import CaseFile
from engine.store.base import table_of
from engine.store.hand_overs import HandOver
from engine.store.people import Department

_over = table_of(HandOver).c
_from, _to = table_of(Department).alias("sender"), table_of(Department).alias("receiver")


@dataclass(frozen=True)
class HandOverLine:
    """One hand-over; ``received_at`` is none while it waits, ``receives`` tells whether the reader may sign for it."""

    id: str
    number: str
    from_name: str
    from_level: str
    to_name: str
    to_level: str
    materials: tuple[str, ...]
    """Names, in the order of the guide."""
    handed_at: datetime
    handed_by: str
    received_at: datetime | None
    received_by: str | None
    receives: bool


def hand_overs_of(connection: Connection, by: Actor, file: CaseFile) -> tuple[HandOverLine, ...]:
    """Return the hand-overs of a case that ``by`` may see, the newest first."""
    rows = connection.execute(
        select(table_of(HandOver), _from.c.name.label("from_name"), _to.c.name.label("to_name"))
        .join(_from, _from.c.code == _over.from_department)
        .join(_to, _to.c.code == _over.to_department)
        .where(_over.case_id == file.case["id"])
        .order_by(_over.id.desc())
    ).all()
    is_open = file.case["closed_at"] is None
    return tuple(
        HandOverLine(
            row.id,
            row.document,
            row.from_name,
            row.from_level,
            row.to_name,
            row.to_level,
            tuple(one.name.value for one in file.bundle.facts.materials if one.key in row.materials),
            row.handed_at,
            row.handed_by_name,
            row.received_at,
            row.received_by_name,
            is_open and row.received_at is None and may_receive(connection, by, row.case_id, row.to_department),
        )
        for row in rows
    )
