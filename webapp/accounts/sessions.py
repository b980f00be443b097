"""Sessions on the server: the cookie carries a random token, the table its SHA-256, so any can be ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from engine.command import Command
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.people import Person, Session
from engine.store.unit_of_work import UnitOfWork
from webapp.accounts import throttle

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)
AT_ONCE = 3

_session = table_of(Session)
_person = table_of(Person)


def hash_token(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def alive(created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session still counts: used within 30 minutes, begun within 8 hours."""
    return now - seen_at <= IDLE and now - created_at <= ABSOLUTE


@dataclass(frozen=True, kw_only=True)
class OpenSession(Command):
    """Log a person in under ``token_hash``; the oldest sessions beyond the limit end."""

    person_id: str
    login: str
    token_hash: str
    address: str
    browser: str
    new_hash: str = ""
    """A password hash with today's parameters, where the kept one is outdated."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        throttle.forgive(uow, self.login, self.address)
        dead = (_session.c.seen_at < uow.now - IDLE) | (_session.c.created_at < uow.now - ABSOLUTE)
        uow.execute(delete(_session).where(dead))
        mine = select(_session.c.token_hash).where(_session.c.person_id == self.person_id)
        newest_first = uow.execute(mine.order_by(_session.c.seen_at.desc())).scalars().all()
        surplus = newest_first[AT_ONCE - 1 :]
        uow.execute(delete(_session).where(_session.c.token_hash.in_(surplus)))
        row = {
            "token_hash": self.token_hash,
            "person_id": self.person_id,
            "created_at": uow.now,
            "seen_at": uow.now,
            "address": self.address[:64],
            "browser": self.browser[:200],
        }
        uow.execute(_session.insert(), row)
        if self.new_hash:
            change = update(_person).where(_person.c.id == self.person_id)
            uow.execute(change.values(password_hash=self.new_hash))
        return {"ended": len(surplus)}


@dataclass(frozen=True, kw_only=True)
class TouchSession(Command):
    """Note that a session is in use."""

    token_hash: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        uow.execute(update(_session).where(_session.c.token_hash == self.token_hash).values(seen_at=uow.now))
        return {}


@dataclass(frozen=True, kw_only=True)
class CloseSession(Command):
    """Log out, or end another of one's own sessions; raises NotFound for a session that is not one's own."""

    token_hash: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        own = (_session.c.token_hash == self.token_hash) & (_session.c.person_id == self.by.person_id)
        if uow.execute(delete(_session).where(own)).rowcount == 0:
            raise NotFound()
        return {}


def close_all(uow: UnitOfWork, person_id: str, keep: str | None = None) -> int:
    """End every session of a person but ``keep`` (a token's hash); return how many ended."""
    theirs = _session.c.person_id == person_id
    if keep is not None:
        theirs &= _session.c.token_hash != keep
    return uow.execute(delete(_session).where(theirs)).rowcount


def new_token() -> str:
    """Return a fresh token of 256 random bits."""
    return secrets.token_urlsafe(32)
