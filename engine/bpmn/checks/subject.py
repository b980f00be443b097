"""What is checked: one process with everything that is known around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from engine.bpmn.exploration.explore import Exploration, explore
from engine.bpmn.exploration.graph import Graph, build
from engine.bpmn.model import Element, Model, Process

CALLER = "caller"
Forms = Mapping[str, AbstractSet[str]]


@dataclass(frozen=True)
class Subject:
    """A process to check; ``functions``, ``forms`` and ``facts`` are None where nothing is known about them."""

    model: Model
    process: Process
    called: Mapping[str, Model]
    functions: AbstractSet[str] | None
    forms: Forms | None
    facts: AbstractSet[str] | None
    lenient: bool
    main: Process
    find: Callable[[str], Process | None]

    @property
    def runs(self) -> bool:
        """Whether this is the process that starts, not one that it calls."""
        return self.process is self.main

    @property
    def is_matter(self) -> bool:
        """Whether this is the whole flow of a matter, not a part that takes over the department of its caller."""
        return self.runs and all(lane.department != CALLER for lane in self.process.lanes)

    @cached_property
    def graph(self) -> Graph:
        """The process as a graph, called processes inlined."""
        return build(self.process, self.find)

    @cached_property
    def exploration(self) -> Exploration:
        """What can go wrong with the tokens."""
        return explore(self.graph)

    @cached_property
    def known(self) -> Mapping[str, Element]:
        """Every element whose answer an expression may name: those of the main process and all it calls."""
        found: dict[str, Element] = {}
        for process in reached(self.main, self.find):
            found.update(process.elements)
        return {**found, **self.process.elements}

    def elements(self, *types: str) -> Iterator[Element]:
        """Yield the elements of the process, of these types only if any are given, in document order."""
        for element in self.process.elements.values():
            if not types or element.type in types:
                yield element


def finder(main: Model, called: Mapping[str, Model]) -> Callable[[str], Process | None]:
    """Return how a call finds its process: in the main file, then among the called models."""

    def find(process_id: str) -> Process | None:
        found = main.process(process_id)
        if found is None and process_id in called:
            model = called[process_id]
            found = model.process(process_id) or model.main
        return found

    return find


def reached(process: Process, find: Callable[[str], Process | None]) -> list[Process]:
    """Return the process and all that it calls, directly or not."""
    found = [process]
    for caller in found:
        for element in caller.elements.values():
            callee = find(element.called) if element.called else None
            if callee is not None and all(callee is not other for other in found):
                found.append(callee)
    return found


def label(element: Element) -> str:
    """Return how a message calls an element."""
    return element.name or element.id
