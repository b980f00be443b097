"""Walk through every state that the tokens of a process can come to, and say what can go wrong.

Breadth first, so that the path to a fault is a shortest one. What is looked for is soundness as W. van der Aalst
defines it (The Application of Petri Nets to Workflow Management, 1998): always an option to complete, no token
left over, no dead part; and safeness, since a second token on a flow does work twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from engine.bpmn.exploration.collisions import judge
from engine.bpmn.exploration.graph import Graph
from engine.bpmn.exploration.net import Move, Net
from engine.bpmn.exploration.reminders import without_reminders
from engine.bpmn.exploration.routes import Landing, Place, Routes

MOST_STATES = 20_000
MOST_MOVES = 200_000
DIVES = 200  # beyond the limit, straight to some end each: a fault may lie deeper than breadth can reach
DEEPEST_DIVE = 500

Kind = Literal["deadlock", "doubled", "endless", "dead", "unused", "piled", "end-twice", "uncaught-error"]


@dataclass(frozen=True)
class Fault:
    """Something that can go wrong at ``element``; ``path`` are the elements that lead there, both by id."""

    kind: Kind
    element: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exploration:
    """What was found; only if ``exhausted`` may the lack of faults be taken for soundness."""

    faults: tuple[Fault, ...]
    exhausted: bool
    states: int


@dataclass
class Walk:
    """The states found so far, each with the state and the steps that led to it first."""

    net: Net
    alone: frozenset[str]  # nodes whose tokens may pile up
    came_from: dict[int, tuple[int | None, tuple[str, ...]]] = field(default_factory=dict)
    following: dict[int, list[int]] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    alive: set[str] = field(default_factory=set)
    faults: dict[tuple[Kind, str], Fault] = field(default_factory=dict)
    done: bool = True
    memory: int = 0  # bits that are no tokens
    most_states: int = MOST_STATES
    moves: int = 0
    joined_later: dict[str, bool] = field(default_factory=dict)
    """Whether a join may come behind a node, as far as it was asked."""

    def begin(self, ways: Iterable[tuple[Landing, ...]]) -> None:
        """Put the tokens of each way to start."""
        for landings in ways:
            state, trail = self.given(Move("", 0, landings), None)
            if state is not None and state not in self.came_from:
                self.came_from[state] = (None, trail)

    def run(self) -> None:
        """Take every move in every state, up to the limits."""
        waiting = deque(self.came_from)
        while waiting:
            state = waiting.popleft()
            if len(self.came_from) > self.most_states or self.moves > MOST_MOVES:
                self.done = False
                self.unknown.update([state, *waiting])
                self._dive(waiting)
                return
            found = self._expand(state)
            waiting.extend(found)

    def _expand(self, state: int) -> list[int]:
        """Take every move in a state and return the states that are new."""
        found: list[int] = []
        following = self.following.setdefault(state, [])
        for move in self.net.moves(state):
            self.moves += 1
            self.seen(move, state)
            self.alive.add(move.node)
            after, trail = self.given(move, state)
            if after is None:
                self.unknown.add(state)
                continue
            following.append(after)
            if after not in self.came_from:
                self.came_from[after] = (state, trail)
                found.append(after)
            if move.uncaught:
                self.add("uncaught-error", move.node, self.path(state, trail))
        return found

    def _dive(self, waiting: deque[int]) -> None:
        """Go straight on from some of the states that are left, always by the same choices."""
        limit = self.moves + MOST_MOVES // 2
        for number, state in enumerate(list(waiting)[:: max(1, len(waiting) // DIVES)]):
            for depth in range(DEEPEST_DIVE):
                if not state or state in self.following or self.moves > limit:
                    break
                found = self._expand(state)
                self.unknown.update(found)
                self.unknown.discard(state)
                if not found:
                    break
                state = found[(number + depth) % len(found)]

    def seen(self, move: Move, state: int) -> None:
        """Look at a move that is about to be made in a state."""

    def given(self, move: Move, before: int | None) -> tuple[int | None, tuple[str, ...]]:
        """Return the state after a move and its steps; no state if a token meets another."""
        state = move.rest
        trail: tuple[str, ...] = (move.node,) if move.node else ()
        for number, landing in enumerate(move.give):
            self.alive |= landing.covered
            trail += landing.trail
            bit = self.net.bit(landing.place)
            if state & bit and self._collides(move, number, before, trail):
                return None, trail
            state |= bit
        return state, trail

    def _collides(self, move: Move, number: int, before: int | None, trail: tuple[str, ...]) -> bool:
        verdict, node = judge(self, move, number, before)
        # A fault is told once, with its first path; tens of thousands of paths to a bad place are not written down.
        if verdict != "alone" and (verdict, self.net.graph.nodes[node].element.id) not in self.faults:
            last = len(trail) - 1 - trail[::-1].index(node) if node in trail else len(trail)
            self.add(verdict, node, self.path(before, trail[:last]))
        return verdict == "doubled"

    def add(self, kind: Kind, node: str, path: tuple[str, ...]) -> None:
        """Keep the first fault of a kind at a node, whose path is the shortest."""
        element = self.net.graph.nodes[node].element.id
        if path and path[-1] != element:
            path = (*path, element)
        self.faults.setdefault((kind, element), Fault(kind, element, path))

    def path(self, state: int | None, more: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the ids of the elements that lead to a state."""
        trails = [more]
        while state is not None:
            state, trail = self.came_from[state]
            trails.append(trail)
        steps = [step for trail in reversed(trails) for step in trail]
        ids = [self.net.graph.nodes[step].element.id for step in steps]
        return tuple(now for at, now in enumerate(ids) if at == 0 or ids[at - 1] != now)


