"""The five stages follow each other: acceptance, review, approval, completion, delivery."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.checks.tasks import HUMAN
from engine.bpmn.exploration.graph import Graph
from engine.posts import STAGES
from engine.text import zh

STAGE_ORDER = Rule("stage-order", house=True)
STAGES_INCOMPLETE = Rule("stages-incomplete", house=True)

RULES = (STAGE_ORDER, STAGES_INCOMPLETE)

_ORDER = {stage: number for number, stage in enumerate(STAGES)}


def find(subject: Subject) -> Iterator[Finding]:
    """Yield steps back to an earlier stage that are no rework, and stages that no task has."""
    graph = subject.graph
    staged = {
        key: node.element.properties.get("stage", "").strip()
        for key, node in graph.nodes.items()
        if node.element.type in HUMAN
    }
    staged = {key: stage for key, stage in staged.items() if stage in _ORDER}
    for key, stage in staged.items():
        for target, path in _next_staged(graph, key, staged):
            if _ORDER[staged[target]] < _ORDER[stage] and not _leads_to(graph, target, key):
                message = zh(
                    "“{name}”是{stage}环节，却排在{before}环节之后",
                    name=label(graph.nodes[target].element),
                    stage=STAGES[staged[target]],
                    before=STAGES[stage],
                )
                ids = tuple(graph.nodes[step].element.id for step in path)
                yield STAGE_ORDER.at(graph.nodes[target].element.id, message, ids)
    missing = [name for stage, name in STAGES.items() if stage not in staged.values()]
    if staged and missing and subject.is_matter:
        yield STAGES_INCOMPLETE.at(subject.process.id, zh("没有{missing}环节的任务", missing="、".join(missing)))


def _next_staged(graph: Graph, key: str, staged: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the next tasks with a stage behind a task, with the path to each."""
    seen = {key}
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(key, (key,))])
    while waiting:
        here, path = waiting.popleft()
        for after in following(graph, here):
            if after in seen:
                continue
            seen.add(after)
            if after in staged:
                yield after, (*path, after)
            else:
                waiting.append((after, (*path, after)))


def following(graph: Graph, key: str) -> Iterator[str]:
    """Yield what may come next, into sub-processes and out of them."""
    yield from graph.successors(key)
    for group in graph.starts(key):
        yield from group
    scope = graph.nodes[key].scope
    if not graph.out[key] and scope is not None:
        yield from graph.successors(scope)


def _leads_to(graph: Graph, start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(following(graph, key))
    return False
