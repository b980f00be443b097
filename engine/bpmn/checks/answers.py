"""No condition may read the answer of a task that some path has not asked yet."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks.conditions import uses
from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject
from engine.bpmn.exploration.reading import Readers, explore_reading
from engine.text import zh

NOT_YET_ANSWERED = Rule("not-yet-answered", house=True)
RACING_ANSWER = Rule("racing-answer", "warning", house=True)

RULES = (NOT_YET_ANSWERED, RACING_ANSWER)


def find(subject: Subject) -> Iterator[Finding]:
    """Yield readings that can come before the answer, with the shortest path to them."""
    if subject.lenient:
        return
    wanted: dict[str, tuple[set[str], set[str]]] = {}
    owners: dict[tuple[str, str], list[str]] = {}
    for use in uses(subject):
        for name in sorted(use.names - use.asked):
            answered = name.partition(".")[0]
            own = answered == use.reader.id and (use.own or use.on_leave)
            task = _place(subject, answered)
            if answered in use.local or own or task is None:
                continue
            entry, leave = wanted.setdefault(task, (set(), set()))
            (leave if use.on_leave else entry).add(use.reader.id)
            owners.setdefault((task, use.reader.id), []).append(use.owner)
    for task, (entry, leave) in wanted.items():
        found = explore_reading(subject.graph, task, Readers(frozenset(entry), frozenset(leave)))
        name = task.rpartition("/")[2]
        for reader, path in found.early.items():
            for owner in dict.fromkeys(owners[task, reader]):
                message = zh(
                    "这里要读“{task}”的答复，但按这条路径走到时它还没有办过；可先用 given({task}) 判断", task=name
                )
                yield NOT_YET_ANSWERED.at(owner, message, path)
        for reader, path in found.racing.items():
            for owner in dict.fromkeys(owners[task, reader]):
                message = zh("读“{task}”的答复时它可能正在重新办理，读到的是上一次的答复", task=name)
                yield RACING_ANSWER.at(owner, message, path)


def _place(subject: Subject, task: str) -> str | None:
    """Return where a task lies in the graph: in the process, else in the one part in which it is called."""
    if task in subject.process.elements:
        return task
    places = [key for key, node in subject.graph.nodes.items() if node.element.id == task]
    return places[0] if len(places) == 1 else None
