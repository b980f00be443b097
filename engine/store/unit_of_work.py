"""The unit of work: one command, one transaction, and the only place that commits one."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, CursorResult, Executable, select, update

from engine.actor import Actor
from engine.clock import legal_day
from engine.errors import Conflict
from engine.ids import new_id
from engine.store.base import table_of, upsert_into
from engine.store.database import WRITES
from engine.store.office import AnsweredCommand, OfficeTrail
from engine.text import zh

if TYPE_CHECKING:
    from datetime import date

    from engine.hall import Hall

_answered = table_of(AnsweredCommand)
_FINISH = update(AnsweredCommand)


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
        self.connection = self.hall.database.connect().execution_options(**{WRITES: True})
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

    def execute(self, statement: Executable, params: Any = None) -> CursorResult[Any]:
        """Run one Core statement in this transaction."""
        return self.connection.execute(statement, params)

    def first_answer(self, key: str, name: str, fingerprint: str) -> dict[str, Any] | None:
        """Take the idempotency key, or return the answer that its first use got.

        On PostgreSQL a second use waits here until the first has committed, on SQLite at the start of
        the transaction. Raises Conflict where the same key was used to ask for something else.
        """
        taken = self.execute(
            upsert_into(self.connection, AnsweredCommand).on_conflict_do_nothing(),
            {"key": key, "name": name, "fingerprint": fingerprint, "at": self.now, "answer": None},
        )
        if taken.rowcount == 1:
            return None
        row = self.execute(select(_answered.c.answer, _answered.c.fingerprint).where(_answered.c.key == key)).one()
        if row.fingerprint != fingerprint:
            raise Conflict(zh("这个页面已经提交过另一份内容。请刷新页面后重新填写。"))
        answer: dict[str, Any] = row.answer or {}
        return answer

    def keep_answer(self, key: str, answer: dict[str, Any]) -> None:
        """Write the answer beside its key, in the same transaction."""
        self.execute(_FINISH.where(_answered.c.key == key).values(answer=answer))

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
