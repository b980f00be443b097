"""What may come after the open steps of a case, read from its process: nothing is run for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.bpmn.model import Element, Process
from engine.bundle import Bundle
from engine.steps import StepFacts

KINDS = ("step", "wait", "end")
PEOPLE = frozenset({"userTask", "manualTask", "task"})


@dataclass(frozen=True)
class NextStep:
    """A step that may follow ``after``; ``when`` is the name of the way that leads there, empty if there is one only.

    ``kind`` is step, wait (for a message or a time) or end; ``facts`` are those of a step.
    """

    after: str
    when: str
    name: str
    kind: str
    facts: StepFacts | None


def what_comes_next(bundle: Bundle, elements: Iterable[str]) -> tuple[NextStep, ...]:
    """Return what follows each of ``elements`` (ids of open steps or of events that are waited for), in order."""
    found: list[NextStep] = []
    for element in dict.fromkeys(elements):
        process = process_of(bundle, element)
        if process is not None:
            found += _after(bundle, process, process.elements[element])
    return tuple(dict.fromkeys(found))


def process_of(bundle: Bundle, element: str) -> Process | None:
    """Return the process of the bundle, the main one or a called part, that has ``element``."""
    parts = (bundle.model, *bundle.called.values())
    return next((part.main for part in parts if element in part.main.elements), None)


def _after(bundle: Bundle, process: Process, start: Element) -> list[NextStep]:
    """Walk from ``start`` over gateways to the next things that take time, breadth first."""
    found, seen = [], {start.id}
    ways = [(flow, flow.name) for flow in process.outgoing(start.id)]
    while ways:
        flow, when = ways.pop(0)
        element = process.elements.get(flow.target)
        if element is None or element.id in seen:
            continue
        seen.add(element.id)
        kind = _kind(element)
        if kind:
            facts = bundle.steps.get(element.id) if kind == "step" else None
            found.append(NextStep(start.name, when, element.name or element.id, kind, facts))
            continue
        ways += [(onward, onward.name or when) for onward in process.outgoing(element.id)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _kind(element: Element) -> str:
    if element.type in PEOPLE:
        return "step"
    if element.type == "endEvent":
        return "end"
    if element.type in ("intermediateCatchEvent", "receiveTask"):
        return "wait"
    return ""
