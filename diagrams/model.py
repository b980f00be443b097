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
    ``visit`` says that the applicant has to come, ``critical`` that the step is on the critical path.
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
    work: str = ""
    visit: bool = False
    critical: bool = False


@dataclass(frozen=True)
class Link:
    """One line of the chart; ``kind`` is sequence, message or association, ``back`` marks a loop back.

    ``days`` are the working days of the branch that the line opens, where the chart tells them.
    """

    id: str
    name: str
    source: str
    target: str
    kind: str = "sequence"
    back: bool = False
    critical: bool = False
    days: int | None = None

    @property
    def label(self) -> str:
        """What stands at the line: its name, and the limit of its branch."""
        limit = "" if self.days is None else f"共 {self.days} 个工作日" if self.days else "不占时限"
        return "，".join(part for part in (self.name, limit) if part)


@dataclass(frozen=True)
class Lane:
    """A department's column or row; ``name`` is empty when the file has no lanes."""

    id: str
    name: str
    level: str = ""
    department: str = ""


@dataclass(frozen=True)
class Level:
    """Lanes ``first`` to ``last``, which are of one level of government; ``name`` is empty for the applicant's."""

    code: str
    name: str
    first: int
    last: int


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
    """A process as it is to be drawn; nodes and links are in document order, ``stages`` may be empty.

    ``levels`` and ``critical_days`` (working days) are a joint chart's.
    """

    id: str
    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    lanes: tuple[Lane, ...] = (Lane("", ""),)
    stages: tuple[Stage, ...] = ()
    pools: tuple[Pool, ...] = ()
    remarks: tuple[str, ...] = ()
    kind: str = "full"
    levels: tuple[Level, ...] = ()
    critical_days: int | None = None
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
