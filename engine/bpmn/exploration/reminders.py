"""Reminders set aside: a non-interrupting boundary event that leads straight to an end changes nothing for any token.

Its token is gone as soon as it is there, so it can neither block nor meet another, and a state need not tell whether
it has fired. Without this, parallel branches with a reminder each have too many states to visit.
"""

from __future__ import annotations

from engine.bpmn.exploration.graph import Graph

_KINDS = frozenset({"timer", "message", "signal"})
_ENDS_ITSELF = frozenset({"none", "message", "signal"})


def without_reminders(graph: Graph) -> Graph:
    """Return the graph without its reminders and the end events that they lead to; itself if it has none."""
    found = {key for events in graph.boundary.values() for key in events if _is_reminder(graph, key)}
    found |= {edge.target for key in found for edge in graph.out[key]}
    if not found:
        return graph
    edges = {key: edge for key, edge in graph.edges.items() if edge.source not in found}
    boundary = {host: [key for key in events if key not in found] for host, events in graph.boundary.items()}
    return Graph(
        nodes={key: node for key, node in graph.nodes.items() if key not in found},
        out={key: out for key, out in graph.out.items() if key not in found},
        into={key: into for key, into in graph.into.items() if key not in found},
        boundary={host: events for host, events in boundary.items() if events},
        inside={scope: [key for key in inside if key not in found] for scope, inside in graph.inside.items()},
        edges=edges,
    )


def _is_reminder(graph: Graph, key: str) -> bool:
    element = graph.nodes[key].element
    kind = element.event.kind if element.event else "none"
    if element.interrupting or kind not in _KINDS or not graph.out[key]:
        return False
    return all(_ends_quietly(graph, edge.target) for edge in graph.out[key])


def _ends_quietly(graph: Graph, key: str) -> bool:
    """Return whether a node is an end that ends nothing else, and to which only one flow leads."""
    element = graph.nodes[key].element
    kind = element.event.kind if element.event else "none"
    if element.type != "endEvent" or kind not in _ENDS_ITSELF:
        return False
    return len(graph.into[key]) == 1
