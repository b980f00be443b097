"""What can go wrong from where a running case stands: the same walk, begun in the middle."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.exploration.explore import Fault, Walk, find_stuck, side_events
from engine.bpmn.exploration.graph import Graph
from engine.bpmn.exploration.net import Net
from engine.bpmn.exploration.reminders import without_reminders
from engine.bpmn.exploration.routes import Landing, Place, Routes

SERIOUS = frozenset({"deadlock", "doubled", "endless"})


def explore_onward(graph: Graph, marked: Iterable[Place]) -> tuple[Fault, ...]:
    """Return the deadlocks, doubled tokens and endless rounds that tokens can come to from ``marked``.

    A place is ``("at", node)``, ``("active", scope)`` for a scope with tokens of its own inside, or ``("in", flow)``
    for a token that waits at a join, by the keys of ``graph``. Tokens that only a reminder made are left out.
    """
    graph = without_reminders(graph)
    routes = Routes(graph)
    roots = {key for group in graph.starts(None) for key in group}
    main = graph.reachable(roots, without=frozenset(side_events(graph)) - roots)
    walk = Walk(Net(graph, routes), frozenset(graph.nodes.keys() - main))
    walk.begin([tuple(_landing(routes, place) for place in marked if _is_there(graph, place))])
    walk.run()
    find_stuck(walk)
    return tuple(fault for fault in walk.faults.values() if fault.kind in SERIOUS)


def _is_there(graph: Graph, place: Place) -> bool:
    return place[1] in (graph.edges if place[0] == "in" else graph.nodes)


def _landing(routes: Routes, place: Place) -> Landing:
    return routes.node(place[1]) if place[0] == "at" else Landing(place)
