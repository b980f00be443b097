"""Events that throw: intermediate throw events and end events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.model import Element
from engine.bpmn.nodes import Node
from engine.bpmn.throwing import throw_error, throw_escalation, throw_message, throw_signal

if TYPE_CHECKING:
    from engine.bpmn.scope import ScopeSpec
    from engine.bpmn.tokens import Token


class ThrowEvent(Node):
    """An intermediate event that throws a message, a signal or an escalation, or marks a milestone."""

    throws = True

    def _run(self, token: Token) -> bool:
        _throw(token)
        return token.alive


class EndEvent(Node):
    """Throws what it throws, then ends the path; the last path ends the scope."""

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element)
        # Errors and terminations take effect at once, what others may catch comes after they wait for it.
        self.throws = element.event is not None and element.event.kind in ("message", "signal", "escalation")

    def _run(self, token: Token) -> bool:
        event = self.element.event
        kind = event.kind if event is not None else "none"
        step = token.step
        if kind == "error":
            assert event is not None
            step.note("thrown", token, detail=event.name)
            throw_error(step, token, event.name or "")
            return False
        if kind == "terminate":
            step.cancel_others(token)
        elif kind != "none":
            _throw(token)
        if token.alive:
            step.consume(token)
        return False


def _throw(token: Token) -> None:
    event = token.task_spec.element.event
    kind = event.kind if event is not None else "none"
    name = (event.name if event is not None else None) or ""
    if kind == "message":
        throw_message(token.step, token, name)
    elif kind == "signal":
        throw_signal(token.step, token, name)
    elif kind == "escalation":
        throw_escalation(token.step, token, event.name if event is not None else None)
    else:
        token.step.note("thrown", token)
