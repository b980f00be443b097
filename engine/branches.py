"""The branches of a joint matter (并联审批): which steps lead to and follow each department's own decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.definition import Part
from engine.bpmn.model import Process
from engine.steps import StepFacts

OPINION = "branch_opinion"
"""The document by which a step is known as a branch's own decision."""
_BLOCKS = frozenset({"inclusiveGateway", "parallelGateway"})


@dataclass(frozen=True)
class Branch:
    """One department's part in a joint case: the step that decides it, and the steps before and after that.

    ``before`` has the deciding step itself, last in the order of the process.
    """

    decision: StepFacts
    before: tuple[StepFacts, ...]
    after: tuple[StepFacts, ...]

    @property
    def steps(self) -> tuple[StepFacts, ...]:
        return (*self.before, *self.after)


def branches_of(main: Part, steps: Mapping[str, StepFacts]) -> tuple[Branch, ...]:
    """Return the branches of a process, in its order; none for a matter that one department decides alone."""
    process, found = main.process, []
    for element in process.elements:
        decision = steps.get(main.running(element))
        if decision is None or OPINION not in decision.documents:
            continue
        before = _reach(process, element, _before) | {element}
        after = _reach(process, element, _after) - before
        found.append(Branch(decision, _steps(main, before, steps), _steps(main, after, steps)))
    return tuple(found)


def _reach(process: Process, start: str, onward: Callable[[Process, str], Iterator[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for element in onward(process, waiting.pop()):
            if element not in seen:
                seen.add(element)
                waiting.append(element)
    return seen


def _before(process: Process, element: str) -> Iterator[str]:
    """Yield what leads to an element, back to the gateway where the branches part."""
    for flow in process.incoming(element):
        if not (process.elements[flow.source].type in _BLOCKS and len(process.outgoing(flow.source)) > 1):
            yield flow.source
    host = process.elements[element].attached_to
    if host:
        yield host


def _after(process: Process, element: str) -> Iterator[str]:
    """Yield what follows an element, up to the gateway where the branches meet."""
    for flow in process.outgoing(element):
        if not (process.elements[flow.target].type in _BLOCKS and len(process.incoming(flow.target)) > 1):
            yield flow.target


def _steps(main: Part, elements: set[str], steps: Mapping[str, StepFacts]) -> tuple[StepFacts, ...]:
    ordered = (main.running(one) for one in main.process.elements if one in elements)
    return tuple(steps[one] for one in ordered if one in steps and steps[one].post)
