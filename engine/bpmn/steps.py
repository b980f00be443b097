"""What goes into and comes out of a running process: plain values and the errors of the interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.text import Text

View = Mapping[str, object]
Answer = Mapping[str, object]
Function = Callable[[View], "Answer | None"]
Functions = Mapping[str, Function]


class ProcessError(Exception):
    """A BPMN error raised by a function: it goes to the error boundary event that catches ``code``."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


class StateCorrupt(Exception):
    """A saved state was changed, cut, is of another format, or does not fit; nothing was built from it."""


class DefinitionMismatch(StateCorrupt):
    """A saved state is sound but belongs to another definition."""


class TokenGone(LookupError):
    """The token is not open: it was completed or cancelled, or never was."""


class NotWaiting(LookupError):
    """Nothing in the process waits for this message."""


class Stuck(Exception):
    """A token cannot go on; ``text`` says why. Becomes an incident."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class OpenTask:
    """A task that waits for an answer.

    ``instance`` and ``item`` are set in a multi-instance activity, ``group`` is the token of its activation.
    ``kind`` is "user" (a person answers) or "service" (a worker runs the function and answers).
    """

    token: str
    element: str
    instance: int | None = None
    group: str | None = None
    item: object | None = None
    kind: str = "user"


@dataclass(frozen=True)
class Waiting:
    """A token that waits for a "message" or "signal" called ``name``, or for a "timer" that is ``due``."""

    token: str
    element: str
    kind: str
    name: str | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Passed:
    """Something that happened.

    ``event`` is started, opened, done, cancelled, caught, thrown, timer, incident or ended; ``at`` is aware.
    """

    event: str
    element: str
    name: str
    type: str
    at: datetime
    token: str
    answer: Answer | None = None
    group: str | None = None
    instance: int | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Step:
    """The outcome of one call, in order; ``waiting`` is everything that waits now, not only what is new."""

    passed: tuple[Passed, ...] = ()
    opened: tuple[OpenTask, ...] = ()
    closed: tuple[tuple[str, str], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    thrown: tuple[tuple[str, str, Answer | None], ...] = ()
    incidents: tuple[tuple[str, str, str], ...] = ()
    ended: bool = False
