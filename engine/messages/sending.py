"""What a channel to the outside is to the rest: it sends one message, or says why it could not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAIL, WEBHOOK = "mail", "webhook"


class SendFailed(Exception):
    """The message did not arrive; ``final`` tells that trying again is of no use."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True)
class Message:
    """One message: ``id`` is the same at every try, ``at`` is when this try is made.

    ``text`` is one Chinese sentence without personal data.
    """

    id: str
    kind: str
    recipient: str
    people: tuple[str, ...]
    text: str
    case_number: str
    created_at: datetime
    at: datetime


class Sender(Protocol):
    """A channel. ``send`` returns when the other side has taken the message over, else raises SendFailed."""

    def send(self, message: Message) -> None: ...
