"""What a chart shows, free of geometry: nodes, flows, lanes, stages, pools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GATEWAYS = frozenset({"exclusive", "parallel", "inclusive", "choice", "complex"})
EVENTS = frozenset({"start", "end", "catch", "throw"})


@dataclass(frozen=True)
class Node:
    """One thing with a place on the chart.

    ``kind`` is task, system (works by itself), call (a called process, collapsed), frame (an expanded sub-process),
    one of ``GATEWAYS``, one of ``EVENTS``, boundary (sits on ``host``) or note (an annotation).
    ``sign`` is the BPMN event kind (message, timer, …) or the task's own sign (user, send, …); ``repeat`` is
    parallel, sequential, loop or None. ``limit`` is in working days. ``rank`` counts from 0 in reading direction.
    """

    id: str
    name: str
    kind: str
    type: str
    lane: int = 0
    stage: int = 0
    rank: int = 0
    number: int | None = None
    sign: str | None = None
    detail: str = ""
    post: str = ""
    limit: int | None = None
    fee: bool = False
    document: str = ""
    repeat: str | None = None
    host: str | None = None
    interrupting: bool = True
    inner: Chart | None = None


@dataclass(frozen=True)
class Link:
    """One line of the chart; ``kind`` is sequence, message or association, ``back`` marks a loop back."""

    id: str
    name: str
    source: str
    target: str
    kind: str = "sequence"
    back: bool = False


@dataclass(frozen=True)
class Lane:
    """A department's column or row; ``name`` is empty when the file has no lanes."""

    id: str
    name: str
    level: str = ""


@dataclass(frozen=True)
class Stage:
    """A band over all lanes."""

    code: str
    name: str


@dataclass(frozen=True)
class Pool:
    """Another participant, drawn as a closed box; ``before`` says that it stands before the process in the file."""

    id: str
    name: str
    before: bool


@dataclass(frozen=True)
class Chart:
    """A process as it is to be drawn; nodes and links are in document order, ``stages`` may be empty."""

    id: str
    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    lanes: tuple[Lane, ...] = (Lane("", ""),)
    stages: tuple[Stage, ...] = ()
    pools: tuple[Pool, ...] = ()
    remarks: tuple[str, ...] = ()
    by_id: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {node.id: node for node in self.nodes})

    def all_nodes(self) -> tuple[Node, ...]:
        """Return the nodes of this chart and of every frame in it, outer before inner."""
        found: list[Node] = []
        for node in self.nodes:
            found.append(node)
            if node.inner is not None:
                found.extend(node.inner.all_nodes())
        return tuple(found)

    def all_links(self) -> tuple[Link, ...]:
        """Return the links of this chart and of every frame in it."""
        found = list(self.links)
        for node in self.nodes:
            if node.inner is not None:
                found.extend(node.inner.all_links())
        return tuple(found)
