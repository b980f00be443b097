"""What a joint chart adds: levels over the departments, the limit of each branch, the critical path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from diagrams.branching import Onward, forks_of, onward_links
from diagrams.model import Chart, Lane, Level, Node
from engine.bpmn import model as process_model
from engine.bpmn.model import Process
from engine.budget import Path

LEVELS: Mapping[str, str] = {"village": "村级", "town": "镇级", "county": "县级", "city": "市级", "province": "省级"}
"""The levels of government from below (design: village, town, county, city, province)."""
APPLICANT = "applicant"


def by_level(process: Process) -> Process:
    """Return a process whose lanes stand by level from below, those without one (the applicant's) before all."""
    order = {level: at for at, level in enumerate(LEVELS)}
    lanes = sorted(process.lanes, key=lambda lane: order.get(level_of(lane), -1))
    return replace(process, lanes=tuple(lanes))


def level_of(lane: process_model.Lane | Lane) -> str:
    """Return the level of a lane's department; the applicant belongs to none."""
    return "" if lane.department in (None, "", APPLICANT) else lane.level or ""


def with_budget(chart: Chart, longest: Path) -> Chart:
    """Return a chart with levels, with what each branch may take, and with the longest way marked as critical.

    ``longest`` is the longest way through the process of the chart, in working days.
    """
    way = _counted_part(chart, longest)
    nodes = tuple(replace(node, critical=node.id in way) for node in chart.nodes)
    followed = set(pairwise(way))
    limits = _branch_limits(chart)
    links = tuple(
        replace(
            link,
            critical=not link.back and (link.source, link.target) in followed,
            days=limits.get(link.id),
        )
        for link in chart.links
    )
    return replace(chart, nodes=nodes, links=links, levels=_levels(chart), critical_days=longest.days)


def _counted_part(chart: Chart, longest: Path) -> Sequence[str]:
    """Return the longest way from its first step with a limit to its last, as far as the chart shows it."""
    way = [one for one in longest.way if one in chart.by_id]
    timed = [at for at, one in enumerate(way) if one in longest.timed]
    return way[timed[0] : timed[-1] + 1] if timed else ()


def _levels(chart: Chart) -> tuple[Level, ...]:
    """Return the runs of lanes of one level; none where all lanes are of the same."""
    levels: list[Level] = []
    for at, lane in enumerate(chart.lanes):
        code = level_of(lane)
        if levels and levels[-1].code == code:
            levels[-1] = replace(levels[-1], last=at)
        else:
            levels.append(Level(code, LEVELS.get(code, ""), at, at))
    return tuple(levels) if any(level.name for level in levels) else ()


def _branch_limits(chart: Chart) -> dict[str, int]:
    """Return, for each line that opens a branch at a fork, the working days that the branch takes at most."""
    onward = onward_links(chart)
    limits: dict[str, int] = {}
    for fork in forks_of(chart, onward):
        days = {
            branch.opened_by.id: _longest(branch.opened_by.target, onward, chart.by_id, fork.beyond, {})
            for branch in fork.branches
        }
        limits |= days if any(days.values()) else {}
    return limits


def _longest(here: str, onward: Onward, nodes: Mapping[str, Node], end: frozenset[str], known: dict[str, int]) -> int:
    """Return the days from a node up to where all branches have met."""
    if here in end:
        return 0
    if here not in known:
        after = (_longest(link.target, onward, nodes, end, known) for link in onward[here])
        known[here] = (nodes[here].limit or 0) + max(after, default=0)
    return known[here]
