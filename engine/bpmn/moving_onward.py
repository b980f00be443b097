"""What lies ahead of a case that was put into another definition: can it end, and is there what conditions read."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from engine.bpmn.activities import Activity
from engine.bpmn.definition import Definition
from engine.bpmn.events import CatchEvent
from engine.bpmn.exploration.graph import Graph, build
from engine.bpmn.exploration.onward import explore_onward
from engine.bpmn.exploration.routes import Place
from engine.bpmn.model import Process
from engine.bpmn.nodes import Join, Node
from engine.bpmn.repetition import Loop, MultiInstance
from engine.bpmn.spiff import TaskState
from engine.bpmn.tokens import Case, Places
from engine.text import Text, zh

_SAID = {
    "deadlock": zh("从现在所在的步骤走下去，会在“{name}”永远等不齐分支。").template,
    "doubled": zh("从现在所在的步骤走下去，“{name}”会被办理两次。").template,
    "endless": zh("从现在所在的步骤走下去，会在“{name}”循环，走不到结束。").template,
}


def faults_onward(case: Case) -> Iterator[tuple[str, Text]]:
    """Yield element and sentence of every deadlock and the like that the tokens of ``case`` can come to."""
    definition = case.definition
    for fault in explore_onward(_graph(definition), _marked(case)):
        element = definition.elements.get(fault.element)
        name = element.name if element is not None and element.name else fault.element
        yield fault.element, Text(_SAID[fault.kind], {"name": name})


def unanswered(case: Case, answered: AbstractSet[str]) -> Iterator[tuple[str, Text]]:
    """Yield the steps whose answers are read ahead, that have none, and that the case has left behind it."""
    definition = case.definition
    graph = _graph(definition)
    names = _running_names(definition)
    keys = [place[1] for place in _marked(case) if place[0] != "in"]
    keys += [graph.edges[place[1]].target for place in _marked(case) if place[0] == "in" and place[1] in graph.edges]
    ahead = {names[id(graph.nodes[key].element)] for key in graph.reachable(key for key in keys if key in graph.nodes)}
    wanted: dict[str, None] = {}
    for scope in definition.scopes.values():
        for name in scope.task_specs:
            node = scope.node(name)
            if node is not None and name in ahead:
                for head in _reads(node):
                    wanted[scope.renames.get(head, head)] = None
    for head in wanted:
        element = definition.elements.get(head)
        if element is not None and head not in answered and head not in ahead:
            yield head, zh("后面的条件要看“{name}”的办理结果，而本件没有经过这一步。", name=element.name or head)


def _reads(node: Node) -> set[str]:
    expressions = [flow.condition for flow in node.leaving]
    names = {name for one in expressions if one is not None for name in one.names}
    if isinstance(node, CatchEvent) and node.timer is not None:
        names |= node.timer.names
    if isinstance(node, Activity):
        repeat = node.repetition
        if isinstance(repeat, MultiInstance):
            names |= {name for one in (repeat.cardinality, repeat.collection) if one for name in one.names}
        elif isinstance(repeat, Loop) and repeat.condition is not None and repeat.test_before:
            names |= repeat.condition.names
    return {name.partition(".")[0] for name in names}


def _graph(definition: Definition) -> Graph:
    parts = {part.process.id: part.process for part in definition.parts}

    def find(name: str) -> Process | None:
        return parts.get(name)

    return build(definition.parts[0].process, find)


def _running_names(definition: Definition) -> dict[int, str]:
    return {
        id(element): part.running(element.id) for part in definition.parts for element in part.process.elements.values()
    }


def _marked(case: Case) -> list[Place]:
    """Return where the tokens stand, by the keys of the graph: those of a called process begin with its caller's."""
    found: list[Place] = []
    prefixes: dict[int, str] = {id(case): ""}
    for scope in case.scopes():
        owner = getattr(scope, "owner", None)
        if owner is not None:
            around = prefixes[id(owner.workflow)]
            is_call = owner.task_spec.element.type == "callActivity"
            prefixes[id(scope)] = f"{around}{_own(owner.workflow, owner.task_spec.name)}/" if is_call else around
        prefix = prefixes[id(scope)]
        for token in scope.live():
            node = token.task_spec
            if isinstance(node, Join) and token._state == TaskState.WAITING and len(node.entering) > 1:
                found.append(("in", prefix + token.internal_data["via"]))
            elif token.id in case.subprocesses:
                found.append(("active", prefix + _own(scope, node.name)))
            else:
                found.append(("at", prefix + _own(scope, node.name)))
    return found


def _own(scope: Places, running: str) -> str:
    """Return the id that an element has in its file."""
    return next((own for own, name in scope.spec.renames.items() if name == running), running)
