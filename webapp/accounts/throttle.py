"""Slow down guessing: failures are counted in the database per account and per address.

An attempt is counted as failed before the password is looked at and taken back when it was right, so
that a hundred attempts sent at once are a hundred attempts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import delete, select

from engine.command import Command
from engine.store.base import table_of, upsert_into
from engine.store.people import LoginThrottle
from engine.store.unit_of_work import UnitOfWork

# A whole hall may share one address, so an address may fail more often than an account.
FREE_FAILURES = {"account": 5, "address": 20}
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)

_table = table_of(LoginThrottle)


def subjects(login: str, address: str) -> tuple[tuple[str, str], ...]:
    """Return (kind, key) of account and address; an account is a digest, for anything may be typed."""
    digest = hashlib.sha256(login.strip().lower().encode()).hexdigest()
    return (("account", f"account:{digest}"), ("address", f"address:{address}"))


def wait_after(failures: int, free: int) -> timedelta | None:
    """Return how long to wait after ``failures`` in a row: from one minute doubling to fifteen."""
    if failures < free:
        return None
    return min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT)


@dataclass(frozen=True, kw_only=True)
class CountAttempt(Command):
    """Count an attempt to log in; the answer has ``wait``, seconds to wait before it may be made, or 0."""

    login: str
    address: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        asked = subjects(self.login, self.address)
        rows = [self._locked(uow, key) for _, key in asked]
        blocked = [row.blocked_until for row in rows if row.blocked_until and row.blocked_until > uow.now]
        if blocked:
            return {"wait": ceil((max(blocked) - uow.now).total_seconds())}
        for (kind, key), row in zip(asked, rows, strict=True):
            stale = row.last_at < uow.now - FORGOTTEN_AFTER
            failures = 1 if stale else row.failures + 1
            wait = wait_after(failures, FREE_FAILURES[kind])
            self._write(uow, key, failures, uow.now + wait if wait else None)
        return {"wait": 0}

    def _locked(self, uow: UnitOfWork, key: str) -> Any:
        fresh = upsert_into(uow.connection, LoginThrottle).values(subject=key, failures=0, last_at=uow.now)
        uow.execute(fresh.on_conflict_do_nothing())
        return uow.execute(select(_table).where(_table.c.subject == key).with_for_update()).one()

    def _write(self, uow: UnitOfWork, key: str, failures: int, until: datetime | None) -> None:
        change = _table.update().where(_table.c.subject == key)
        uow.execute(change.values(failures=failures, last_at=uow.now, blocked_until=until))


@dataclass(frozen=True, kw_only=True)
class TakeBackAttempt(Command):
    """Take back an attempt that was right, where nothing else is written for it."""

    login: str
    address: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        forgive(uow, self.login, self.address)
        return {}


def forgive(uow: UnitOfWork, login: str, address: str) -> None:
    """Take back the attempt that was right: the account starts anew, the address gets its one back."""
    (_, account), (_, place) = subjects(login, address)
    uow.execute(delete(_table).where(_table.c.subject == account))
    back = _table.update().where(_table.c.subject == place, _table.c.failures > 0)
    uow.execute(back.values(failures=_table.c.failures - 1, blocked_until=None))
