"""A unit of work that stops at a chosen point, so that a test can order two commands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from sqlalchemy import Select

from engine.command import Command
from engine.errors import Refused
from engine.hall import Hall
from engine.store.prepared import Prepared
from engine.store.unit_of_work import UnitOfWork

PATIENCE = 120
"""Seconds after which one thread has surely been forgotten by the other, on however busy a machine."""


class Pause:
    """Where the first command stops: ``reached`` when it is there, and it goes on when ``released``."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.released = threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        assert self.released.wait(PATIENCE)


def before_commit(pause: Pause) -> type[UnitOfWork]:
    """Return a unit of work whose commands stop when all is done but the commit."""

    class Pausing(UnitOfWork):
        def __exit__(
            self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
        ) -> None:
            pause()
            super().__exit__(kind, problem, trace)

    return Pausing


def after_lock(pause: Pause) -> type[UnitOfWork]:
    """Return a unit of work whose commands stop when they have locked their case and done nothing to it yet."""

    class Pausing(UnitOfWork):
        def execute(self, statement: Any, params: Any = None) -> Any:
            found = super().execute(statement, params)
            core = statement.statement if isinstance(statement, Prepared) else statement
            if isinstance(core, Select) and core._for_update_arg is not None:
                pause()
            return found

    return Pausing


class Attempt(threading.Thread):
    """One command in a thread of its own; ``answer`` or ``refusal`` tells how it went."""

    def __init__(self, hall: Hall, command: Command) -> None:
        super().__init__(daemon=True)
        self.hall, self.command = hall, command
        self.answer: dict[str, Any] | None = None
        self.refusal: Refused | None = None
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            self.answer = self.hall.run(self.command)
        except Refused as refusal:
            self.refusal = refusal
        except Exception as problem:
            self.problem = problem


def interleave(
    hall: Hall,
    first: Command,
    second: Command,
    *,
    stop: Callable[[Pause], type[UnitOfWork]] = before_commit,
) -> tuple[Attempt, Attempt]:
    """Stop ``first``, start ``second``, see that it waits, let both finish."""
    pause = Pause()
    slow = Hall(hall.url, hall.data, clock=hall.clock, training=True, unit_of_work=stop(pause))
    one = Attempt(slow, first)
    one.start()
    assert pause.reached.wait(PATIENCE)
    two = Attempt(hall, second)
    two.start()
    two.join(0.1)
    assert two.is_alive(), "the second did not wait for the first"
    pause.released.set()
    for attempt in (one, two):
        attempt.join(PATIENCE)
        assert not attempt.is_alive()
        assert attempt.problem is None
    slow.close()
    return one, two
