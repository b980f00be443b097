"""One call on a running process: moves tokens, one node at a time, until everything waits.

Within a call three queues are worked off in turn: fired boundary events and nodes that only begin to wait,
then nodes that move on, then nodes that throw messages and signals. So an interruption takes effect before
what it interrupts runs on, and a catch event that is reached in the same call as its throw event is there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from engine.bpmn.expressions import ExpressionError
from engine.bpmn.nodes import InclusiveGateway, Join
from engine.bpmn.spiff import TaskState
from engine.bpmn.steps import Answer, Function, Functions, OpenTask, Passed, Step, Stuck, View, Waiting
from engine.bpmn.tokens import Scope
from engine.text import Text, zh

if TYPE_CHECKING:
    from engine.bpmn.model import Element
    from engine.bpmn.nodes import Node
    from engine.bpmn.tokens import Case, Places, Token

BUDGET = 500


class Names(Mapping[str, object]):
    """What an expression reads: names of the instance it is in, answers of this call, then the view."""

    __slots__ = ("_answers", "_local", "_renames", "_view")

    def __init__(
        self, answers: dict[str, object], view: View, local: dict[str, object], renames: Mapping[str, str]
    ) -> None:
        self._answers = answers
        self._view = view
        self._local = local
        self._renames = renames

    def __getitem__(self, name: str) -> object:
        if name in self._local:
            return self._local[name]
        name = self._renames.get(name, name)
        if name in self._answers:
            return self._answers[name]
        return self._view[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._view, **self._answers, **self._local})

    def __len__(self) -> int:
        return len({**self._view, **self._answers, **self._local})


class Stepping:
    """The work and the record of one call."""

    def __init__(self, case: Case, view: View, now: datetime, functions: Functions) -> None:
        self.case = case
        self.view = view
        self.now = now
        self.functions = functions
        self.answers: dict[str, object] = {}
        self.thrown: list[tuple[str, str, Answer | None]] = []
        self.opened: list[OpenTask] = []
        self.closed: list[tuple[str, str]] = []
        self._passed: list[Passed] = []
        self._incidents: list[tuple[str, str, str]] = []
        self._urgent: deque[Token] = deque()
        self._moving: deque[Token] = deque()
        self._throwing: deque[Token] = deque()
        self._spent = 0
        self._budget = max(BUDGET, 2 * len(case.definition.elements))
        self._allowed: set[str] = set()

    # names and answers

    def names(self, token: Token, **local: object) -> Names:
        """Return what an expression at a token reads."""
        at: Token | None = token
        while at is not None:
            found = at.internal_data.get("item")
            if found is not None:
                local.setdefault(found[0], found[1])
            owner = at.workflow.tasks.get(at._parent or "")
            at = owner if owner is not None and owner._parent is not None else self._owner(at.workflow)
        return Names(self.answers, self.view, local, token.workflow.spec.renames)

    def _owner(self, scope: Places) -> Token | None:
        return scope.owner if isinstance(scope, Scope) else None

    def function(self, element: Element) -> Function | None:
        """Return the function of a script task or rule task."""
        for_element = getattr(self.functions, "for_element", None)
        if for_element is not None:
            found: Function | None = for_element(element)
            return found
        return self.functions.get(element.function or "")

    # record

    def note(self, event: str, token: Token, *, answer: Answer | None = None, detail: str | None = None) -> None:
        """Write down that something happened at the node of a token."""
        element = token.task_spec.element
        data = token.internal_data
        instance = data.get("i")
        group = token._parent if instance is not None and "loop" not in data else None
        self._passed.append(
            Passed(
                event,
                element.id,
                element.name,
                element.type,
                self.now,
                token.id,
                answer,
                group,
                instance,
                detail,
            )
        )

    def incident(self, token: Token, reason: Text) -> None:
        """Stop a token where it is, until somebody retries it."""
        said = str(reason)
        token._set_state(TaskState.ERROR)
        token.internal_data["why"] = said[:300]
        self._incidents.append((token.id, token.task_spec.name, said))
        self.note("incident", token, detail=said)

    def finish(self, waiting: tuple[Waiting, ...]) -> Step:
        """Return the record of the call."""
        # What opened and was cancelled within the call was never there for anybody.
        gone = {token for token, how in self.closed if how == "cancelled"}
        brief = gone.intersection(task.token for task in self.opened)
        return Step(
            tuple(self._passed),
            tuple(task for task in self.opened if task.token not in brief),
            tuple(entry for entry in self.closed if entry[0] not in brief),
            waiting,
            tuple(self.thrown),
            tuple(self._incidents),
            self.case.completed,
        )

    # movement

    def put(self, scope: Places, node: Node, via: str | None = None, *, urgent: bool = False) -> Token:
        """Put a new token at a node and queue it."""
        token = scope.add(node)
        if via is not None and isinstance(node, Join):
            token.internal_data["via"] = via
        self.queue(token, urgent=urgent)
        return token

    def queue(self, token: Token, *, urgent: bool = False) -> None:
        """Queue a token that is ready."""
        node = token.task_spec
        if urgent:
            self._urgent.appendleft(token)
        elif node.passive:
            self._urgent.append(token)
        elif node.throws:
            self._throwing.append(token)
        else:
            self._moving.append(token)

    def allow(self, node: Node, count: int) -> None:
        """Let a multi-instance activity run more nodes in this call; once only, it may lie in a loop."""
        if node.name not in self._allowed:
            self._allowed.add(node.name)
            self._budget += count

    def settle(self) -> None:
        """Run until everything waits."""
        while True:
            self._run()
            if not self._fire_inclusive():
                break
        self._look_for_deadlock()

    def _run(self) -> None:
        while True:
            if self._urgent:
                token = self._urgent.popleft()
            elif self._moving:
                token = self._moving.popleft()
            elif self._throwing:
                token = self._throwing.popleft()
            else:
                return
            if token._state != TaskState.READY or not token.alive:
                continue
            if self._spent >= self._budget:
                self.incident(token, zh("一步之内自动走了 {count} 个节点，疑似死循环。", count=self._budget))
                continue
            try:
                if token.run() is not None:
                    self._spent += 1
            except (ExpressionError, Stuck) as error:
                self.incident(token, error.text)

    def _fire_inclusive(self) -> bool:
        for scope in self.case.scopes():
            waiting: dict[str, list[Token]] = {}
            for token in scope.live():
                if token._state == TaskState.WAITING and isinstance(token.task_spec, InclusiveGateway):
                    waiting.setdefault(token.task_spec.name, []).append(token)
            for arrivals in waiting.values():
                join = arrivals[0].task_spec
                assert isinstance(join, InclusiveGateway)
                if join.ready(arrivals):
                    join.fire(arrivals)
                    return True
        return False

    def _look_for_deadlock(self) -> None:
        """Say so when nothing is left but arrivals at joins that wait for tokens that cannot come."""
        case = self.case
        if case.completed or self._incidents:
            return
        stuck = None
        for scope in case.scopes():
            for token in scope.live():
                if token.id in case.subprocesses:
                    continue
                if token._state != TaskState.WAITING or not isinstance(token.task_spec, Join):
                    return
                stuck = token
        if stuck is not None:
            reason = zh("汇合“{name}”等待的分支不会再到达，流程停住了。", name=stuck.task_spec.label)
            self.incident(stuck, reason)

    # endings

    def consume(self, token: Token) -> None:
        """End the path of a token; the last one of a scope ends the scope."""
        scope = token.workflow
        last = len(scope.root._children) == 1
        if last and scope is self.case:
            self.note("ended", token, detail=token.internal_data.get("error"))
            self.case.completed = True
        elif token.task_spec.element.type == "endEvent":
            self.note("done", token)
        scope.forget(token)
        if last and isinstance(scope, Scope):
            self.case.drop_scope(scope)
            scope.owner.task_spec.finished(scope.owner)

    def cancel(self, token: Token) -> None:
        """Take a token away with everything below it, open tasks and sub-processes included."""
        inside = self.case.subprocesses.get(token.id)
        if inside is not None:
            for other in inside.live():
                self.cancel(other)
            self.case.drop_scope(inside)
        for child in token.children:
            self.cancel(child)
        if token.task_spec.opens(token):
            self.closed.append((token.id, "cancelled"))
            self.note("cancelled", token)
        token._set_state(TaskState.CANCELLED)
        token.workflow.forget(token)

    def cancel_others(self, keep: Token) -> None:
        """Cancel every token of a scope but one."""
        for other in keep.workflow.live():
            if other is not keep:
                self.cancel(other)
