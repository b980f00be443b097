"""What a condition may read where it stands: the tasks that may come before, and whether they surely did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.bpmn.checks.conditions import APPLICATION, can_answer
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.exploration.graph import Graph
from engine.bpmn.exploration.reading import Readers, explore_reading

MOST_WALKS = 60
"""Beyond so many tasks it is not explored whether each surely came before: the person is told to ask first."""


@dataclass(frozen=True)
class Readable:
    """A name that a condition may begin with; ``form`` says which fields its answer has.

    ``sure`` tells that every path to the place has answered it, ``many`` that the answer is a list of several people's.
    """

    id: str
    name: str
    form: str
    sure: bool
    many: bool


def readable_at(subject: Subject, element: str) -> tuple[Readable, ...]:
    """Return what a condition on a flow out of ``element`` may read, in document order; nothing for no such element."""
    graph = subject.graph
    if element not in graph.nodes:
        return ()
    found = [Readable(APPLICATION, "", APPLICATION, sure=True, many=False)]
    answering = [
        key for key, node in graph.nodes.items() if can_answer(node.element) and _leads_to(graph, key, element)
    ]
    for place, key in enumerate(answering):
        task = graph.nodes[key].element
        sure = key == element
        if not sure and place < MOST_WALKS:
            readings = explore_reading(graph, key, Readers(frozenset(), frozenset([element])))
            sure = element not in readings.early
        form = task.properties.get("form", "").strip()
        found.append(Readable(task.id, label(task), form, sure=sure, many=task.multi_instance is not None))
    return tuple(_once(found))


def _leads_to(graph: Graph, key: str, element: str) -> bool:
    """Tell whether a token at ``key`` can come to ``element``, also out of the parts and sub-processes around it."""
    ways, scope = [key], graph.nodes[key].scope
    while scope is not None:
        ways += graph.successors(scope)
        scope = graph.nodes[scope].scope
    return element in graph.reachable(ways)


def _once(found: Iterable[Readable]) -> Iterator[Readable]:
    """Yield each name once: a shared part that is called twice answers under one name, surely if either call does."""
    kept: dict[str, Readable] = {}
    for one in found:
        kept[one.id] = replace(one, sure=one.sure or (one.id in kept and kept[one.id].sure))
    yield from kept.values()
