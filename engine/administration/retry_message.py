"""Send again what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.administration.administrators import require_administrator
from engine.command import Command
from engine.errors import Conflict
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_message = table_of(OutgoingMessage)


@dataclass(frozen=True, kw_only=True)
class RetryMessage(Command):
    """Let a message that was given up wait to be sent again, at once and with all its tries."""

    message_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        failed = (_message.c.id == self.message_id, _message.c.status == "failed")
        again = {"status": "waiting", "due_at": uow.now, "attempts": 0}
        if uow.execute(update(_message).where(*failed).values(**again)).rowcount != 1:
            raise Conflict(zh("这条消息已经发出，或者正在等待发送。"))
        uow.note_office_act("retry_message", self.by, self.message_id)
        return {}
