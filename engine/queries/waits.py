"""What a case waits for besides people: messages and times, by the names that its process gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.bundle import Bundle
from engine.queries.what_comes_next import element_of
from engine.store.base import table_of
from engine.store.waits import Job, Subscription


@dataclass(frozen=True)
class WaitLine:
    """One thing that is waited for; ``message`` is its name in the flow, ``due_at`` is when a time comes."""

    element_id: str
    name: str
    message: str | None
    due_at: datetime | None


def waits(connection: Connection, bundle: Bundle, case_id: str) -> tuple[WaitLine, ...]:
    """Return what the case itself waits for; reminders that hang on a person's step are left out."""
    subscription, job = table_of(Subscription).c, table_of(Job).c
    messages = connection.execute(
        select(subscription.element_id, subscription.name)
        .where(subscription.case_id == case_id, subscription.kind == "message")
        .order_by(subscription.element_id)
    )
    times = connection.execute(
        select(job.element_id, job.due_at)
        .where(job.case_id == case_id, job.kind == "timer", job.status == "waiting")
        .order_by(job.due_at)
    )
    found = [(row.element_id, row.name, None) for row in messages]
    found += [(row.element_id, None, row.due_at) for row in times]
    lines = []
    for element_id, message, due_at in found:
        element = element_of(bundle, element_id)
        if element is not None and element.attached_to is None:
            lines.append(WaitLine(element_id, element.name or element_id, message, due_at))
    return tuple(lines)
