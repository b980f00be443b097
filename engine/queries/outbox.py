"""What was told outside the system, for administrators: what waits, what arrived, what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.staff import require_administrator
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage

STATES = ("waiting", "failed", "sent")
_message = table_of(OutgoingMessage).c


@dataclass(frozen=True)
class MessageLine:
    """One message; ``people`` are logins, ``due_at`` when it is tried next, ``problem`` why it has not arrived."""

    id: str
    channel: str
    recipient: str
    people: tuple[str, ...]
    text: str
    status: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    problem: str


@dataclass(frozen=True)
class Outbox:
    """One page, newest first; ``counts`` by state over all; ``after`` asks for the next page."""

    rows: tuple[MessageLine, ...]
    counts: dict[str, int]
    after: str | None


def outbox(connection: Connection, by: Actor, status: str = "", after: str | None = None) -> Outbox:
    """Return a page of the messages, or of those in one state; raises NotFound for whoever administers nothing."""
    require_administrator(by)
    query = select(table_of(OutgoingMessage))
    if status in STATES:
        query = query.where(_message.status == status)
    if (condition := beyond(_message.created_at, _message.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_message.created_at.desc(), _message.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(
        MessageLine(
            row.id,
            row.channel,
            row.recipient,
            tuple(row.people),
            row.text,
            row.status,
            row.created_at,
            row.due_at,
            row.sent_at,
            row.attempts,
            row.problem,
        )
        for row in found[:PAGE]
    )
    counted = connection.execute(select(_message.status, func.count()).group_by(_message.status))
    counts = dict.fromkeys(STATES, 0) | {name: number for name, number in counted}
    return Outbox(rows, counts, cursor(rows[-1].created_at, rows[-1].id) if len(found) > PAGE else None)