W = TypeVar("W", bound=Walk)


def explore(graph: Graph) -> Exploration:
    """Return what can go wrong with the tokens of a process."""
    graph = without_reminders(graph)
    walk = walk_from_start(graph, frozenset(), Walk)
    find_stuck(walk)
    _find_end_twice(walk)
    if walk.done and not walk.unknown:
        _find_dead(walk)
    faults = dict(walk.faults)
    for event in side_events(graph):
        side = _walked(graph, walk.net.routes, [(event,)], Walk)
        faults |= {
            key: fault for key, fault in side.faults.items() if key[0] in ("doubled", "end-twice") and key not in faults
        }
    return Exploration(tuple(faults.values()), walk.done and not walk.net.limited, len(walk.came_from))


def walk_from_start(graph: Graph, visible: frozenset[str], make: Callable[[Net, frozenset[str]], W]) -> W:
    """Walk through all states from the start of the process; tokens stop at every visible node."""
    graph = without_reminders(graph)
    return _walked(graph, Routes(graph, visible), graph.starts(None), make)


def _walked(
    graph: Graph, routes: Routes, ways: Sequence[tuple[str, ...]], make: Callable[[Net, frozenset[str]], W]
) -> W:
    roots = {key for group in ways for key in group}
    main = graph.reachable(roots, without=frozenset(side_events(graph)) - roots)
    walk = make(Net(graph, routes), frozenset(graph.nodes.keys() - main))
    walk.begin(tuple(map(routes.node, group)) for group in ways)
    walk.run()
    return walk


def side_events(graph: Graph) -> list[str]:
    """Return the non-interrupting boundary events."""
    return [key for events in graph.boundary.values() for key in events if not graph.nodes[key].element.interrupting]


def find_stuck(walk: Walk) -> None:
    """Find states from which the process cannot end: nothing can move, or everything goes in circles."""
    before: dict[int, list[int]] = {}
    for state, following in walk.following.items():
        for after in following:
            before.setdefault(after, []).append(state)
    stuck = [state for state, following in walk.following.items() if state and not following]
    stuck = [state for state in stuck if state not in walk.unknown]
    for state in stuck:
        for join in _waiting_joins(walk, state):
            walk.add("deadlock", join, walk.path(state))
    hopeful = set[int]()
    waiting = [0, *walk.unknown, *stuck]
    while waiting:
        state = waiting.pop()
        if state not in hopeful:
            hopeful.add(state)
            waiting.extend(before.get(state, ()))
    lost = [state for state in walk.following if state not in hopeful]
    if lost:
        _add_endless(walk, lost)


def _waiting_joins(walk: Walk, state: int) -> list[str]:
    return list(dict.fromkeys(walk.net.node_of(place) for _, place in walk.net.marked(state) if place[0] == "in"))


def _add_endless(walk: Walk, lost: list[int]) -> None:
    """Name the join at which a token waits for ever while others go round; without one, the loop itself."""
    always = lost[-1]
    seen = {always}
    waiting = [always]
    while waiting:
        state = waiting.pop()
        always &= state
        new = [after for after in walk.following[state] if after not in seen]
        seen.update(new)
        waiting.extend(new)
    for join in _waiting_joins(walk, always)[:1]:
        waits = next(state for state in lost if always & ~walk.memory & ~state == 0)
        walk.add("deadlock", join, walk.path(waits))
        return
    round_trip = [lost[-1]]
    while (after := walk.following[round_trip[-1]][0]) not in round_trip:
        round_trip.append(after)
    here, *_ = loop = [*round_trip[round_trip.index(after) :], after]
    for move in walk.net.moves(here):
        given, trail = walk.given(move, here)
        if given == loop[1]:
            walk.add("endless", move.node, walk.path(here, trail))
            return


def _find_end_twice(walk: Walk) -> None:
    for state in walk.following:
        ends: dict[str, Place] = {}
        for _, place in walk.net.marked(state):
            node = walk.net.node_of(place)
            element = walk.net.graph.nodes[node].element
            if place[0] != "in" or element.type != "endEvent" or node in walk.alone:
                continue
            if node in ends:
                walk.add("end-twice", node, walk.path(state))
            ends[node] = place


def _find_dead(walk: Walk) -> None:
    """Name the first dead nodes after living ones; what follows them is dead because of them."""
    graph = walk.net.graph
    blamed = {fault.element for fault in walk.faults.values()}
    stuck = any(kind in ("deadlock", "endless") for kind, _ in walk.faults)
    reachable = graph.reachable(key for group in graph.starts(None) for key in group)
    for key in graph.nodes:
        if key not in reachable or key in walk.alive or graph.nodes[key].element.id in blamed:
            continue
        before = [edge.source for edge in graph.into[key]]
        host = graph.nodes[key].element.attached_to
        living = [source for source in before if source in walk.alive]
        if host is not None or (living and all(graph.is_scope(source) for source in living)):
            if not stuck:
                walk.add("unused", key, ())  # an error that is never thrown, or always: drawn with care, not wrong
        elif living or not before:
            walk.add("dead", key, ())
