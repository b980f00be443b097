"""Where a chart parts into branches that are done side by side, and what lies in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagrams.model import Chart, Link

FORKS = ("parallel", "inclusive")
Onward = Mapping[str, Sequence[Link]]


@dataclass(frozen=True)
class Branch:
    """One branch behind a fork: the line that opens it, and what lies on it and on no other."""

    opened_by: Link
    nodes: frozenset[str]


@dataclass(frozen=True)
class Fork:
    """A fork with its branches; ``beyond`` is what follows where all of them have met."""

    node: str
    branches: tuple[Branch, ...]
    beyond: frozenset[str]


def onward_links(chart: Chart) -> Onward:
    """Return the sequence flows that lead on from each node, those that lead back left out.

    What a boundary event opens leads on from the activity that it sits on.
    """
    hosts = {node.id: node.host for node in chart.nodes if node.host}
    onward: dict[str, list[Link]] = {node.id: [] for node in chart.nodes}
    for link in chart.links:
        source = hosts.get(link.source) or link.source
        if link.kind == "sequence" and not link.back and source in onward and link.target in onward:
            onward[source].append(link)
    return onward


def forks_of(chart: Chart, onward: Onward) -> Iterator[Fork]:
    """Yield the forks of a chart whose branches are done side by side."""
    for node in chart.nodes:
        links = onward[node.id]
        if node.kind in FORKS and len(links) > 1:
            ahead = [_ahead(link.target, onward) for link in links]
            beyond = frozenset.intersection(*ahead)
            branches = tuple(
                Branch(link, own - frozenset().union(*(other for other in ahead if other is not own)))
                for link, own in zip(links, ahead, strict=True)
            )
            yield Fork(node.id, branches, beyond)


def _ahead(node: str, onward: Onward) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [link.target for link in onward[here]]
    return frozenset(reached)
