"""Sweep: once a day, a root over the newest hash of every case, published outside the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.clock import legal_day
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.store.base import upsert_into
from engine.store.cases import Case
from engine.store.trail import DailyRoot
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class MakeDailyRoot(Command):
    """Write today's root once; a tail cut off a chain later no longer fits the roots that were published."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        day = legal_day(uow.now)
        digest, cases = hashlib.sha256(), 0
        for row in uow.execute(select(Case.id, Case.trail_seq, Case.trail_hash).order_by(Case.id)):
            digest.update(f"{row.id} {row.trail_seq} {row.trail_hash}\n".encode())
            cases += 1
        made = uow.execute(
            upsert_into(uow.connection, DailyRoot)
            .values(day=day, root=digest.hexdigest(), cases=cases, made_at=uow.now)
            .on_conflict_do_nothing()
        )
        return {
            "day": day.isoformat(),
            "root": digest.hexdigest(),
            "cases": cases,
            "new": made.rowcount == 1,
        }


def publish_daily_root(hall: Hall, owner: str) -> str:
    """Make the root of the day and append it to ``roots.txt`` in the data folder, for safe keeping elsewhere."""
    root = hall.run(MakeDailyRoot(by=SYSTEM))
    if root["new"]:
        with open(hall.data / "roots.txt", "a", encoding="ascii") as file:
            file.write(f"{root['day']} {root['cases']} {root['root']}\n")
    return f"{root['day']} {root['root'][:12]}"
