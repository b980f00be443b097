"""Where a token that moves on comes to rest: what always passes in one way is walked over, not explored.

A place is where tokens can be told apart: ``("at", node)`` for a node at which something is decided, or
``("in", edge)`` for an input of a join or of an end. Sequences, and blocks that split and join again without
anything in between that could go wrong (T. Murata, Petri Nets, 1989, V.A: fusion of series places, of parallel
places and of parallel transitions), are one place, so that well-built parts of a process cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn.exploration.graph import Edge, Graph

Place = tuple[str, str]

JOINING = frozenset({"parallelGateway", "inclusiveGateway"})
CHOOSING = frozenset({"exclusiveGateway", "eventBasedGateway", "complexGateway"})


@dataclass(frozen=True)
class Landing:
    """The place that a token comes to, one way it takes, and every node on any way."""

    place: Place
    trail: tuple[str, ...] = ()
    covered: frozenset[str] = frozenset()


@dataclass
class Routes:
    """The landings of a graph; at ``visible`` nodes tokens always stop."""

    graph: Graph
    visible: frozenset[str] = frozenset()
    _known: dict[str, Landing] = field(default_factory=dict)
    _walking: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key in self._last_first():
            self._at(key)

    def node(self, key: str) -> Landing:
        """Return where a token that reaches a node comes to rest."""
        return self._final(self._at(key))

    def edge(self, edge: Edge) -> Landing:
        """Return where a token that takes a flow comes to rest."""
        return self._final(self._arrive(edge))

    def _last_first(self) -> list[str]:
        """Return the nodes so that most come after what they lead to; it keeps the recursion flat."""
        order: list[str] = []
        seen: set[str] = set()
        for start in self.graph.nodes:
            stack = [(start, iter(self.graph.successors(start)))] if start not in seen else []
            seen.add(start)
            while stack:
                key, following = stack[-1]
                for next_key in following:
                    if next_key not in seen:
                        seen.add(next_key)
                        stack.append((next_key, iter(self.graph.successors(next_key))))
                        break
                else:
                    order.append(key)
                    stack.pop()
        return order

    def _final(self, landing: Landing) -> Landing:
        """Follow a place that was left open while a loop was being walked."""
        seen = {landing.place}
        while landing.place[0] == "at":
            known = self._known[landing.place[1]]
            if known.place in seen:
                return landing
            seen.add(known.place)
            landing = _joined(landing.trail, landing.covered, known)
        return landing

    def _arrive(self, edge: Edge) -> Landing:
        target = self.graph.nodes[edge.target].element
        joins = target.type in JOINING and len(self.graph.into[edge.target]) > 1
        if joins or target.type == "endEvent":
            return Landing(("in", edge.key))
        return self._at(edge.target)

    def _at(self, key: str) -> Landing:
        if key in self._known:
            return self._known[key]
        if key in self._walking:
            return Landing(("at", key))
        self._walking.add(key)
        landing = self._through(key)
        if landing is None or landing.place == ("at", key):
            landing = Landing(("at", key))
        self._walking.discard(key)
        self._known[key] = landing
        return landing

    def _through(self, key: str) -> Landing | None:
        out = self.graph.out[key]
        if self._stops(key) or not out:
            return None
        if len(out) == 1:
            return _joined((key,), frozenset([key]), self._arrive(out[0]))
        kind = self.graph.nodes[key].element.type
        if kind in CHOOSING:
            return self._choice(key, [self._arrive(edge) for edge in out])
        if kind in JOINING:
            return self._block(key, kind, [self._arrive(edge) for edge in out])
        return None

    def _stops(self, key: str) -> bool:
        element = self.graph.nodes[key].element
        throws_up = element.type == "intermediateThrowEvent" and element.event is not None
        return (
            key in self.visible
            or key in self.graph.boundary
            or self.graph.is_scope(key)
            or (throws_up and element.event is not None and element.event.kind == "escalation")
        )

    def _choice(self, key: str, landings: list[Landing]) -> Landing | None:
        first = landings[0]
        if any(landing.place != first.place for landing in landings):
            return None
        covered = frozenset([key]).union(*(landing.covered for landing in landings))
        shortest = min(landings, key=lambda landing: len(landing.trail))
        return Landing(first.place, (key, *shortest.trail), covered)

    def _block(self, key: str, kind: str, landings: list[Landing]) -> Landing | None:
        places = {landing.place for landing in landings}
        sides, edges = {place[0] for place in places}, {place[1] for place in places}
        if sides != {"in"} or len(edges) != len(landings):
            return None
        targets = {self.graph.edges[edge].target for edge in edges}
        join = targets.pop()
        if targets or self.graph.nodes[join].element.type != kind or join in self.visible:
            return None
        if {edge.key for edge in self.graph.into[join]} != edges or len(self.graph.out[join]) != 1:
            return None
        inner = tuple(step for landing in landings for step in landing.trail)
        covered = frozenset([key, join]).union(*(landing.covered for landing in landings))
        return _joined((key, *inner, join), covered, self._arrive(self.graph.out[join][0]))


def _joined(trail: tuple[str, ...], covered: frozenset[str], rest: Landing) -> Landing:
    return Landing(rest.place, trail + rest.trail, covered | rest.covered)
