"""What may come after the open steps of a case, read from its process: nothing is run for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.bpmn.definition import Part
from engine.bpmn.model import SUB_PROCESSES, Element
from engine.bundle import Bundle
from engine.steps import StepFacts, called_by, callers_of

KINDS = ("step", "wait", "end")
PEOPLE = frozenset({"userTask", "manualTask", "task"})
FRAMES = SUB_PROCESSES | {"callActivity"}

Way = tuple[Part, Element, str]
"""An element to go to, in its part, and the name of the way that led there."""


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
    for running in dict.fromkeys(elements):
        for part in bundle.definition.parts:
            for element in part.process.elements.values():
                if part.running(element.id) == running:
                    found += _after(bundle, part, element)
    return tuple(dict.fromkeys(found))


def element_of(bundle: Bundle, element: str | None) -> Element | None:
    """Return an element by its id in a running case, those of called parts included."""
    return bundle.definition.elements.get(element or "")


def is_frame(bundle: Bundle, element: str | None) -> bool:
    """Tell whether an element only holds steps, which tell for themselves what was done: a call, a sub-process."""
    found = element_of(bundle, element)
    return found is not None and found.type in FRAMES


def _after(bundle: Bundle, part: Part, start: Element) -> list[NextStep]:
    """Walk from ``start`` over gateways, into and out of called parts, to the next things that take time."""
    parts = bundle.definition.parts
    found, seen = [], {part.running(start.id)}
    ways = deque(_onward(part, start, "", parts))
    while ways:
        here, element, when = ways.popleft()
        running = here.running(element.id)
        if running in seen:
            continue
        seen.add(running)
        kind = _kind(element)
        inside = list(_inside(here, element, when, parts))
        if inside:
            ways += inside
        elif kind == "end" and (element.scope or here is not parts[0]):
            ways += _out_of(here, element, when, parts)
        elif kind:
            facts = bundle.steps.get(running) if kind == "step" else None
            found.append(NextStep(start.name, when, element.name or element.id, kind, facts))
        else:
            ways += _onward(here, element, when, parts)
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _onward(part: Part, element: Element, when: str, parts: Sequence[Part]) -> Iterator[Way]:
    """Yield where the flows from an element lead; where none leaves it, out of what holds it."""
    flows = part.process.outgoing(element.id)
    for flow in flows:
        if flow.target in part.process.elements:
            yield part, part.process.elements[flow.target], flow.name or when
    if not flows and element.type != "endEvent":
        yield from _out_of(part, element, when, parts)


def _inside(part: Part, element: Element, when: str, parts: Sequence[Part]) -> Iterator[Way]:
    """Yield where a sub-process or a called part begins."""
    callee = called_by(element, parts)
    process, scope = (callee or part), (None if callee else element.id)
    if callee is None and element.type != "subProcess":
        return
    for one in process.process.inside(scope):
        if one.type == "startEvent":
            yield process, one, when


def _out_of(part: Part, element: Element, when: str, parts: Sequence[Part]) -> Iterator[Way]:
    """Yield what follows the sub-process that an element lies in, or whatever calls its part."""
    if element.scope:
        yield from _onward(part, part.process.elements[element.scope], when, parts)
        return
    for caller, call in callers_of(part, parts):
        yield from _onward(caller, call, when, parts)


def _kind(element: Element) -> str:
    if element.type in PEOPLE:
        return "step"
    if element.type == "endEvent":
        return "end"
    if element.type in ("intermediateCatchEvent", "receiveTask"):
        return "wait"
    return ""
