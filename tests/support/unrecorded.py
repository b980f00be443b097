"""Transactions that change a case and leave no entry in its trail, seen from the statements that they run."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from sqlalchemy.sql.dml import UpdateBase

from engine.store.base import Base
from engine.store.prepared import Prepared
from engine.store.unit_of_work import UnitOfWork

BESIDE = {
    "attachment": "files of a draft, before there is a case; of a case they have an entry",
    "notice": "what people were told; the act that it tells of has its entry",
    "outgoing_message": "the same, by mail",
    "sight": "who looked; nothing of the case changes, and the table is a record itself",
    "job": "the worker takes and puts back what is due before it does it",
    "trail": "the record itself",
    "trail_value": "what belongs to it",
}
"""Tables that name a case and are no part of it, with the reason."""


def tables_of_cases() -> set[str]:
    """Return the names of the tables whose rows belong to a case."""
    named = {name for name, table in Base.metadata.tables.items() if "case_id" in table.c}
    return (named | {"case"}) - set(BESIDE)


def watching(found: list[list[str]]) -> type[UnitOfWork]:
    """Return a unit of work that adds to ``found`` the tables of each transaction that leaves no entry."""
    of_cases = tables_of_cases()

    class Watching(UnitOfWork):
        def __enter__(self) -> Any:
            self.written: set[str] = set()
            return super().__enter__()

        def execute(self, statement: Any, params: Any = None) -> Any:
            core = statement.statement if isinstance(statement, Prepared) else statement
            done = super().execute(statement, params)
            if isinstance(core, UpdateBase) and done.rowcount != 0:
                self.written.add(core.table.name)
            return done

        def __exit__(
            self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
        ) -> None:
            super().__exit__(kind, problem, trace)
            if kind is None and self.written & of_cases and "trail" not in self.written:
                found.append(sorted(self.written))

    return Watching
