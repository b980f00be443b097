"""Names on flows: each stands in the cell of the node where its flow runs alone, else where the flow is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from diagrams.boxes import LABEL, Measure, TextLine, block_size, set_lines
from diagrams.geometry import AFTER, BEFORE, MINUS, PLUS, Extent, Point, Rect, opposite
from diagrams.grid import Spot
from diagrams.traffic import Traffic, steps_of, unit
from diagrams.wrap import wrap

CLEAR, ARROW = 3.0, 11.0


@dataclass(frozen=True)
class Anchor:
    """Where a label stands: beside the stub at ``side`` of ``node``, ``lead`` from its border.

    ``node`` is None for a place yet to be sought. ``offset`` is a boundary event's, off its host's middle.
    """

    lines: tuple[TextLine, ...]
    node: str | None = None
    side: int = AFTER
    lead: float = CLEAR
    offset: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        return block_size(self.lines)


def anchor_of(
    name: str,
    path: Sequence[Spot],
    ends: tuple[str | None, str | None],
    traffic: Traffic,
    measure: Measure,
    offset: float,
) -> Anchor:
    """Choose the stub for a flow's name: the source's if no other flow shares it, else the target's.

    ``ends`` are the nodes whose cells may hold the label, None where one may not.
    """
    reading_down = not measure.upright
    directions = steps_of(path)
    for end, at, into in ((ends[0], 0, False), (ends[1], len(path) - 2, True)):
        side = opposite(directions[at]) if into else directions[at]
        if end is not None and len(traffic.units[unit(path[at], directions[at])]) == 1:
            lines = _set(name, measure.label_chars[0 if vertical(side, reading_down) else 1])
            return Anchor(lines, end, side, CLEAR + (ARROW if into else 0.0), 0.0 if into else offset)
    return Anchor(_set(name, measure.label_chars[0]))


def _set(name: str, chars: float) -> tuple[TextLine, ...]:
    """Wrap a flow's name; a long one gets longer lines rather than a tower of short ones."""
    while len(wrap(name, chars)) > 3 and chars < 12:
        chars += 1
    return set_lines(name, LABEL, chars, "label")


def vertical(side: int, upright: bool) -> bool:
    """Tell whether a stub at this side runs up or down the page."""
    return (side in (AFTER, BEFORE)) == upright


def reserve(anchor: Anchor, half: tuple[float, float], extent: Extent, upright: bool) -> None:
    """Widen a node's cell for a label; ``half`` is the node's half size along and across."""
    width, height = anchor.size
    border = half[0] if anchor.side in (AFTER, BEFORE) else half[1]
    lead = border + anchor.lead
    if vertical(anchor.side, upright):
        extent.grow(anchor.side, lead + height + 2)
        extent.grow(PLUS if upright else AFTER, anchor.offset + CLEAR + 1 + width + 2)
    else:
        extent.grow(anchor.side, lead + width + 4)
        extent.grow(BEFORE if upright else MINUS, height + CLEAR + 2)


def spaced(
    anchors: Mapping[int, Anchor], halves: Mapping[str, tuple[float, float]], upright: bool
) -> dict[int, Anchor]:
    """Move labels over a node out of the way of a high label on the line to its right."""
    above, right = (BEFORE, PLUS) if upright else (MINUS, AFTER)
    tall: dict[str, float] = {}
    for anchor in anchors.values():
        if anchor.node is not None and anchor.side == right:
            tall[anchor.node] = max(tall.get(anchor.node, 0.0), anchor.size[1] + 2 * CLEAR)
    moved = dict(anchors)
    for at, anchor in anchors.items():
        if anchor.node in tall and anchor.side == above:
            over = tall[anchor.node] - halves[anchor.node][0 if upright else 1]
            moved[at] = replace(anchor, lead=max(anchor.lead, over))
    return moved


def label_rect(anchor: Anchor, centre: Point, half: tuple[float, float], upright: bool) -> Rect:
    """Return where the label stands on the page; ``centre`` is the node's, in page coordinates."""
    width, height = anchor.size
    border = half[0] if anchor.side in (AFTER, BEFORE) else half[1]
    lead = border + anchor.lead
    ahead = anchor.side in (AFTER, PLUS)
    x, y = centre
    if vertical(anchor.side, upright):
        x += 0 if upright else anchor.offset
        return Rect(x + CLEAR + 1, y + lead if ahead else y - lead - height, width, height)
    y += anchor.offset if upright else 0
    return Rect(x + lead if ahead else x - lead - width, y - CLEAR - height + 1, width, height)


def seek(
    lines: tuple[TextLine, ...],
    points: Sequence[Point],
    boxes: Iterable[Rect],
    drawn: Sequence[Rect],
    labels: Iterable[Rect],
    page: Rect,
) -> Rect:
    """Find room for a label beside its own line: the place with the least overlap, longest stretches first.

    ``drawn`` are the stretches of all lines (``thin``).
    """
    width, height = block_size(lines)
    blocks = [*boxes, *labels]
    best: tuple[float, int, Rect] | None = None
    tried = 0
    stretches = sorted(pairwise(points), key=lambda s: -_length(s))
    for one, two in stretches:
        for share in (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6):
            x, y = one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
            if one[0] == two[0]:
                places = [
                    Rect(x + 4, y - height / 2, width, height),
                    Rect(x - 4 - width, y - height / 2, width, height),
                ]
            else:
                places = [Rect(x - width / 2, y - 2 - height, width, height), Rect(x - width / 2, y + 3, width, height)]
            for place in places:
                tried += 1
                cost = 10.0 * sum(place.meets(block) for block in blocks)
                cost += 20.0 * (place.x < page.x or place.y < page.y or place.right > page.right)
                cost += 20.0 * (place.bottom > page.bottom)
                cost += 3.0 * sum(place.meets(stretch) for stretch in drawn)
                if best is None or cost < best[0]:
                    best = (cost, tried, place)
                if cost == 0:
                    return place
    assert best is not None
    return best[2]


def _length(stretch: tuple[Point, Point]) -> float:
    return abs(stretch[0][0] - stretch[1][0]) + abs(stretch[0][1] - stretch[1][1])


def thin(segment: tuple[Point, Point]) -> Rect:
    """Return the room that a stretch of a line takes."""
    (x1, y1), (x2, y2) = segment
    return Rect(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2)).grown(0.75)
