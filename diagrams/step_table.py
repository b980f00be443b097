"""The steps of a chart as rows: what stands beside every chart, and in place of it for who cannot see it.

The columns are those that the county's notice lists (汉政办发〔2019〕69号 二（二）3): responsible department and
person, work, limit, in series or in parallel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagrams.branching import forks_of, onward_links
from diagrams.model import GATEWAYS, Chart, Node


@dataclass(frozen=True)
class StepRow:
    """One numbered step; ``limit`` in working days, ``beside`` the numbers of the steps done at the same time.

    ``following`` are the ways on: what is decided, "" where nothing is, and the name of what comes next.
    """

    element: str
    number: int
    stage: str
    name: str
    department: str
    post: str
    work: str
    limit: int | None
    fee: bool
    visit: bool
    critical: bool
    beside: tuple[int, ...] = ()
    following: tuple[tuple[str, str], ...] = ()


def step_table(chart: Chart) -> tuple[StepRow, ...]:
    """Return the rows of a chart in the order of their numbers."""
    beside = _side_by_side(chart)
    rows = [
        StepRow(
            node.id,
            node.number or 0,
            chart.stages[outer.stage].name if chart.stages else "",
            node.name,
            chart.lanes[outer.lane].name,
            node.post,
            node.work,
            node.limit,
            node.fee,
            node.visit,
            node.critical,
            tuple(sorted(beside.get(outer.id, ()))),
            tuple(dict.fromkeys(_following(outer.inner or chart, node.id))),
        )
        for node, outer in _numbered(chart)
    ]
    return tuple(sorted(rows, key=lambda row: row.number))


def _numbered(chart: Chart) -> Iterator[tuple[Node, Node]]:
    """Yield each numbered step with what it lies in on the chart itself: a frame, or the step."""
    for outer in chart.nodes:
        inside = outer.inner.all_nodes() if outer.inner else (outer,)
        yield from ((node, outer) for node in inside if node.number)


def _side_by_side(chart: Chart) -> Mapping[str, set[int]]:
    """Return, by node, the numbers of the steps in the other branches of every fork that the node lies behind."""
    numbers: dict[str, set[int]] = {}
    for node, outer in _numbered(chart):
        numbers.setdefault(outer.id, set()).add(node.number or 0)
    found: dict[str, set[int]] = {}
    for fork in forks_of(chart, onward_links(chart)):
        for branch in fork.branches:
            others = {one for other in fork.branches if other is not branch for one in other.nodes}
            there = {number for one in others for number in numbers.get(one, ())}
            for node_id in branch.nodes:
                found.setdefault(node_id, set()).update(there)
    return found


def _following(
    chart: Chart, node_id: str, said: str = "", passed: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Yield what comes after a node, through gateways, each with the names of the lines that lead there."""
    hosted = [(event.id, event.name) for event in chart.nodes if event.host == node_id]
    for source, name in [(node_id, ""), *hosted]:
        for link in chart.links:
            if link.kind != "sequence" or link.source != source or link.target not in chart.by_id:
                continue
            words = "，".join(word for word in (said, name, link.name) if word)
            after = chart.by_id[link.target]
            if after.kind not in GATEWAYS:
                yield words, after.name
            elif after.id not in passed:
                yield from _following(chart, after.id, words, passed | {after.id})
