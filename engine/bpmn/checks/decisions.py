"""A case ends in a decision, which can be a refusal; the one-time notice comes before acceptance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.soundness import not_exhausted
from engine.bpmn.checks.stages import following
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.checks.tasks import HUMAN
from engine.bpmn.exploration.graph import Graph, Node
from engine.bpmn.exploration.marks import Effect, Marks, explore_marks
from engine.text import zh

UNDECIDED_END = Rule("undecided-end", house=True)
REFUSAL_MISSING = Rule("refusal-missing", house=True)
NOTICE_TOO_LATE = Rule("notice-too-late", house=True)

RULES = (UNDECIDED_END, REFUSAL_MISSING, NOTICE_TOO_LATE)

# Acts that end a case lawfully without a decision on it.
STOPS = frozenset({"supplement_lapsed", "withdrawn", "case_stopped"})
# By which the law decides itself: the renewal of a licence that nobody decided in time (行政许可法 第五十条).
SILENCE = "renewed_by_silence"
SUPPLEMENTS = frozenset({"supplement_received", "supplement_lapsed"})
_EFFECTS: Mapping[str, Effect] = {
    "acceptance": Effect(frozenset({"begun"}), frozenset({"worked"})),
    "review": Effect(frozenset({"begun", "worked", "later"}), frozenset({"decided"})),
    "approval": Effect(frozenset({"begun", "decided", "later"}), frozenset({"worked"})),
    "completion": Effect(frozenset({"begun", "closed", "later"})),
    "delivery": Effect(frozenset({"begun", "closed", "later"})),
}


def find(subject: Subject) -> Iterator[Finding]:
    """Yield ends without a decision, decisions that cannot refuse, and notices after acceptance."""
    for element in subject.elements(*HUMAN):
        if "supplement_notice" in _documents(element.properties) and element.properties.get("stage") != "acceptance":
            message = zh("“{name}”不在受理环节，不能出具一次性补正告知书", name=label(element))
            yield NOTICE_TOO_LATE.at(element.id, message)
    if not subject.is_matter or subject.lenient:
        return
    graph = subject.graph
    yield from _refusals(subject)
    staged = {key: _EFFECTS[stage] for key, node in graph.nodes.items() if (stage := _stage(node)) in _EFFECTS}
    if not staged and any(node.element.type in HUMAN for node in graph.nodes.values()):
        return  # that no task names its stage is told elsewhere
    stops = {key: Effect(frozenset({"stopped"})) for key, node in graph.nodes.items() if _message(node) in STOPS}
    silent = {key: Effect(frozenset({"decided"})) for key, node in graph.nodes.items() if _message(node) == SILENCE}
    notices = {key for key, node in graph.nodes.items() if _is_notice(node) and _stage(node) in ("", "acceptance")}
    ends = _ends(graph)
    asked: dict[str, Callable[[Marks], bool]] = dict.fromkeys(ends, _is_undecided)
    asked |= dict.fromkeys(notices, lambda marks: "later" in marks)
    marked = explore_marks(graph, staged | stops | silent, asked)
    if subject.exploration.exhausted and not marked.exhausted:
        yield not_exhausted(subject, marked.states)
    for key, path in marked.paths.items():
        element = graph.nodes[key].element
        where = key.partition("/")[0]
        if key in notices:
            message = zh("一次性告知只能在受理以前，按这条路径走到“{name}”时已经受理", name=label(element))
            yield NOTICE_TOO_LATE.at(where, message, path)
        else:
            message = zh("按这条路径走到“{name}”，既没有作出决定，也不是依法终止", name=label(element))
            yield UNDECIDED_END.at(where, message, path)


def _is_undecided(marks: Marks) -> bool:
    if "stopped" in marks or "decided" in marks:
        return False
    return "begun" not in marks or bool(marks & {"worked", "closed"})


def _refusals(subject: Subject) -> Iterator[Finding]:
    """A decision that may only be granted is none (行政许可法 第三十八条)."""
    graph = subject.graph
    issuing = {key for key, node in graph.nodes.items() if "certificate" in _documents(node.element.properties)}
    for key, node in graph.nodes.items():
        documents = _documents(node.element.properties)
        if "grant_decision" in documents and "refusal_decision" not in documents:
            message = zh("“{name}”能准予，却没有写明不予决定书（refusal_decision）", name=label(node.element))
            yield REFUSAL_MISSING.at(key.partition("/")[0], message)
        elif _stage(node) == "approval" and issuing:
            path = _always_through(graph, key, issuing)
            if path is not None:
                message = zh("“{name}”不论怎样决定都会发证：没有不予的出路", name=label(node.element))
                yield REFUSAL_MISSING.at(key.partition("/")[0], message, path)


def _always_through(graph: Graph, start: str, issuing: set[str]) -> tuple[str, ...] | None:
    """Return a path to an issuing node if every way on from ``start`` leads through one, else None."""
    came: dict[str, str | None] = {start: None}
    reached = None
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        if here in issuing and here != start:
            reached = reached or here
            continue
        if graph.nodes[here].element.type == "endEvent" and graph.nodes[here].scope is None:
            return None
        for after in following(graph, here):
            if after not in came and not _is_reminder(graph, after):
                came[after] = here
                waiting.append(after)
    if reached is None:
        return None
    path = list[str]()
    step: str | None = reached
    while step is not None:
        path.append(graph.nodes[step].element.id)
        step = came[step]
    return tuple(reversed(path))


def _is_reminder(graph: Graph, key: str) -> bool:
    element = graph.nodes[key].element
    return element.type == "boundaryEvent" and not element.interrupting


def _ends(graph: Graph) -> list[str]:
    """Return the ends of the case itself, without those of paths that only go beside it."""
    beside = frozenset(key for key in graph.nodes if _is_reminder(graph, key))
    main = graph.reachable((key for group in graph.starts(None) for key in group), without=beside)
    ends = (key for key in graph.inside.get(None, ()) if graph.nodes[key].element.type == "endEvent")
    return [key for key in ends if key in main]


def _stage(node: Node) -> str:
    return node.element.properties.get("stage", "").strip() if node.element.type in HUMAN else ""


def _documents(properties: Mapping[str, str]) -> list[str]:
    return properties.get("document", "").replace(",", " ").split()


def _message(node: Node) -> str | None:
    event = node.element.event
    return event.name if event is not None and event.kind == "message" and node.element.type != "endEvent" else None


def _is_notice(node: Node) -> bool:
    return "supplement_notice" in _documents(node.element.properties) or _message(node) in SUPPLEMENTS
