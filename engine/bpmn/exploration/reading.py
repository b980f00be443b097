"""Can a condition be asked before, or while, the task whose answer it reads is done?"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn.exploration.explore import MOST_STATES, Walk, walk_from_start
from engine.bpmn.exploration.graph import Graph
from engine.bpmn.exploration.net import Move


@dataclass(frozen=True)
class Readers:
    """The nodes that read an answer when a token enters, or leaves, them."""

    entry: frozenset[str]
    leave: frozenset[str]


@dataclass
class Readings:
    """For each reader the shortest path on which it reads too early, or while the task is done anew."""

    early: dict[str, tuple[str, ...]] = field(default_factory=dict)
    racing: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _ReadingWalk(Walk):
    """A walk whose states also know whether the task was ever done."""

    task: str = ""
    readers: Readers = field(default_factory=lambda: Readers(frozenset(), frozenset()))
    found: Readings = field(default_factory=Readings)

    def __post_init__(self) -> None:
        self.most_states = MOST_STATES // 4  # one walk for each task that is read
        self.memory = self.net.bit(("answered", self.task))

    def given(self, move: Move, before: int | None) -> tuple[int | None, tuple[str, ...]]:
        state, trail = super().given(move, before)
        if state is not None and move.completes and move.node == self.task:
            state |= self.memory
        return state, trail

    def seen(self, move: Move, state: int) -> None:
        reads = move.node in self.readers.entry or (move.completes and move.node in self.readers.leave)
        if not reads:
            return
        if not state & self.memory:
            self.found.early.setdefault(move.node, self.path(state, (move.node,)))
        elif move.node != self.task and state & self._busy:
            self.found.racing.setdefault(move.node, self.path(state, (move.node,)))

    @property
    def _busy(self) -> int:
        return self.net.bit(("at", self.task)) | self.net.bit(("active", self.task))


def explore_reading(graph: Graph, task: str, readers: Readers) -> Readings:
    """Return where the answer of ``task`` is read too early; conditions are taken as free, as everywhere."""
    visible = frozenset([task]) | readers.entry | readers.leave
    walk = walk_from_start(graph, visible, lambda net, alone: _ReadingWalk(net, alone, task=task, readers=readers))
    return walk.found
