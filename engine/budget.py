"""How many working days a flow takes at most, if every step takes its whole limit.

Steps in series add up, of parallel or alternative branches the longest counts, a rework loop counts once:
what leads to an earlier stage leads back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.bpmn.model import Element, Model, Process

AFTER_ACCEPTANCE = frozenset(("review", "approval", "completion"))
_STAGES = {stage: at for at, stage in enumerate(("acceptance", "review", "approval", "completion", "delivery"))}


def counted_stages(clock_origin: str) -> frozenset[str]:
    """Return the stages whose limits the promise of a matter has to hold.

    Acceptance comes before a clock that starts with it (``clock_origin`` is receipt where the clock starts earlier),
    and delivery has a clock of its own (行政许可法 第四十四条).
    """
    return AFTER_ACCEPTANCE | {"acceptance"} if clock_origin == "receipt" else AFTER_ACCEPTANCE


@dataclass(frozen=True)
class Path:
    """The longest way through a process: its days and what lies on it.

    ``elements`` are those that take days, inside called parts too. ``way`` has every element in order, a call as one,
    and ``timed`` those of them that take days.
    """

    days: int = 0
    elements: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    timed: tuple[str, ...] = ()

    def then(self, other: Path) -> Path:
        return Path(
            self.days + other.days,
            self.elements + other.elements,
            self.way + other.way,
            self.timed + other.timed,
        )


def longest_path(model: Model, called: Mapping[str, Model], stages: frozenset[str], *, waits: bool = False) -> Path:
    """Return the longest way through ``model``.

    :param stages: the stages whose ``limitWorkdays`` count (``counted_stages``).
    :param waits: count intermediate timers of whole days too, each calendar day as if it were a working day.
    """

    def own(element: Element) -> Path:
        limit = element.properties.get("limitWorkdays", "")
        here = (element.id,)
        if element.properties.get("stage") in stages and limit.isascii() and limit.isdigit():
            days = int(limit)
            return Path(days, here, here, here) if days else Path(way=here)
        if waits and element.type == "intermediateCatchEvent" and element.event and element.event.timer:
            found = re.fullmatch(r"['\"]?P(\d+)D['\"]?", element.event.timer[1])
            return Path(int(found[1]), here, here, here) if found else Path(way=here)
        if element.called and element.called in called:
            inside = longest_path(called[element.called], called, stages, waits=waits)
            return Path(inside.days, inside.elements, here, here if inside.days else ())
        return Path(way=here)

    return _through(model.main, None, own)


def _through(process: Process, scope: str | None, own: Callable[[Element], Path]) -> Path:
    known: dict[tuple[str, int], Path] = {}
    under_way: set[str] = set()

    def onwards(element: Element, stage: int) -> Path:
        """Return the longest way from an element on, reached in a stage (by its place in the law)."""
        own_stage = _STAGES.get(element.properties.get("stage", ""), stage)
        if element.id in under_way or own_stage < stage:
            return Path()  # a way back: the loop has been counted once
        key = (element.id, own_stage)
        if key not in known:
            under_way.add(element.id)
            here = own(element).then(_through(process, element.id, own))
            after = [process.elements[flow.target] for flow in process.outgoing(element.id)]
            after += process.boundary(element.id)
            ways = (onwards(each, own_stage) for each in after)
            best = max(ways, key=lambda path: path.days, default=Path())
            under_way.discard(element.id)
            known[key] = here.then(best)
        return known[key]

    inside = process.inside(scope)
    targets = {flow.target for flow in process.flows.values()}
    starts = [each for each in inside if each.id not in targets and each.attached_to is None]
    return max((onwards(each, 0) for each in starts), key=lambda path: path.days, default=Path())
