"""Activities: tasks, sub-processes and called processes, with their boundary events and repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.expressions import ExpressionError
from engine.bpmn.model import Element
from engine.bpmn.nodes import Node
from engine.bpmn.spiff import TaskState
from engine.bpmn.steps import OpenTask, ProcessError, Stuck
from engine.bpmn.throwing import throw_error, throw_message
from engine.text import zh

if TYPE_CHECKING:
    from engine.bpmn.repetition import Repetition
    from engine.bpmn.scope import ScopeSpec
    from engine.bpmn.stepping import Stepping
    from engine.bpmn.tokens import Token

DEEPEST = 100


class Activity(Node):
    """What all activities share: arm the boundary events, repeat if marked so, be done, go on."""

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element)
        self.repetition: Repetition | None = None

    def _run(self, token: Token) -> bool | None:
        if "i" in token.internal_data:
            return self.perform(token)
        for boundary in self.attached:
            if boundary.armed:
                watch = token.workflow.add(boundary, token)
                try:
                    boundary.arm(token.step, watch)
                except ExpressionError as error:
                    token.workflow.forget_below(token)
                    raise Stuck(zh("边界事件“{name}”：{why}", name=boundary.label, why=str(error.text))) from None
        if self.repetition is not None:
            return self.repetition.begin(token)
        return self.perform(token)

    @property
    def size(self) -> int:
        """How many nodes run when the activity is done once, roughly."""
        return 1

    def perform(self, token: Token) -> bool | None:
        """Do the activity once: True when done, None when it waits, False when the token was dealt with."""
        raise NotImplementedError

    def _on_complete(self, token: Token) -> None:
        if "i" in token.internal_data:
            assert self.repetition is not None
            self.repetition.instance_done(token)
        else:
            super()._on_complete(token)

    def repeated(self, token: Token) -> bool:
        """Return whether a token stands for all instances rather than for one."""
        return self.repetition is not None and "i" not in token.internal_data


class UserTask(Activity):
    """A task that waits for a person's answer: none, user and manual tasks."""

    passive = True
    kind = "user"

    def perform(self, token: Token) -> None:
        """Open the task."""
        token._set_state(TaskState.STARTED)
        token.step.opened.append(self.open_task(token))
        token.step.note("opened", token)

    def opens(self, token: Token) -> bool:
        """Return whether the token is an open task."""
        return bool(token._state == TaskState.STARTED) and not self.repeated(token)

    def open_task(self, token: Token) -> OpenTask:
        """Return the open task that a token stands for."""
        data = token.internal_data
        if "i" not in data:
            return OpenTask(token.id, self.name, kind=self.kind)
        item = data.get("item")
        group = None if "loop" in data else token._parent
        return OpenTask(token.id, self.name, data["i"], group, item[1] if item else None, self.kind)


class ServiceTask(UserTask):
    """A task whose function a worker runs outside the step; it answers as a person would."""

    kind = "service"


class ScriptTask(Activity):
    """A task whose registered function runs within the step: script and business rule tasks."""

    def perform(self, token: Token) -> bool:
        """Run the function; its error goes to a boundary event, anything else it raises is an incident."""
        step = token.step
        function = step.function(self.element)
        if function is None:
            raise Stuck(zh("函数“{name}”没有登记。", name=(self.element.function or "")[:80]))
        try:
            answer = dict(function(step.names(token)) or {})
        except ProcessError as error:
            throw_error(step, token, error.code, error.message)
            return False
        except Exception as error:
            step.incident(
                token,
                zh(
                    "函数“{name}”出错：{why}",
                    name=(self.element.function or "")[:80],
                    why=f"{type(error).__name__}: {error}"[:200],
                ),
            )
            return False
        if self.repetition is None:
            step.answers[self.name] = answer
        token.answer = answer
        step.note("done", token, answer=answer)
        return True


class SendTask(Activity):
    """A task that sends a message and is done."""

    throws = True

    def perform(self, token: Token) -> bool:
        """Send the message."""
        assert self.element.event is not None
        throw_message(token.step, token, self.element.event.name or "")
        if token.alive:
            token.step.note("done", token)
            return True
        return False


class ReceiveTask(Activity):
    """A task that waits for a message."""

    passive = True

    def perform(self, token: Token) -> None:
        """Wait."""
        self.arm(token.step, token)

    def arm(self, step: Stepping, token: Token) -> None:
        """Begin to wait."""
        token._set_state(TaskState.WAITING)


class SubProcess(Activity):
    """An embedded sub-process or a called process: a scope of its own."""

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element)
        self.inside: ScopeSpec | None = None

    @property
    def size(self) -> int:
        """How many nodes run when the activity is done once, roughly."""
        return 1 + 2 * len(self.inside.task_specs) if self.inside is not None else 1

    def perform(self, token: Token) -> bool | None:
        """Begin the scope; an empty one is done at once."""
        assert self.inside is not None
        if not self.inside.starts:
            token.step.note("done", token)
            return True
        if token.workflow.depth >= DEEPEST:
            raise Stuck(zh("流程嵌套超过 {limit} 层。", limit=DEEPEST))
        token._set_state(TaskState.STARTED)
        inner = token.workflow.top_workflow.open_scope(token, self.inside)
        for node in self.inside.starts:
            token.step.put(inner, node)
        return None

    def finished(self, token: Token) -> None:
        """Go on after the scope has ended."""
        token.step.note("done", token)
        token.complete()
