"""Loops in which nothing waits: they run through within one step, or never end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject
from engine.bpmn.exploration.graph import Graph
from engine.text import zh

EMPTY_LOOP = Rule("empty-loop")
AUTOMATIC_LOOP = Rule("automatic-loop", lenient="warning")

RULES = (EMPTY_LOOP, AUTOMATIC_LOOP)

_CHANGING = frozenset({"scriptTask", "businessRuleTask"})
_WAITING = frozenset({"userTask", "task", "manualTask", "serviceTask", "receiveTask"})
_WAITED_FOR = frozenset({"message", "timer", "signal", "conditional"})


def find(subject: Subject) -> Iterator[Finding]:
    """Yield loops without a wait; where nothing in the loop can change a condition, it can never end."""
    graph = subject.graph
    told: set[str] = set()
    for key, element in subject.process.elements.items():
        if key in told or key not in graph.nodes or _waits(graph, key):
            continue
        loop = _loop(graph, key)
        if loop is None:
            continue
        told.update(loop)
        path = tuple(graph.nodes[step].element.id for step in loop)
        if any(_changes(graph, step) for step in loop):
            message = zh("这个循环里没有等待，会在一步之内反复执行，超过次数即成故障；请加入任务或者定时事件")
            yield AUTOMATIC_LOOP.at(element.id, message, path)
        else:
            message = zh("这个循环里没有任何活动，进入后条件不会再变，永远转下去")
            yield EMPTY_LOOP.at(element.id, message, path)


def _loop(graph: Graph, start: str) -> tuple[str, ...] | None:
    """Return a shortest way from a node back to it on which nothing waits."""
    came: dict[str, str] = {}
    waiting = [start]
    for key in waiting:
        for edge in graph.out[key]:
            if edge.target == start:
                path = [start]
                while key != start:
                    path.insert(1, key)
                    key = came[key]
                return (*path, start)
            if edge.target not in came and not _waits(graph, edge.target):
                came[edge.target] = key
                waiting.append(edge.target)
    return None


def _waits(graph: Graph, key: str) -> bool:
    """Return whether a token may rest at a node; a scope rests if anything in it does."""
    element = graph.nodes[key].element
    if element.type in _WAITING or (element.type == "callActivity" and not graph.is_scope(key)):
        return True
    if element.type == "intermediateCatchEvent":
        return element.event is not None and element.event.kind in _WAITED_FOR
    return any(_waits(graph, inner) for inner in graph.inside.get(key, ()))


def _changes(graph: Graph, key: str) -> bool:
    """Return whether a node can change what a condition reads."""
    return graph.nodes[key].element.type in _CHANGING or any(
        _changes(graph, inner) for inner in graph.inside.get(key, ())
    )
