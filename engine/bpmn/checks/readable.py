"""What a condition may read where it stands: the tasks that may come before, and whether they surely did."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.checks.conditions import APPLICATION, can_answer
from engine.bpmn.checks.subject import Subject, label
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
    before = {key for key in graph.nodes if element in graph.reachable([key])}
    answering = [key for key, node in graph.nodes.items() if key in before and can_answer(node.element)]
    for place, key in enumerate(answering):
        task = graph.nodes[key].element
        sure = key == element
        if not sure and place < MOST_WALKS:
            readings = explore_reading(graph, key, Readers(frozenset(), frozenset([element])))
            sure = element not in readings.early
        form = task.properties.get("form", "").strip()
        found.append(Readable(task.id, label(task), form, sure=sure, many=task.multi_instance is not None))
    return tuple(found)
