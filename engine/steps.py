"""What the process says of each of its steps, read once per bundle from the properties of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.bpmn.definition import Part
from engine.bpmn.model import Element, Lane, Process

CALLER = "caller"
"""In a shared part: the department and level of the lane that calls it."""
TOWN = "town"
"""The town of the case."""
VILLAGE = "village"
"""The village of the case; its town where the village is no department."""
SELECTORS = frozenset({CALLER, TOWN, VILLAGE})
"""The words that stand for a department where a lane or step names one."""


@dataclass(frozen=True)
class StepFacts:
    """The properties of one task (design vocabulary), with those of its lane.

    ``department`` is a code, or ``town`` or ``village`` where each case has its own.
    """

    element: str
    name: str
    stage: str = ""
    post: str = ""
    department: str = ""
    level: str = ""
    limit_workdays: int | None = None
    work: str = ""
    form: str | None = None
    separate_from: tuple[str, ...] = ()
    document: str | None = None
    approval: str = "single"
    item: str | None = None
    """What an instance of a multi-instance task is for: ``person`` or ``department``."""
    is_multiple: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The kinds of document that the step is there to write."""
        return tuple((self.document or "").replace(",", " ").split())

    def place(self, case: Mapping[str, object]) -> tuple[str, str]:
        """Return department and level of the step in ``case`` (its row); an unknown town is an empty code."""
        if self.department not in (TOWN, VILLAGE):
            return self.department, self.level
        if self.department == VILLAGE and case["village"]:
            return str(case["village"]), VILLAGE
        return str(case["town"] or ""), TOWN


def steps_of(parts: Sequence[Part]) -> dict[str, StepFacts]:
    """Return the facts of every element by its id in a running case, called parts where they are called."""
    return {facts.element: facts for facts in _walk(parts[0], parts, set())}


def _walk(part: Part, parts: Sequence[Part], seen: set[str]) -> Iterator[StepFacts]:
    seen.add(part.process.id)
    for element in part.process.elements.values():
        yield _facts(part, element, parts)
        callee = called_by(element, parts)
        if callee is not None and callee.process.id not in seen:
            yield from _walk(callee, parts, seen)


def called_by(element: Element, parts: Sequence[Part]) -> Part | None:
    """Return the part that a call activity calls, None for any other element."""
    return next((part for part in parts if element.called == part.process.id), None)


def callers_of(part: Part, parts: Sequence[Part]) -> tuple[tuple[Part, Element], ...]:
    """Return the call activities that call ``part``, each with the part it stands in."""
    return tuple(
        (other, element)
        for other in parts
        for element in other.process.elements.values()
        if element.called == part.process.id
    )


def _facts(part: Part, element: Element, parts: Sequence[Part]) -> StepFacts:
    said = element.properties
    limit = said.get("limitWorkdays", "")
    department, level = _place(part, element, parts, frozenset())
    apart = said.get("separateFrom", "").replace(",", " ").split()
    return StepFacts(
        element=part.running(element.id),
        name=element.name or element.id,
        stage=said.get("stage", ""),
        post=said.get("post", ""),
        department=department,
        level=level,
        limit_workdays=int(limit) if limit.isascii() and limit.isdigit() else None,
        work=said.get("work", ""),
        form=said.get("form") or None,
        separate_from=tuple(part.running(one) for one in apart),
        document=said.get("document") or None,
        approval=said.get("approval", "single"),
        item=element.multi_instance.item if element.multi_instance else None,
        is_multiple=element.multi_instance is not None,
    )


def _place(part: Part, element: Element, parts: Sequence[Part], on_the_way: frozenset[str]) -> tuple[str, str]:
    """Return department and level of an element; those of a caller's lane where its own says so."""
    lanes = tuple(lanes_around(part.process, element))
    department = element.properties.get("department") or _first(lane.department for lane in lanes)
    level = _first(lane.level for lane in lanes)
    if department != CALLER or part.process.id in on_the_way:
        return department, level
    places = {_place(*caller, parts, on_the_way | {part.process.id}) for caller in callers_of(part, parts)}
    return min(places, default=(department, level))


def lanes_around(process: Process, element: Element) -> Iterator[Lane]:
    """Yield the lane that an element lies in and the lanes around that, innermost first."""
    lane = process.lane(element.lane)
    while lane is not None:
        yield lane
        lane = process.lane(lane.parent)


def _first(values: Iterator[str | None]) -> str:
    return next((value for value in values if value), "")
