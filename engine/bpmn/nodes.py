"""Flow nodes as SpiffWorkflow task specifications: how a token leaves one, and the gateways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.bpmn.expressions import Expression, ExpressionError
from engine.bpmn.model import Element
from engine.bpmn.spiff import BpmnSpecMixin, TaskState
from engine.bpmn.steps import Stuck, View
from engine.text import zh

if TYPE_CHECKING:
    from engine.bpmn.events import Boundary
    from engine.bpmn.scope import ScopeSpec
    from engine.bpmn.tokens import Token


@dataclass(frozen=True)
class Leaving:
    """A sequence flow as its source sees it."""

    flow: str
    target: Node
    condition: Expression | None = None
    default: bool = False


class Node(BpmnSpecMixin):  # type: ignore[misc]
    """A flow node. Specifications are shared by all cases and never change after compilation."""

    passive = False  # waits at once, touching nothing else: goes before nodes that act
    throws = False  # acts on other tokens: goes after nodes that only move on

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element.id, bpmn_name=element.name)
        self.element = element
        self.scope = scope
        self.leaving: tuple[Leaving, ...] = ()
        self.entering: tuple[str, ...] = ()
        self.attached: tuple[Boundary, ...] = ()

    def link(self, leaving: Sequence[Leaving]) -> None:
        """Set the flows that leave the node."""
        self.leaving = tuple(leaving)
        for flow in leaving:
            self.connect(flow.target)

    def _predict(self, *arguments: Any, **options: Any) -> None:
        """Predict nothing: SpiffWorkflow's look-ahead grows as 3^k with k parallel blocks."""

    def _run(self, token: Token) -> bool | None:
        return True

    def _on_complete(self, token: Token) -> None:
        """Let the token go on along the flows that it takes, or end here if there is none."""
        step = token.step
        try:
            flows = self.choose(step.names(token)) if self.leaving else ()
        except (ExpressionError, Stuck) as error:
            token.internal_data["at"] = "leave"
            step.incident(token, error.text)
            return
        if not flows:
            step.consume(token)
            return
        scope = token.workflow
        scope.forget(token)
        for flow in flows:
            step.put(scope, flow.target, flow.flow)

    def finished(self, token: Token) -> None:
        """Go on after the node, or one instance of it, was done."""
        token.complete()

    def opens(self, token: Token) -> bool:
        """Return whether the token is an open task."""
        return False

    def choose(self, names: View) -> tuple[Leaving, ...]:
        """Return the flows a token takes when it leaves an activity or event (BPMN 13.3.1).

        Flows without a condition are always taken, flows with one if it holds, the default flow if none does.
        """
        chosen: list[Leaving] = []
        default: Leaving | None = None
        holds = False
        for flow in self.leaving:
            if flow.default:
                default = flow
            elif flow.condition is None:
                chosen.append(flow)
            elif flow.condition.test(names):
                holds = True
                chosen.append(flow)
        if default is not None and not holds:
            chosen.append(default)
        if not chosen:
            raise Stuck(zh("“{name}”没有一条流出条件成立，也没有默认流。", name=self.label))
        return tuple(chosen)

    @property
    def label(self) -> str:
        """The name that people know, else the id."""
        return self.element.name or self.element.id


class PassThrough(Node):
    """A node that only hands the token on: none and link events."""


class ExclusiveGateway(Node):
    """Takes the first flow whose condition holds, else the default flow (BPMN 13.4.2)."""

    def choose(self, names: View) -> tuple[Leaving, ...]:
        """Return one flow."""
        fallback: Leaving | None = None
        for flow in self.leaving:
            if flow.default or flow.condition is None:
                fallback = flow if fallback is None or flow.default else fallback
            elif flow.condition.test(names):
                return (flow,)
        if fallback is None:
            raise Stuck(zh("网关“{name}”没有一条条件成立，也没有默认流。", name=self.label))
        return (fallback,)


class Join(Node):
    """A gateway at which arrivals wait for each other; one that fires deletes the arrivals it consumed."""

    passive = True

    def _run(self, token: Token) -> bool | None:
        if len(self.entering) < 2:
            return True
        token._set_state(TaskState.WAITING)
        return None

    def arrivals(self, token: Token) -> list[Token]:
        """Return the tokens that wait at this gateway in the scope of ``token``, oldest first."""
        return [
            other for other in token.workflow.live() if other.task_spec is self and other._state == TaskState.WAITING
        ]

    def fire(self, arrivals: list[Token]) -> None:
        """Consume the oldest arrival of each flow and send one token on."""
        taken: dict[str, Token] = {}
        for token in arrivals:
            taken.setdefault(token.internal_data["via"], token)
        first, *others = taken.values()
        for token in others:
            token.workflow.forget(token)
        first.complete()


class ParallelGateway(Join):
    """Waits for one token on each incoming flow, then takes every outgoing one (BPMN 13.4.1)."""

    def _run(self, token: Token) -> bool | None:
        if len(self.entering) < 2:
            return True
        token._set_state(TaskState.WAITING)
        arrivals = self.arrivals(token)
        if len({arrival.internal_data["via"] for arrival in arrivals}) < len(self.entering):
            return None
        self.fire(arrivals)
        return False

    def choose(self, names: View) -> tuple[Leaving, ...]:
        """Return every flow."""
        return self.leaving


class InclusiveGateway(Join):
    """Waits for every token that can still come, then takes the flows whose conditions hold (BPMN 13.4.3)."""

    def __init__(self, scope: ScopeSpec, element: Element) -> None:
        super().__init__(scope, element)
        self._reach: dict[str, frozenset[str]] | None = None

    def ready(self, arrivals: list[Token]) -> bool:
        """Return whether no token elsewhere in the scope can still reach a flow that has none.

        By the letter of BPMN 13.4.3 a token that can also reach a flow that has one does not hold it up.
        """
        reach = self.reach()
        here = {token.internal_data["via"] for token in arrivals}
        missing = set(self.entering) - here
        if not missing:
            return True
        for token in arrivals[0].workflow.live():
            if token.task_spec is self and token._state == TaskState.WAITING:
                continue
            reached = reach.get(token.task_spec.name, frozenset())
            if reached & missing and not reached & here:
                return False
        return True

    def reach(self) -> dict[str, frozenset[str]]:
        """Return for each node of the scope the incoming flows it leads to without passing this gateway."""
        if self._reach is None:
            found: dict[str, set[str]] = {}
            for flow, source in self.scope.sources_of(self):
                seen: set[str] = set()
                stack = [source]
                while stack:
                    node = stack.pop()
                    if node is self or node.name in seen:
                        continue
                    seen.add(node.name)
                    found.setdefault(node.name, set()).add(flow)
                    stack.extend(self.scope.before(node))
            self._reach = {name: frozenset(flows) for name, flows in found.items()}
        return self._reach


class EventGateway(Node):
    """Waits for the first of the events behind it (BPMN 13.4.4); they hang below its token."""

    passive = True

    def _run(self, token: Token) -> bool | None:
        token._set_state(TaskState.WAITING)
        for flow in self.leaving:
            choice = token.workflow.add(flow.target, token)
            try:
                flow.target.arm(token.step, choice)
            except ExpressionError:
                token.workflow.forget_below(token)
                raise
        return None
