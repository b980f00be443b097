"""The unit of work: one command, one transaction, and the only place that commits one."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, overload

from sqlalchemy import Connection, CursorResult, Executable

from engine.actor import Actor
from engine.clock import legal_day
from engine.ids import new_id
from engine.store.base import DIALECTS, insert_on, table_of
from engine.store.office import AnsweredCommand, OfficeTrail
from engine.store.prepared import Found, Params, Prepared

if TYPE_CHECKING:
    from datetime import date

    from engine.hall import Hall
    from engine.in_force import InForce
    from engine.law.calendar import Calendar
    from engine.law.counting import Counting
    from engine.parameters import HallParameters

_KEEP = {name: Prepared(insert_on(name, AnsweredCommand).on_conflict_do_nothing()) for name in DIALECTS}


class KeyTaken(Exception):
    """The idempotency key has an answer already: the command was carried out before."""


class UnitOfWork:
    """A writing transaction that is rolled back unless it is left without an exception."""

    connection: Connection
    now: datetime
    """System time, one value for the whole command."""
    legal_now: datetime
    """Legal time, one value for the whole command."""
    is_committing: bool = False
    """Whether COMMIT was sent: from then on only its answer tells whether the work remains."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def __enter__(self) -> Self:
        self.connection = self.hall.writing.connect()
        self._transaction = self.connection.begin()
        self.now = self.hall.clock.now()
        self.legal_now = self.now + self.hall.legal_offset(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.is_committing = True
                self._transaction.commit()
            else:
                self._transaction.rollback()
        finally:
            self.connection.close()

    @property
    def today(self) -> date:
        """The legal day of this command."""
        return legal_day(self.legal_now)

    @cached_property
    def in_force(self) -> InForce:
        """The calendar and the parameters of this command; whoever locks a case has read them with its row."""
        return self.hall.shelf.look(self.connection)

    @property
    def calendar(self) -> Calendar:
        """The working days by which this command counts."""
        return self.in_force.calendar

    @property
    def counting(self) -> Counting:
        """The calendar and the rule of lights by which this command counts."""
        return self.in_force.counting

    @property
    def parameters(self) -> HallParameters:
        """The parameters of the hall for this command."""
        return self.in_force.parameters

    def follow(self, stamp: str | None) -> None:
        """Count by what is in force under ``stamp``, which a statement of this transaction has just read."""
        self.in_force = self.hall.shelf.of(self.connection, stamp)

    @overload
    def execute(self, statement: Prepared, params: Params) -> Found: ...

    @overload
    def execute(self, statement: Executable, params: Any = None) -> CursorResult[Any]: ...

    def execute(self, statement: Prepared | Executable, params: Any = None) -> Found | CursorResult[Any]:
        """Run one Core statement in this transaction."""
        if isinstance(statement, Prepared):
            return statement.execute(self.connection, params)
        return self.connection.execute(statement, params)

    def keep_answer(self, key: str, name: str, fingerprint: str, answer: dict[str, Any]) -> None:
        """Keep the answer under its key in the same transaction; raises KeyTaken where the key has one.

        On PostgreSQL a second use that got so far waits here until the first has committed, on SQLite at the start
        of its transaction; what it did is rolled back.
        """
        row = {"key": key, "name": name, "fingerprint": fingerprint, "at": self.now, "answer": answer}
        if self.execute(_KEEP[self.connection.dialect.name], row).rowcount != 1:
            raise KeyTaken(key)

    def note_office_act(self, act: str, by: Actor, subject: str, **detail: Any) -> None:
        """Record an act on people, matters or settings."""
        self.execute(
            table_of(OfficeTrail).insert(),
            {
                "id": new_id(self.now),
                "at": self.now,
                "act": act,
                "actor_name": by.name,
                "actor_id": by.person_id,
                "subject": subject,
                "detail": detail,
            },
        )
