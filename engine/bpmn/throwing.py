"""What is thrown finds who catches it: errors and escalations outwards, signals everyone, messages one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.events import Boundary, fire, interrupt, trigger
from engine.bpmn.spiff import TaskState
from engine.text import zh

if TYPE_CHECKING:
    from engine.bpmn.stepping import Stepping
    from engine.bpmn.tokens import Case, Places, Token


def throw_error(step: Stepping, token: Token, code: str, message: str = "") -> None:
    """Let an error climb from a token to the first activity that catches it (BPMN 10.5.1).

    The activity's own boundary events are asked first, then those of the sub-process it lies in, and so on.
    Uncaught it ends a whole process that threw it as its end event; anywhere else it is an incident.
    """
    host: Token | None = _activity(token) if token.task_spec.element.type != "endEvent" else _around(token)
    while host is not None:
        found = _match(host, "error", code)
        if found is not None:
            interrupt(step, host, found, detail=code)
            return
        host = _around(host)
    if token.task_spec.element.type != "endEvent":
        step.incident(token, zh("错误 {code} 没有被捕获。{message}", code=code, message=message))
    elif token.workflow is step.case:
        token.internal_data["error"] = code
        step.cancel_others(token)
        step.consume(token)
    else:
        step.cancel_others(token)
        step.incident(token, zh("错误 {code} 没有被捕获。{message}", code=code, message=message))


def throw_escalation(step: Stepping, token: Token, code: str | None) -> None:
    """Let an escalation climb to the first sub-process or called process that catches it."""
    step.note("thrown", token, detail=code)
    host = _around(token)
    while host is not None:
        found = _match(host, "escalation", code)
        if found is not None:
            if found.element.interrupting:
                interrupt(step, host, found, detail=code)
            else:
                trigger(step, host, found, detail=code)
            return
        host = _around(host)
    step.thrown.append(("escalation", code or "", None))


def throw_signal(step: Stepping, token: Token, name: str) -> None:
    """Wake everything in the instance that waits for a signal."""
    step.note("thrown", token, detail=name)
    step.thrown.append(("signal", name, None))
    for catcher in catchers(step.case, "signal", name):
        if catcher.alive and catcher._state == TaskState.WAITING:
            fire(step, catcher)


def throw_message(step: Stepping, token: Token, name: str) -> None:
    """Hand a message to the oldest catcher in the instance, else to the world outside."""
    step.note("thrown", token, detail=name)
    waiting = catchers(step.case, "message", name)
    if waiting:
        fire(step, waiting[0])
    else:
        step.thrown.append(("message", name, None))


def catchers(case: Case, kind: str, name: str) -> list[Token]:
    """Return the tokens that wait for an event, oldest first."""
    return [
        token
        for token in case.every_token()
        if token._state == TaskState.WAITING
        and (event := token.task_spec.element.event) is not None
        and event.kind == kind
        and event.name == name
    ]


def _activity(token: Token) -> Token:
    """Return the token that carries the boundary events: for an instance, that of all instances."""
    return token.parent if "i" in token.internal_data else token


def _around(token: Token) -> Token | None:
    scope: Places = token.workflow
    owner: Token | None = getattr(scope, "owner", None)
    return _activity(owner) if owner is not None else None


def _match(host: Token, kind: str, code: str | None) -> Boundary | None:
    any_code: Boundary | None = None
    for boundary in host.task_spec.attached:
        event = boundary.element.event
        if event is None or event.kind != kind:
            continue
        if event.name is None:
            any_code = any_code or boundary
        elif event.name == code:
            return boundary
    return any_code
