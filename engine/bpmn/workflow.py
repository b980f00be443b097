"""A running process: what the rest of the engine calls. Time and case data are handed in, never fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType

from engine.bpmn.activities import UserTask
from engine.bpmn.codec import decode, encode
from engine.bpmn.definition import Definition, compile_definition
from engine.bpmn.events import WAITING_KINDS, due, fire
from engine.bpmn.spiff import TaskState
from engine.bpmn.stepping import Stepping
from engine.bpmn.steps import (
    Answer,
    DefinitionMismatch,
    Functions,
    NotWaiting,
    OpenTask,
    Passed,
    ProcessError,
    StateCorrupt,
    Step,
    TokenGone,
    View,
    Waiting,
)
from engine.bpmn.throwing import catchers, throw_error
from engine.bpmn.tokens import Case, Token
from engine.text import Text

__all__ = [
    "Definition",
    "DefinitionMismatch",
    "NotWaiting",
    "OpenTask",
    "Passed",
    "ProcessError",
    "StateCorrupt",
    "Step",
    "TokenGone",
    "Waiting",
    "Workflow",
    "compile_definition",
]

NO_FUNCTIONS: Functions = MappingProxyType({})


class Workflow:
    """One process instance.

    Every call that moves it takes ``view`` (element id to latest answer, a list for multi-instance; fact name
    to value), ``now`` (aware) and ``functions`` (name to function), and returns the :class:`Step` it made.
    After an exception the instance must be thrown away and loaded again.
    """

    def __init__(self, case: Case) -> None:
        self._case = case

    @classmethod
    def start(
        cls, definition: Definition, view: View, now: datetime, functions: Functions = NO_FUNCTIONS
    ) -> tuple[Workflow, Step]:
        """Begin an instance and run it until it waits."""
        case = Case(definition)
        workflow = cls(case)

        def begin(step: Stepping) -> None:
            for node in definition.scope.starts:
                step.put(case, node)

        return workflow, workflow._call(begin, view, now, functions)

    @classmethod
    def load(cls, definition: Definition, state: bytes) -> Workflow:
        """Return the instance that was saved; StateCorrupt (or DefinitionMismatch) if it cannot be that."""
        return cls(decode(definition, state))

    def save(self) -> bytes:
        """Return the state: live tokens only, a few hundred bytes however long the case has run."""
        return encode(self._case)

    @property
    def definition(self) -> Definition:
        return self._case.definition

    @property
    def ended(self) -> bool:
        """Whether the instance is over."""
        return self._case.completed

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """Return what waits for an answer, oldest first."""
        return tuple(
            token.task_spec.open_task(token) for token in self._case.every_token() if token.task_spec.opens(token)
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits for a message, a signal or a point in time, oldest first."""
        found = []
        for token in self._case.every_token():
            event = token.task_spec.element.event
            if token._state == TaskState.WAITING and event is not None and event.kind in WAITING_KINDS:
                name = event.name if event.kind != "timer" else None
                found.append(Waiting(token.id, token.task_spec.name, event.kind, name, due(token)))
        return tuple(found)

    def incidents(self) -> tuple[tuple[str, str, str], ...]:
        """Return (token, element, reason) of every token that stopped with an error."""
        return tuple(
            (token.id, token.task_spec.name, token.internal_data.get("why", ""))
            for token in self._case.every_token()
            if token._state == TaskState.ERROR
        )

    def active(self) -> tuple[str, ...]:
        """Return the ids of the elements that hold a token, sub-processes and called processes included."""
        seen = {token.task_spec.name: None for scope in self._case.scopes() for token in scope.live()}
        return tuple(seen)

    @property
    def next_due(self) -> datetime | None:
        """When the next timer fires."""
        return min((waiting.due for waiting in self.waiting() if waiting.due is not None), default=None)

    def complete(
        self, token: str, answer: Answer, view: View, now: datetime, functions: Functions = NO_FUNCTIONS
    ) -> Step:
        """Answer an open task. TokenGone if it is not open."""
        found = self._open(token)

        def work(step: Stepping) -> None:
            given = dict(answer)
            if found.task_spec.repetition is None:
                step.answers[found.task_spec.name] = given
            found.answer = given
            step.closed.append((token, "done"))
            step.note("done", found, answer=given)
            found.complete()

        return self._call(work, view, now, functions)

    def fail(
        self,
        token: str,
        view: View,
        now: datetime,
        functions: Functions = NO_FUNCTIONS,
        *,
        code: str | None = None,
        reason: str = "",
    ) -> Step:
        """Fail an open task: with a code it is a BPMN error, without one an incident. TokenGone."""
        found = self._open(token)

        def work(step: Stepping) -> None:
            if code is not None:
                throw_error(step, found, code, reason)
            else:
                step.incident(found, Text("{reason}", {"reason": reason}))
            if found._state == TaskState.ERROR:
                step.closed.append((token, "cancelled"))

        return self._call(work, view, now, functions)

    def send(
        self,
        message: str,
        answer: Answer | None,
        view: View,
        now: datetime,
        functions: Functions = NO_FUNCTIONS,
        token: str | None = None,
    ) -> Step:
        """Give a message to the one token that waits longest for it, or to ``token``. NotWaiting."""
        waiting = catchers(self._case, "message", message)
        if token is not None:
            waiting = [found for found in waiting if found.id == token]
        if not waiting:
            raise NotWaiting(message)
        return self._call(lambda step: fire(step, waiting[0], answer), view, now, functions)

    def signal(
        self,
        name: str,
        view: View,
        now: datetime,
        functions: Functions = NO_FUNCTIONS,
        answer: Answer | None = None,
    ) -> Step:
        """Wake everything that waits for a signal. NotWaiting if nothing does."""
        waiting = catchers(self._case, "signal", name)
        if not waiting:
            raise NotWaiting(name)

        def work(step: Stepping) -> None:
            for found in waiting:
                if found.alive and found._state == TaskState.WAITING:
                    fire(step, found, answer)

        return self._call(work, view, now, functions)

    def advance(self, view: View, now: datetime, functions: Functions = NO_FUNCTIONS) -> Step:
        """Fire each timer that is due, once; callers go on while ``next_due`` is not after ``now``."""
        ready = [
            (moment, found.order, found)
            for found in self._case.every_token()
            if found._state == TaskState.WAITING and (moment := due(found)) is not None and moment <= now
        ]

        def work(step: Stepping) -> None:
            for _, _, found in sorted(ready, key=lambda entry: entry[:2]):
                if found.alive and found._state == TaskState.WAITING:
                    fire(step, found)
                    step.settle()

        return self._call(work, view, now, functions)

    def retry(self, token: str, view: View, now: datetime, functions: Functions = NO_FUNCTIONS) -> Step:
        """Try again what stopped with an error. TokenGone if the token is not in error."""
        found = self._case.find(token)
        if found is None or found._state != TaskState.ERROR:
            raise TokenGone(token)
        return self._call(lambda step: _retry(step, found), view, now, functions)

    def stop(self, now: datetime) -> Step:
        """End the instance by an act from outside, a withdrawal say; every open task is cancelled."""

        def work(step: Stepping) -> None:
            for found in self._case.live():
                step.cancel(found)
            self._case.completed = True

        return self._call(work, {}, now, NO_FUNCTIONS)

    def _open(self, token: str) -> Token:
        found = self._case.find(token)
        if found is None or not isinstance(found.task_spec, UserTask) or not found.task_spec.opens(found):
            raise TokenGone(token)
        return found

    def _call(self, work: Callable[[Stepping], object], view: View, now: datetime, functions: Functions) -> Step:
        step = self._case.step = Stepping(self._case, view, now, functions)
        work(step)
        step.settle()
        self._case.step = None
        return step.finish(self.waiting())


def _retry(step: Stepping, token: Token) -> None:
    """Go on where the token stopped: leave again, ask again, or do the node again with a new token."""
    data = token.internal_data
    at = data.pop("at", None)
    data.pop("why", None)
    node = token.task_spec
    if at == "leave":
        token._set_state(TaskState.COMPLETED)
        node._on_complete(token)
    elif at == "check":
        token._set_state(TaskState.STARTED)
        node.repetition.check(token)
    else:
        parent, scope = token.parent, token.workflow
        scope.forget(token)
        again = scope.add(node, parent)
        again.internal_data.update({key: data[key] for key in ("i", "item", "loop", "via") if key in data})
        step.queue(again)
