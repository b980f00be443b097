"""Events as nodes, and what happens when one that was waited for comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.bpmn.expressions import Schedule, Timer, parse_duration
from engine.bpmn.model import Element
from engine.bpmn.nodes import Node
from engine.bpmn.spiff import TaskState
from engine.bpmn.steps import Answer

if TYPE_CHECKING:
    from engine.bpmn.scope import ScopeSpec
    from engine.bpmn.stepping import Stepping
    from engine.bpmn.tokens import Token

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MICROSECOND = timedelta(microseconds=1)
WAITING_KINDS = frozenset(("message", "signal", "timer"))


class StartEvent(Node):
    """Where a scope begins."""

    def _run(self, token: Token) -> bool:
        token.step.note("started", token)
        return True


class CatchEvent(Node):
    """An intermediate event that waits for a message, a signal or a point in time."""

    passive = True

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element)
        self.timer: Timer | None = None

    def _run(self, token: Token) -> bool | None:
        self.arm(token.step, token)
        return None

    def arm(self, step: Stepping, token: Token) -> None:
        """Begin to wait; a timer's due time is fixed now."""
        if self.timer is not None:
            _set_schedule(token, self.timer.schedule(step.names(token), step.now))
        token._set_state(TaskState.WAITING)


class Boundary(CatchEvent):
    """An event on the edge of an activity. Errors and escalations come to it, it does not wait for them."""

    passive = False

    def _run(self, token: Token) -> bool | None:
        return True

    @property
    def armed(self) -> bool:
        """Whether a token waits for the event while the activity runs."""
        event = self.element.event
        return event is not None and event.kind in WAITING_KINDS


def fire(step: Stepping, token: Token, answer: Answer | None = None) -> None:
    """Let a waiting token have what it waited for; ``answer`` is what came with it."""
    node = token.task_spec
    if answer is not None:
        step.answers[node.name] = dict(answer)
    host: Token = token.parent
    if isinstance(node, Boundary):
        if node.element.interrupting:
            interrupt(step, host, node, watch=token, answer=answer)
        else:
            trigger(step, host, node, watch=token, answer=answer)
        return
    step.note(_event(node), token, answer=answer)
    if answer is not None and "i" in token.internal_data:
        token.answer = dict(answer)
    if host is not token.workflow.root and host.task_spec is not node:  # behind an event-based gateway
        token.workflow.adopt(token)
        token.workflow.forget(host)
    token.complete()


def interrupt(
    step: Stepping,
    host: Token,
    node: Boundary,
    *,
    watch: Token | None = None,
    answer: Answer | None = None,
    detail: str | None = None,
) -> None:
    """Cancel an activity and go on from its boundary event, before anything else moves."""
    scope = host.workflow
    handler = scope.add(node)
    step.note(_event(node), watch or handler, answer=answer, detail=detail)
    step.cancel(host)
    step.queue(handler, urgent=True)


def trigger(
    step: Stepping,
    host: Token,
    node: Boundary,
    *,
    watch: Token | None = None,
    answer: Answer | None = None,
    detail: str | None = None,
) -> None:
    """Go on from a non-interrupting boundary event beside its activity; a cycle timer is set again."""
    handler = host.workflow.add(node)
    step.note(_event(node), watch or handler, answer=answer, detail=detail)
    if watch is not None and node.timer is not None:
        following = _schedule(watch).following()
        if following is None:
            host.workflow.forget(watch)
        else:
            _set_schedule(watch, following)
    step.queue(handler, urgent=True)


def _event(node: Node) -> str:
    event = node.element.event
    return "timer" if event is not None and event.kind == "timer" else "caught"


def due(token: Token) -> datetime | None:
    """Return when a waiting timer fires."""
    micros = token.internal_data.get("due")
    return None if micros is None else EPOCH + micros * MICROSECOND


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _set_schedule(token: Token, schedule: Schedule) -> None:
    data: dict[str, Any] = {"due": _micros(schedule.due)}
    if schedule.every is not None:
        data["cycle"] = [
            _micros(schedule.anchor),
            schedule.every.text,
            schedule.index,
            schedule.left,
            None if schedule.until is None else _micros(schedule.until),
        ]
    token.internal_data.update(data)


def _schedule(token: Token) -> Schedule:
    moment = due(token)
    assert moment is not None
    cycle = token.internal_data.get("cycle")
    if cycle is None:
        return Schedule(moment, moment)
    anchor, every, index, left, until = cycle
    return Schedule(
        moment,
        EPOCH + anchor * MICROSECOND,
        parse_duration(every),
        index,
        left,
        None if until is None else EPOCH + until * MICROSECOND,
    )
