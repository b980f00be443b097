"""Sweep: once a day, a root over the newest hash of every case, published outside the database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.clock import legal_day
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.roots import FILE, end_of, line_of, root_before
from engine.store.base import table_of, upsert_into
from engine.store.trail import MERKLE, DailyRoot
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class KeepDailyRoot(Command):
    """Write the root of a day once; the answer is the line to publish, of the one that was first."""

    day: date
    root: str
    cases: int

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        row = {"day": self.day, "root": self.root, "cases": self.cases, "kind": MERKLE, "made_at": uow.now}
        uow.execute(upsert_into(uow.connection, DailyRoot).values(row).on_conflict_do_nothing())
        table = table_of(DailyRoot)
        return {"line": line_of(uow.execute(select(table).where(table.c.day == self.day)).one())}


def publish_daily_root(hall: Hall, owner: str) -> str:
    """Make the root of the day that has ended, and append it to the file of roots unless it is there.

    It is computed while reading only: people go on writing meanwhile.
    """
    day = legal_day(hall.clock.now()) - timedelta(days=1)
    with hall.reading() as connection:
        root = root_before(connection, end_of(day))
    line = hall.run(KeepDailyRoot(by=SYSTEM, day=day, root=root.digest, cases=root.cases))["line"]
    path = hall.data / FILE
    if not path.is_file() or line not in path.read_text("ascii").splitlines():
        with open(path, "a", encoding="ascii") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    return f"{day.isoformat()} {root.digest[:12]}"
