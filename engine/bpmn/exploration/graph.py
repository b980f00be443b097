"""A process as one flat graph: called processes inlined, links drawn as edges, event sub-processes left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.model import SUB_PROCESSES, Element, Flow, Process

MOST_NODES = 3_000  # called processes may call the same part many times

FindProcess = Callable[[str], Process | None]


@dataclass(frozen=True)
class Node:
    """A flow node; ``key`` is unique also where a called process occurs twice, ``scope`` the key it lies in."""

    key: str
    element: Element
    scope: str | None


@dataclass(frozen=True)
class Edge:
    """A sequence flow, or the jump from a link to its partner."""

    key: str
    source: str
    target: str
    conditional: bool
    default: bool
    condition: str | None = None


@dataclass
class Graph:
    """Nodes and edges by key; ``boundary`` and ``inside`` map a host or a scope to the keys that belong to it."""

    nodes: dict[str, Node] = field(default_factory=dict)
    out: dict[str, list[Edge]] = field(default_factory=dict)
    into: dict[str, list[Edge]] = field(default_factory=dict)
    boundary: dict[str, list[str]] = field(default_factory=dict)
    inside: dict[str | None, list[str]] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)

    def connect(self, edge: Edge) -> None:
        """Add an edge between nodes that are there."""
        self.edges[edge.key] = edge
        self.out[edge.source].append(edge)
        self.into[edge.target].append(edge)

    def is_scope(self, key: str) -> bool:
        """Return whether the node holds others: a sub-process, or a call whose process is known."""
        return bool(self.inside.get(key))

    def starts(self, scope: str | None) -> tuple[tuple[str, ...], ...]:
        """Return the ways in which a scope can start, each the nodes that get a token together.

        Several start events are alternatives. Without any, every node that nothing leads to starts
        (BPMN 2.0.2, 10.5.2).
        """
        inside = self.inside.get(scope, [])
        events = [key for key in inside if self.nodes[key].element.type == "startEvent"]
        if events:
            return tuple((key,) for key in events)
        free = [key for key in inside if not self.into[key] and self.nodes[key].element.type != "boundaryEvent"]
        return (tuple(free),) if free else ()

    def successors(self, key: str) -> Iterator[str]:
        """Yield what a token may reach from a node in its own scope: the targets of its flows, its boundary."""
        yield from (edge.target for edge in self.out[key])
        yield from self.boundary.get(key, ())

    def reachable(self, start: Iterable[str], without: frozenset[str] = frozenset()) -> set[str]:
        """Return the nodes that a token can come to by flows, boundary events and into scopes."""
        found: set[str] = set()
        waiting = [key for key in start if key not in without]
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            waiting.extend(next_key for next_key in self.successors(key) if next_key not in without)
            waiting.extend(inner for group in self.starts(key) for inner in group)
        return found


def build(process: Process, find_process: FindProcess) -> Graph:
    """Return the graph of a process; a call that cannot be resolved, or that calls itself, stays one node."""
    graph = Graph()
    _add(graph, process, "", None, find_process, frozenset([process.id]))
    return graph


def _add(
    graph: Graph,
    process: Process,
    prefix: str,
    scope: str | None,
    find_process: FindProcess,
    calling: frozenset[str],
) -> None:
    kept = {element.id: element for element in process.elements.values() if not _set_aside(process, element)}
    for element in kept.values():
        key = prefix + element.id
        holder = prefix + element.scope if element.scope else scope
        graph.nodes[key] = Node(key, element, holder)
        graph.out[key], graph.into[key] = [], []
        graph.inside.setdefault(holder, []).append(key)
    for element in kept.values():
        if element.type == "boundaryEvent" and element.attached_to in kept:
            graph.boundary.setdefault(prefix + element.attached_to, []).append(prefix + element.id)
    for flow in process.flows.values():
        source, target = kept.get(flow.source), kept.get(flow.target)
        if source and target and source.scope == target.scope:
            _connect(graph, prefix, flow, source.default == flow.id)
    _connect_links(graph, prefix, kept)
    for element in kept.values():
        callee = find_process(element.called) if element.type == "callActivity" and element.called else None
        if callee and callee.id not in calling and len(graph.nodes) + len(callee.elements) <= MOST_NODES:
            key = prefix + element.id
            _add(graph, callee, key + "/", key, find_process, calling | {callee.id})


def _set_aside(process: Process, element: Element) -> bool:
    """Event sub-processes are refused elsewhere; whatever lies in one has no place in the flow."""
    step: Element | None = element
    while step is not None:
        if step.triggered_by_event and step.type in SUB_PROCESSES:
            return True
        step = process.elements.get(step.scope) if step.scope else None
    return False


def _connect(graph: Graph, prefix: str, flow: Flow, default: bool) -> None:
    conditional = flow.condition is not None and not default
    ends = prefix + flow.source, prefix + flow.target
    graph.connect(Edge(prefix + flow.id, *ends, conditional, default, flow.condition if conditional else None))


def _connect_links(graph: Graph, prefix: str, elements: Mapping[str, Element]) -> None:
    links = [element for element in elements.values() if element.event and element.event.kind == "link"]
    for throw in links:
        for catch in links:
            if (
                throw.type == "intermediateThrowEvent"
                and catch.type == "intermediateCatchEvent"
                and throw.scope == catch.scope
                and throw.event == catch.event
            ):
                key = f"{prefix}{throw.id}→{catch.id}"
                graph.connect(Edge(key, prefix + throw.id, prefix + catch.id, conditional=False, default=False))
