"""The parts of a drawn chart with the room each takes, read back from its SVG."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from diagrams.geometry import Rect
from diagrams.wrap import text_width

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SHIFT = re.compile(r"translate\(\s*(\S+)[ ,]+(\S+)\s*\)")
SHOWN = ("lane", "band", "flow", "node", "pool", "flow-label")


@dataclass(frozen=True)
class Piece:
    """A group of the drawing: ``kind`` is one of ``SHOWN``, ``stage`` that of a node."""

    element: Any
    kind: str
    rect: Rect
    stage: str

    @property
    def is_frame(self) -> bool:
        """Tell whether it is an expanded sub-process, whose steps are pieces of their own."""
        return "kind-frame" in (self.element.get("class") or "").split(" ")


@dataclass(frozen=True)
class Strip:
    """A lane or a stage of the chart: its name, and its body without its head."""

    name: str
    rect: Rect


@dataclass(frozen=True)
class Drawing:
    """A chart in pieces, from the back to the front; ``shift`` moves what is drawn to where the rectangles are."""

    pieces: tuple[Piece, ...]
    lanes: tuple[Strip, ...]
    stages: tuple[Strip, ...]
    shift: float

    @property
    def body(self) -> Rect:
        """The chart without heads, titles and legend."""
        return around(lane.rect for lane in self.lanes)


def pieces_of(svg: str) -> Drawing:
    """Take a chart apart that ``diagrams.draw`` has drawn."""
    canvas = next(one for one in etree.fromstring(svg) if _local(one) == "g")
    moved = _SHIFT.match(canvas.get("transform", ""))
    shift = float(moved[2]) if moved else 0.0
    pieces, lanes, stages = [], [], []
    for group in canvas:
        kind = (group.get("class") or "").split(" ")[0]
        if _local(group) != "g" or kind not in SHOWN:
            continue
        rect = around(_rects(group, shift))
        if kind == "lane":
            ground = around(_rects([one for one in group if one.get("class") == "lane-ground"], shift))
            lanes.append(Strip(group.get("data-lane") or "", ground))
        if kind == "band":
            x, y, width, height = map(float, (group.get("data-view") or "0 0 0 0").split())
            stages.append(Strip(group.get("data-stage") or "", Rect(x, y, width, height)))
        pieces.append(Piece(group, kind, rect, group.get("data-stage") or ""))
    return Drawing(tuple(pieces), tuple(lanes), tuple(stages), shift)


def around(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around all of ``rects``, an empty one around none."""
    every = list(rects)
    if not every:
        return Rect(0, 0, 0, 0)
    left, top = min(one.x for one in every), min(one.y for one in every)
    return Rect(left, top, max(one.right for one in every) - left, max(one.bottom for one in every) - top)


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _rects(group: Any, shift: float) -> Iterator[Rect]:
    """Yield the room of each shape of a group; curves count with their control points."""
    for one in group:
        kind = _local(one)
        if kind in ("path", "polygon", "polyline"):
            numbers = [float(found) for found in _NUMBER.findall(one.get("d") or one.get("points") or "")]
            if len(numbers) > 1:
                xs, ys = numbers[::2], numbers[1::2]
                yield Rect(min(xs), min(ys) + shift, max(xs) - min(xs), max(ys) - min(ys))
        elif kind == "ellipse":
            x, y, wide, high = (float(one.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
            yield Rect(x - wide, y - high + shift, 2 * wide, 2 * high)
        elif kind == "text":
            size = float(one.get("font-size", "0"))
            wide = text_width("".join(one.itertext())) * size
            yield Rect(float(one.get("x", "0")) - wide / 2, float(one.get("y", "0")) - size + shift, wide, size * 1.25)
