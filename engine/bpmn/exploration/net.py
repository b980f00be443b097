"""The moves of tokens: what may happen next in a state, data ignored.

Any branch of a choice, any non-empty subset of an inclusive split, and every message, timer and error that an
element can meet is possible. A state is a set of places, held as the bits of a number. A non-interrupting boundary
event fires at most once each time its host is active, and the tokens that only such events make may pile up: a second
reminder while the first is open is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from engine.bpmn.exploration.exclusion import exclude
from engine.bpmn.exploration.graph import Edge, Graph
from engine.bpmn.exploration.routes import CHOOSING, Landing, Place, Routes

MOST_SUBSETS_OF = 6  # an inclusive split with more branches is tried with one, two and all of them

FUNCTION_TASKS = frozenset({"scriptTask", "serviceTask", "businessRuleTask", "callActivity"})


@dataclass(frozen=True)
class Move:
    """One step: ``rest`` are the places left marked when ``node`` fires, ``give`` what then gets a token."""

    node: str
    rest: int
    give: tuple[Landing, ...]
    completes: bool = False
    uncaught: bool = False


class Net:
    """The places and moves of a graph."""

    def __init__(self, graph: Graph, routes: Routes) -> None:
        self.graph = graph
        self.routes = routes
        self.limited = False
        self.places: list[Place] = []
        self._bits: dict[Place, int] = {}
        self._masks: dict[str, int] = {}
        self._before: dict[str, frozenset[str]] = {}
        self._choices: dict[str, list[tuple[Edge, ...]]] = {}

    def bit(self, place: Place) -> int:
        """Return the bit of a place; a bit belongs to every scope around it."""
        bit = self._bits.get(place)
        if bit is None:
            bit = self._bits[place] = 1 << len(self.places)
            self.places.append(place)
            # What was answered stays answered, whatever scope ends.
            scope = None if place[0] == "answered" else self.graph.nodes[self.node_of(place)].scope
            while scope is not None:
                self._masks[scope] = self._masks.get(scope, 0) | bit
                scope = self.graph.nodes[scope].scope
        return bit

    def node_of(self, place: Place) -> str:
        """Return the node that a place belongs to: for the input of a join, the join."""
        return self.graph.edges[place[1]].target if place[0] == "in" else place[1]

    def marked(self, state: int) -> Iterator[tuple[int, Place]]:
        """Yield the bits and places that a state marks."""
        while state:
            bit = state & -state
            yield bit, self.places[bit.bit_length() - 1]
            state ^= bit

    def moves(self, state: int) -> Iterator[Move]:
        """Yield what may happen next."""
        for bit, (kind, key) in self.marked(state):
            if kind == "at":
                yield from self._at(key, state ^ bit)
            elif kind == "active":
                yield from self._active(key, state)
            elif kind == "in":
                yield from self._input(self.graph.edges[key], bit, state)

    def _at(self, key: str, rest: int) -> Iterator[Move]:
        graph = self.graph
        element = graph.nodes[key].element
        if graph.is_scope(key):
            active = Landing(("active", key))
            for group in graph.starts(key):
                yield Move(key, rest, (active, *map(self.routes.node, group)))
            if not graph.starts(key):
                yield from self._leave(key, rest)
        elif any(not graph.nodes[event].element.interrupting for event in graph.boundary.get(key, ())):
            yield Move(key, rest, (Landing(("active", key)),))
        elif element.event is not None and element.event.kind == "escalation" and not graph.boundary.get(key):
            yield from self._escalate(key, rest)
        else:
            yield from self._leave(key, rest)
            yield from self._interrupted(key, rest)

    def _active(self, key: str, state: int) -> Iterator[Move]:
        quiet = self._quiet(key, state)
        if not state & self._masks.get(key, 0):
            yield from self._leave(key, quiet)
        yield from self._interrupted(key, quiet)
        for event in self.graph.boundary.get(key, ()):
            fired = self.bit(("fired", event))
            if not self.graph.nodes[event].element.interrupting and not state & fired and self._can_fire(event, key):
                yield Move(event, state | fired, (self.routes.node(event),))

    def _quiet(self, key: str, state: int) -> int:
        """Return the state without an activity, all that is inside it and what its boundary remembers."""
        gone = self._masks.get(key, 0) | self.bit(("active", key))
        for event in self.graph.boundary.get(key, ()):
            gone |= self.bit(("fired", event))
        return state & ~gone

    def _interrupted(self, key: str, rest: int) -> Iterator[Move]:
        for event in self.graph.boundary.get(key, ()):
            if self.graph.nodes[event].element.interrupting and self._can_fire(event, key):
                yield Move(event, rest, (self.routes.node(event),))

    def _can_fire(self, event: str, host: str) -> bool:
        """Return whether a boundary event can meet what it waits for without a throw event inside its host."""
        found = self.graph.nodes[event].element.event
        if found is None or found.kind not in ("error", "escalation") or not self.graph.is_scope(host):
            return True
        inner = [host]
        for key in inner:
            inner.extend(self.graph.inside.get(key, ()))
        kinds = FUNCTION_TASKS if found.kind == "error" else {"callActivity"}
        return any(self.graph.nodes[key].element.type in kinds and not self.graph.is_scope(key) for key in inner)

    def _input(self, edge: Edge, bit: int, state: int) -> Iterator[Move]:
        key = edge.target
        element = self.graph.nodes[key].element
        if element.type == "endEvent":
            yield from self._end(key, state ^ bit)
            return
        needed = 0
        for other in self.graph.into[key]:
            needed |= self.bit(("in", other.key))
        arrived = state & needed
        if bit != arrived & -arrived:
            return  # one input speaks for the join
        if arrived == needed or (element.type == "inclusiveGateway" and not self._awaits(key, state)):
            yield from self._leave(key, state & ~needed)

    def _awaits(self, join: str, state: int) -> bool:
        """Return whether an inclusive join must wait for a token elsewhere (BPMN 2.0.2, 13.4.3)."""
        into = self.graph.into[join]
        empty = [edge for edge in into if not state & self.bit(("in", edge.key))]
        filled = [edge for edge in into if state & self.bit(("in", edge.key))]
        for _, place in self.marked(state):
            node = self.node_of(place)
            if node == join or place[0] in ("fired", "answered"):
                continue
            if any(node in self._upstream(edge, join) for edge in empty) and not any(
                node in self._upstream(edge, join) for edge in filled
            ):
                return True
        return False

    def _upstream(self, edge: Edge, join: str) -> frozenset[str]:
        """Return the nodes from which a token can come to this input without passing the join."""
        found = self._before.get(edge.key)
        if found is None:
            reached: set[str] = set()
            waiting = [edge.source]
            while waiting:
                key = waiting.pop()
                if key in reached or key == join:
                    continue
                reached.add(key)
                waiting.extend(before.source for before in self.graph.into[key])
                host = self.graph.nodes[key].element.attached_to
                if host is not None:
                    waiting.append(key[: len(key) - len(self.graph.nodes[key].element.id)] + host)
            found = self._before[edge.key] = frozenset(reached & self.graph.nodes.keys())
        return found

    def _end(self, key: str, rest: int) -> Iterator[Move]:
        node = self.graph.nodes[key]
        kind = node.element.event.kind if node.element.event else "none"
        if kind == "terminate":
            cleared = rest & ~self._masks.get(node.scope, 0) if node.scope else 0
            yield Move(key, cleared, ())
        elif kind == "escalation":
            yield from self._escalate(key, rest)
        elif kind == "error":
            catcher = self._catcher(key, "error")
            if catcher is None:
                yield Move(key, 0, (), uncaught=True)
            else:
                host, event = catcher
                yield Move(key, self._quiet(host, rest), (self.routes.node(event),))
        else:
            yield Move(key, rest, ())

    def _escalate(self, key: str, rest: int) -> Iterator[Move]:
        catcher = self._catcher(key, "escalation")
        if catcher is None:
            yield from self._leave(key, rest)
            return
        host, event = catcher
        caught = self.routes.node(event)
        if self.graph.nodes[event].element.interrupting:
            yield Move(key, self._quiet(host, rest), (caught,))
            return
        for edges in self.choices(key):
            yield Move(key, rest, (*map(self.routes.edge, edges), caught), completes=True)

    def _catcher(self, key: str, kind: str) -> tuple[str, str] | None:
        """Return the nearest host and its boundary event that catch what this node throws."""
        thrown = self.graph.nodes[key].element.event
        scope = self.graph.nodes[key].scope
        while scope is not None:
            for event in self.graph.boundary.get(scope, ()):
                caught = self.graph.nodes[event].element.event
                if caught and thrown and caught.kind == kind and caught.name in (None, thrown.name):
                    return scope, event
            scope = self.graph.nodes[scope].scope
        return None

    def _leave(self, key: str, rest: int) -> Iterator[Move]:
        for edges in self.choices(key):
            yield Move(key, rest, tuple(map(self.routes.edge, edges)), completes=True)

    def choices(self, key: str) -> list[tuple[Edge, ...]]:
        """Return the sets of flows that a node may take when it is done."""
        found = self._choices.get(key)
        if found is None:
            found = self._choices[key] = self._chosen(key)
        return found

    def _chosen(self, key: str) -> list[tuple[Edge, ...]]:
        out = self.graph.out[key]
        kind = self.graph.nodes[key].element.type
        if not out:
            return [()]
        if kind in CHOOSING:
            return [(edge,) for edge in out]
        if kind == "parallelGateway":
            return [tuple(out)]
        default = [edge for edge in out if edge.default]
        if kind == "inclusiveGateway":
            return [*self._subsets([edge for edge in out if not edge.default]), *((edge,) for edge in default)]
        always = [edge for edge in out if not edge.conditional and not edge.default]
        asked = [edge for edge in out if edge.conditional]
        found = [(*always, *some) for some in self._subsets(asked)]
        if default or always or not asked:
            found.append((*always, *default))
        return found

    def _subsets(self, edges: list[Edge]) -> list[tuple[Edge, ...]]:
        """Return the non-empty subsets whose conditions can hold together."""
        sizes: Iterable[int] = range(1, len(edges) + 1)
        if len(edges) > MOST_SUBSETS_OF:
            self.limited = True
            sizes = (1, 2, len(edges))
        apart = {
            (one.key, other.key) for one, other in combinations(edges, 2) if exclude(one.condition, other.condition)
        }
        subsets = chain.from_iterable(combinations(edges, size) for size in sizes)
        return [
            subset
            for subset in subsets
            if not any((one.key, other.key) in apart for one, other in combinations(subset, 2))
        ]
