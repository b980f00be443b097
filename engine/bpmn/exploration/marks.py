"""Which marks can a case bear when a token comes to a node: paid, reviewed, decided? All ways are walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.bpmn.exploration.explore import MOST_STATES, Walk, walk_from_start
from engine.bpmn.exploration.graph import Graph
from engine.bpmn.exploration.net import Move

Marks = frozenset[str]
NONE: Marks = frozenset()


@dataclass(frozen=True)
class Effect:
    """What the completion of a node does to the marks."""

    sets: Marks = NONE
    clears: Marks = NONE


@dataclass(frozen=True)
class Marked:
    """The paths on which marks are wrong, by node; others may be there unless ``exhausted``."""

    paths: Mapping[str, tuple[str, ...]]
    exhausted: bool
    states: int


@dataclass
class _MarkedWalk(Walk):
    """A walk whose states also know the marks."""

    effects: Mapping[str, Effect] = field(default_factory=dict)
    asked: Mapping[str, Callable[[Marks], bool]] = field(default_factory=dict)
    found: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.most_states = MOST_STATES // 4
        names = {mark for effect in self.effects.values() for mark in effect.sets | effect.clears}
        self.bits = {mark: self.net.bit(("answered", f"mark {mark}")) for mark in sorted(names)}
        self.memory = sum(self.bits.values())

    def given(self, move: Move, before: int | None) -> tuple[int | None, tuple[str, ...]]:
        state, trail = super().given(move, before)
        effect = self.effects.get(move.node)
        if state is not None and effect is not None and (move.completes or self._ends(move.node)):
            for mark in effect.clears:
                state &= ~self.bits[mark]
            for mark in effect.sets:
                state |= self.bits[mark]
        return state, trail

    def _ends(self, node: str) -> bool:
        return self.net.graph.nodes[node].element.type == "endEvent"

    def seen(self, move: Move, state: int) -> None:
        wrong = self.asked.get(move.node)
        if wrong is None or move.node in self.found:
            return
        if wrong(frozenset(mark for mark, bit in self.bits.items() if state & bit)):
            self.found[move.node] = self.path(state, (move.node,))


def explore_marks(graph: Graph, effects: Mapping[str, Effect], asked: Mapping[str, Callable[[Marks], bool]]) -> Marked:
    """Return the nodes that a token can come to with marks that are wrong there, each with a shortest path.

    :param effects: what the completion of a node does, by its key.
    :param asked: whether the marks are wrong when a token stands at a node, by its key.
    """
    visible = frozenset(effects) | frozenset(asked)
    walk = walk_from_start(graph, visible, lambda net, alone: _MarkedWalk(net, alone, effects=effects, asked=asked))
    return Marked(walk.found, walk.done and not walk.net.limited, len(walk.came_from))
