"""The floor: the statements of real completions, with the same bytes, and no engine between them.

They are recorded from one case on its way and played again for others: the same statement objects in the same
transactions on the same kind of connection, with the other cases' ids in place of the recorded ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, event

from engine.hall import Hall
from engine.ids import new_id
from engine.store.prepared import Params, Prepared
from engine.store.unit_of_work import UnitOfWork

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Call:
    """One execution of a statement; several rows of parameters are one."""

    statement: Prepared | Executable
    params: Params


@contextmanager
def recorder(hall: Hall) -> Iterator[tuple[Hall, list[Call]]]:
    """Give a hall on the same database, and the list to which it adds every statement that it executes."""
    calls: list[Call] = []

    class Recording(UnitOfWork):
        def execute(self, statement: Any, params: Any = None) -> Any:
            if isinstance(statement, Prepared):
                calls.append(Call(statement, params))
            return super().execute(statement, params)

    def note(connection: Connection, statement: Any, several: Any, params: Any, options: Any) -> None:
        calls.append(Call(statement, several or params))

    recording = Hall(hall.url, hall.data, clock=hall.clock, functions=hall.functions, unit_of_work=Recording)
    event.listen(recording.database, "before_execute", note)
    try:
        yield recording, calls
    finally:
        recording.close()


class Floor:
    """Plays the recorded ``steps`` of a case for another case."""

    def __init__(self, hall: Hall, steps: Sequence[Sequence[Call]]) -> None:
        self._hall = hall
        self._steps = steps

    def prepared(self, known: Mapping[str, str]) -> list[list[Call]]:
        """Return the steps with the ids of a fresh case; ``known`` maps the recorded ids of what it has already."""
        ids = dict(known)

        def fresh(value: Any) -> Any:
            if isinstance(value, str) and _ID.fullmatch(value):
                return ids.setdefault(value, new_id(self._hall.clock.now()))
            return value

        def row(params: Mapping[str, Any]) -> dict[str, Any]:
            return {name: fresh(value) for name, value in params.items()}

        return [
            [
                Call(call.statement, row(call.params) if isinstance(call.params, Mapping) else [*map(row, call.params)])
                for call in step
            ]
            for step in self._steps
        ]

    def play(self, step: Sequence[Call]) -> None:
        """Execute one step in one transaction; rows are fetched, as the engine fetches them."""
        with self._hall.writing.connect() as connection, connection.begin():
            for call in step:
                execute(connection, call)


def execute(connection: Connection, call: Call) -> None:
    """Execute one statement and fetch its rows."""
    if isinstance(call.statement, Prepared):
        found = call.statement.execute(connection, call.params)
        if call.statement.returns_rows:
            found.all()
        return
    result = connection.execute(call.statement, call.params)
    if result.returns_rows:
        result.all()
