"""Move a running process to another definition: where each token lands, and why it cannot.

A token lands on the element of the same id, or of the id that a map of renamed elements gives. Nothing is guessed: what
has no place, or a place where it would mean something else, is an obstacle, and a case with an obstacle stays where it
is. Once every token has a place the target is explored from there, so that a case is never moved into a deadlock.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.bpmn.activities import Activity, SubProcess
from engine.bpmn.codec import case_of, content_of, decode, encode
from engine.bpmn.definition import Definition
from engine.bpmn.events import Boundary, CatchEvent, due
from engine.bpmn.expressions import ExpressionError
from engine.bpmn.moving_joins import flows_of_join
from engine.bpmn.moving_onward import faults_onward, unanswered
from engine.bpmn.nodes import EventGateway, Join, Node
from engine.bpmn.scope import ScopeSpec
from engine.bpmn.spiff import TaskState
from engine.bpmn.stepping import Stepping
from engine.bpmn.steps import View
from engine.bpmn.tokens import Case, Places, Token
from engine.text import Text, zh


@dataclass(frozen=True)
class Landing:
    """A token at rest: the element it is at, by id and name, and the one it comes to."""

    token: str
    element: str
    name: str
    to_element: str
    to_name: str


@dataclass(frozen=True)
class Obstacle:
    """Why a case cannot move; ``missing`` where naming another element for this one could help."""

    element: str
    text: Text
    missing: bool = False


@dataclass(frozen=True)
class TimerChange:
    """A timer that the move sets anew, adds (no ``before``) or drops (no ``after``)."""

    element: str
    name: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Moved:
    """What a move comes to; ``state`` is the state in the target, none where there is an obstacle."""

    landings: tuple[Landing, ...] = ()
    timers: tuple[TimerChange, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    state: bytes | None = None


def move(
    source: Definition,
    target: Definition,
    state: bytes,
    renames: Mapping[str, str],
    *,
    answered: AbstractSet[str],
    view: View,
    now: datetime,
) -> Moved:
    """Return what becomes of ``state`` (of ``source``) in ``target``; nothing is changed.

    :param renames: ids of ``source`` to ids of ``target``, for elements that have another id there.
    :param answered: the elements that have an answer in this case, by their ids in the target.
    :param view: the answers as the target's timers read them; ``now`` is when timers that are new begin.
    :raises StateCorrupt: the state is not what was saved.
    """
    case = decode(source, state)
    if case.completed:
        return Moved(obstacles=(Obstacle("", zh("流程已经结束。")),))
    return _Move(case, target, renames).made(answered, view, now)


@dataclass
class _Move:
    case: Case
    target: Definition
    renames: Mapping[str, str]
    landings: list[Landing] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    timers: list[TimerChange] = field(default_factory=list)
    inside: dict[str, ScopeSpec] = field(default_factory=dict)
    """The scope in the target that a token of a sub-process has below it."""

    def made(self, answered: AbstractSet[str], view: View, now: datetime) -> Moved:
        content = content_of(self.case)
        content["d"] = self.target.digest[:32]
        for scope, entry in zip(self.case.scopes(), content["s"], strict=True):
            owner = getattr(scope, "owner", None)
            spec = self.target.scope if owner is None else self.inside.get(owner.id)
            if spec is None:
                continue  # what the sub-process stands at has no place, which is an obstacle already
            entry[1] = spec.name
            entry[2] = [row for row in entry[2] if self._placed(scope, spec, row)]
        if self.obstacles:
            return self._result(None)
        moved = case_of(self.target, content)
        self._arm(moved, view, now)
        if not self.obstacles:
            self.obstacles += [Obstacle(element, text) for element, text in unanswered(moved, answered)]
            self.obstacles += [Obstacle(element, text) for element, text in faults_onward(moved)]
        return self._result(None if self.obstacles else encode(moved))

    def _result(self, state: bytes | None) -> Moved:
        obstacles = {(one.element, str(one.text)): one for one in self.obstacles}
        return Moved(tuple(self.landings), tuple(self.timers), tuple(obstacles.values()), state)

    def _refuse(self, token: Token, text: Text, *, missing: bool = False) -> None:
        self.obstacles.append(Obstacle(token.task_spec.name, text, missing))

    def _placed(self, scope: Places, spec: ScopeSpec, row: list[Any]) -> bool:
        """Write into ``row`` (id, node, state, parent, data) where the token lands; False drops it."""
        token = scope.tasks[row[0]]
        node = token.task_spec
        name = self.renames.get(node.name, node.name)
        new = spec.node(name)
        if isinstance(node, Boundary) and token.parent is not scope.root:
            return self._watch(token, new, spec)
        if new is None:
            self._homeless(token, name)
            return True
        if self._fits(token, node, new):
            row[1] = name
            if isinstance(node, Join) and token._state == TaskState.WAITING and len(node.entering) > 1:
                row[4] = self._waiting(token, node, new)
            if isinstance(new, SubProcess) and new.inside is not None:
                self.inside[token.id] = new.inside
        if token.parent is scope.root:
            self.landings.append(Landing(token.id, node.name, node.label, name, new.label))
        return True

    def _homeless(self, token: Token, name: str) -> None:
        label = token.task_spec.label
        if name in self.target.elements:
            self._refuse(token, zh("“{name}”在目标版本里属于另一个子流程。", name=label))
        else:
            self._refuse(token, zh("目标版本里没有步骤“{name}”，请指定它对应哪一步。", name=label), missing=True)

    def _fits(self, token: Token, node: Node, new: Node) -> bool:
        label = node.label
        if token._state == TaskState.ERROR:
            self._refuse(token, zh("“{name}”有异常还没有处理。", name=label))
        elif type(node) is not type(new) or _called(node) != _called(new):
            self._refuse(token, zh("“{name}”在目标版本里是另一种步骤。", name=label))
        elif isinstance(node, Activity) and isinstance(new, Activity) and (node.repetition or new.repetition):
            self._refuse(token, zh("“{name}”由多人办理，正在办理中，办完以后才能迁移。", name=label))
        elif isinstance(node, EventGateway) and self._choices(node) != {one.target.name for one in new.leaving}:
            self._refuse(token, zh("“{name}”等待的事件在目标版本里不同。", name=label))
        elif isinstance(node, SubProcess) and (not isinstance(new, SubProcess) or new.inside is None):
            self._refuse(token, zh("“{name}”在目标版本里没有内容。", name=label))
        else:
            return True
        return False

    def _choices(self, node: Node) -> set[str]:
        return {self.renames.get(one.target.name, one.target.name) for one in node.leaving}

    def _waiting(self, token: Token, node: Node, new: Node) -> dict[str, Any]:
        flows = flows_of_join(node, new, self.renames)
        if flows is None:
            self._refuse(token, zh("“{name}”已有分支到达，而它的分支在目标版本里不同。", name=node.label))
            return token.internal_data
        return token.internal_data | {"via": flows[token.internal_data["via"]]}

    def _watch(self, token: Token, new: Node | None, spec: ScopeSpec) -> bool:
        """Keep the armed boundary event where the target has it on the same activity; else let it go."""
        host = self.renames.get(token.parent.task_spec.name, token.parent.task_spec.name)
        node = token.task_spec
        if isinstance(new, Boundary) and new.armed and new.element.attached_to == host and _same_event(node, new):
            return self._renamed_watch(token, new)
        if due(token) is not None and not isinstance(new, Boundary):
            self.timers.append(TimerChange(node.name, node.label, due(token), None))
        return False

    def _renamed_watch(self, token: Token, new: Node) -> bool:
        # Its row is written by its element; a new id is set anew so that both sides stay simple.
        return bool(new.name == token.task_spec.name)

    def _arm(self, moved: Case, view: View, now: datetime) -> None:
        """Arm the boundary events that the target has and the source had not, or had otherwise."""
        step = moved.step = Stepping(moved, view, now, {})
        for token in moved.every_token():
            node = token.task_spec
            if not isinstance(node, Activity):
                continue
            there = {child.task_spec.name for child in token.children}
            for boundary in node.attached:
                if boundary.armed and boundary.name not in there and not self._fired(token, boundary):
                    self._set(step, token, boundary)
        moved.step = None

    def _fired(self, token: Token, boundary: Boundary) -> bool:
        """Tell whether the event was there before and has come already: it does not come twice for one activity."""
        old = self.case.find(token.id)
        assert old is not None
        known = [one for one in getattr(old.task_spec, "attached", ()) if one.armed and one.name == boundary.name]
        return bool(known) and not any(child.task_spec.name == boundary.name for child in old.children)

    def _set(self, step: Stepping, token: Token, boundary: Boundary) -> None:
        watch = token.workflow.add(boundary, token)
        try:
            boundary.arm(step, watch)
        except ExpressionError as error:
            self.obstacles.append(
                Obstacle(boundary.name, zh("“{name}”：{why}", name=boundary.label, why=str(error.text)))
            )
            return
        if boundary.timer is None:
            return
        old = self.case.find(token.id)
        before = next((due(one) for one in old.children if one.task_spec.name == boundary.name), None) if old else None
        self.timers.append(TimerChange(boundary.name, boundary.label, before, due(watch)))


def _called(node: Node) -> str | None:
    return node.element.called if node.element.type == "callActivity" else node.element.type


def _same_event(node: Node, new: CatchEvent) -> bool:
    old = node.element.event
    event = new.element.event
    if old is None or event is None:
        return False
    same = (old.kind, old.name, old.timer) == (event.kind, event.name, event.timer)
    return bool(same and node.element.interrupting == new.element.interrupting)
