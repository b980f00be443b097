"""How many working days a flow takes at most, if every step takes its whole limit.

Steps in series add up, of parallel or alternative branches the longest counts, a rework loop counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.bpmn.model import Element, Model, Process


@dataclass(frozen=True)
class Path:
    """The longest way through a process: its days and the elements that have some."""

    days: int = 0
    elements: tuple[str, ...] = ()

    def then(self, other: Path) -> Path:
        return Path(self.days + other.days, self.elements + other.elements)


def longest_path(model: Model, called: Mapping[str, Model], stages: frozenset[str], *, waits: bool = False) -> Path:
    """Return the longest way through ``model``.

    :param stages: the stages whose ``limitWorkdays`` count; acceptance comes before a clock that starts with
        it, and delivery has a clock of its own (行政许可法 第四十四条).
    :param waits: count intermediate timers of whole days too, each calendar day as if it were a working day.
    """

    def own(element: Element) -> Path:
        limit = element.properties.get("limitWorkdays", "")
        if element.properties.get("stage") in stages and limit.isascii() and limit.isdigit():
            return Path(int(limit), (element.id,) if int(limit) else ())
        if waits and element.type == "intermediateCatchEvent" and element.event and element.event.timer:
            days = re.fullmatch(r"['\"]?P(\d+)D['\"]?", element.event.timer[1])
            return Path(int(days[1]), (element.id,)) if days else Path()
        if element.called and element.called in called:
            return longest_path(called[element.called], called, stages, waits=waits)
        return Path()

    return _through(model.main, None, own)


def _through(process: Process, scope: str | None, own: Callable[[Element], Path]) -> Path:
    known: dict[str, Path] = {}
    under_way: set[str] = set()

    def onwards(element: Element) -> Path:
        if element.id in under_way:
            return Path()  # a way back: the loop has been counted once
        if element.id not in known:
            under_way.add(element.id)
            here = own(element).then(_through(process, element.id, own))
            after = [process.elements[flow.target] for flow in process.outgoing(element.id)]
            after += process.boundary(element.id)
            best = max((onwards(each) for each in after), key=lambda path: path.days, default=Path())
            under_way.discard(element.id)
            known[element.id] = here.then(best)
        return known[element.id]

    inside = process.inside(scope)
    targets = {flow.target for flow in process.flows.values()}
    starts = [each for each in inside if each.id not in targets and each.attached_to is None]
    return max((onwards(each) for each in starts), key=lambda path: path.days, default=Path())
