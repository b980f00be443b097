"""Sweep: send what waits in the outbox, the oldest first."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from engine.actor import SYSTEM
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.messages.sending import Message, SendFailed
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.messages import OutgoingMessage
from engine.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)
"""How long a worker may take over its batch; longer than every time-out of a channel together."""
BATCH = 4
TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=6)
_message = table_of(OutgoingMessage)


@dataclass(frozen=True, kw_only=True)
class ClaimMessages(Command):
    """Take up to BATCH messages of the ``channels`` for ``owner``; they come back by themselves after the LEASE."""

    owner: str
    channels: tuple[str, ...]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        due = (
            select(_message.c.id)
            .where(_message.c.status == "waiting", _message.c.due_at <= uow.now, _message.c.channel.in_(self.channels))
            .order_by(_message.c.due_at, _message.c.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        ids = list(uow.execute(due).scalars())
        if not ids:
            return {"messages": []}
        taken = {"owner": self.owner, "due_at": uow.now + LEASE}
        counted = {"fence": _message.c.fence + 1, "attempts": _message.c.attempts + 1}
        uow.execute(update(_message).where(_message.c.id.in_(ids)).values(**taken, **counted))
        return {"messages": ids}


@dataclass(frozen=True, kw_only=True)
class NoteSent(Command):
    """Note how it went with a message, unless somebody else has taken it meanwhile.

    ``problem`` is empty for a message that arrived; ``final`` tells that it never will. What did not arrive is tried
    again, twice as long after each time, and given up after TRIES.
    """

    message_id: str
    owner: str
    fence: int
    problem: str = ""
    final: bool = False

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        mine = (_message.c.id == self.message_id, _message.c.owner == self.owner, _message.c.fence == self.fence)
        row = uow.execute(select(_message.c.attempts).where(*mine, _message.c.status == "waiting")).first()
        if row is None:
            return {"noted": False}
        if not self.problem:
            values: dict[str, Any] = {"status": "sent", "sent_at": uow.now, "problem": ""}
        elif self.final or row.attempts >= TRIES:
            values = {"status": "failed", "problem": self.problem[:300]}
        else:
            wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
            values = {"due_at": uow.now + wait, "problem": self.problem[:300]}
        uow.execute(update(_message).where(*mine).values(**values))
        return {"noted": True}


def send_messages(hall: Hall, owner: str) -> str:
    """Send what is due over the channels that this process has."""
    sent = failed = 0
    channels = tuple(sorted(hall.senders))
    while channels:
        ids = hall.run(ClaimMessages(by=SYSTEM, owner=owner, channels=channels))["messages"]
        if not ids:
            break
        for message_id in ids:
            problem = _send(hall, owner, message_id)
            sent, failed = sent + (not problem), failed + bool(problem)
    return f"sent {sent}, failed {failed}"


def _send(hall: Hall, owner: str, message_id: str) -> str:
    case = table_of(Case).c
    with hall.reading() as connection:
        wanted = select(_message, case.number).outerjoin(Case, case.id == _message.c.case_id)
        row = connection.execute(wanted.where(_message.c.id == message_id)).one()
    number = row.number or ""
    now = hall.clock.now()
    text = Message(row.id, row.kind, row.recipient, tuple(row.people), row.text, number, row.created_at, now)
    said: dict[str, Any] = {}
    try:
        hall.senders[row.channel].send(text)
    except SendFailed as problem:
        said = {"problem": str(problem) or "发送失败", "final": problem.final}
    except Exception as problem:
        log.exception("message %s could not be sent", message_id)
        said = {"problem": f"发送失败：{type(problem).__name__}"}
    hall.run(NoteSent(by=SYSTEM, message_id=message_id, owner=owner, fence=row.fence, **said))
    return str(said.get("problem", ""))
