"""A token comes to a place where another still is: how bad is that, and where did they meet?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.bpmn.exploration.net import Move
from engine.bpmn.exploration.routes import JOINING, Landing

if TYPE_CHECKING:
    from engine.bpmn.exploration.explore import Walk

Verdict = Literal["alone", "end-twice", "piled", "doubled"]


def judge(walk: Walk, move: Move, number: int, before: int | None) -> tuple[Verdict, str]:
    """Return what a collision is, made by the landing of this number, and the node to name.

    ``alone``: both tokens were made by non-interrupting events, which may fire again. ``end-twice``: an end event is
    reached twice with nothing in between. ``piled``: a loop comes round while what it started last time is still
    open, on a path that ends by itself. ``doubled``: two branches meet without being joined, or a join will see two
    tokens on one flow; what follows is done twice, or lost.
    """
    graph, landing = walk.net.graph, move.give[number]
    node = walk.net.node_of(landing.place)
    if node in walk.alone:
        return "alone", node
    if landing.place[0] == "in" and graph.nodes[node].element.type == "endEvent":
        source = graph.nodes[graph.edges[landing.place[1]].source].element
        if source.type.endswith("Gateway") and _only_ends(walk, move, number, before):
            return "end-twice", node
    here = _route(walk, move, landing)
    there, together = _first_arrival(walk, move, number, before)
    merge = _meeting(here, there) if there else node
    if merge is None and not together and not _joined_later(walk, node):
        return "piled", here[1]
    return "doubled", merge or here[1]


def _only_ends(walk: Walk, move: Move, number: int, before: int | None) -> bool:
    """Return whether two tokens that meet at an end do nothing more from where their ways came together."""
    here = _route(walk, move, move.give[number])
    there, together = _first_arrival(walk, move, number, before)
    merge = _meeting(here, there) if there else None
    if merge is None and not together:
        return True
    after = here[1:] if merge is None else here[len(here) - 1 - here[::-1].index(merge) :]
    types = (walk.net.graph.nodes[key].element.type for key in after)
    return all(kind.endswith("Gateway") or kind == "endEvent" for kind in types)


def _route(walk: Walk, move: Move, landing: Landing) -> tuple[str, ...]:
    return (move.node, *landing.trail, walk.net.node_of(landing.place))


def _first_arrival(walk: Walk, move: Move, number: int, before: int | None) -> tuple[tuple[str, ...], bool]:
    """Return the route of the token that is already there, and whether it came in the same move.

    The route is empty if the token was there from the start.
    """
    landing = move.give[number]
    for earlier in move.give[:number]:
        if earlier.place == landing.place:
            return _route(walk, move, earlier), True
    bit = walk.net.bit(landing.place)
    after, state = 0, before
    while state is not None and state & bit:
        after, state = state, walk.came_from[state][0]
    if state is None:
        return (), False
    for candidate in walk.net.moves(state):
        walk.moves += 1  # as dear as one that is taken, and in a tangle there are more of them
        for given in candidate.give:
            if given.place == landing.place and not (_marked(walk, candidate) ^ after) & ~walk.memory:
                return _route(walk, candidate, given), False
    return (), False


def _marked(walk: Walk, move: Move) -> int:
    state = move.rest
    for landing in move.give:
        state |= walk.net.bit(landing.place)
    return state


def _meeting(here: tuple[str, ...], there: tuple[str, ...]) -> str | None:
    """Return the node at which two routes come together from different sides; none if they never parted."""
    common = 0
    while common < min(len(here), len(there)) and here[-1 - common] == there[-1 - common]:
        common += 1
    if common == min(len(here), len(there)):
        return None
    return here[-common] if common else here[-1]


def _joined_later(walk: Walk, node: str) -> bool:
    """Return whether a join may come behind a node, at which one of the two tokens would be left over."""
    if node not in walk.joined_later:
        graph = walk.net.graph
        walk.joined_later[node] = any(
            graph.nodes[key].element.type in JOINING and len(graph.into[key]) > 1 for key in graph.reachable([node])
        )
    return walk.joined_later[node]
