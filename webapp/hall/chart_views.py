"""Which parts of a chart are shown one after the other, each large enough to be read from afar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagrams.geometry import Rect
from webapp.hall.chart_pieces import Drawing, Piece, around

ROOM = 8.0
"""Free space around the boxes of a view, in units of the chart."""
LARGEST = 0.72
"""How much of its full extent a view may shrink to, so that few boxes are shown larger, but not huge."""


@dataclass(frozen=True)
class View:
    """A part of the chart: the boxes that it is about, of which stage, and what of the chart is seen."""

    stage: str
    boxes: tuple[Piece, ...]
    rect: Rect


def views(drawing: Drawing, width: float, height: float, upright: bool) -> tuple[View, ...]:
    """Cut a chart into parts at most ``width`` by ``height`` units, in the order in which one reads it.

    Every box of every stage is whole in one of them, save boxes that are larger themselves. ``upright`` charts run
    down the page, others to the right.
    """
    found: list[View] = []
    # A frame is seen around what is in it.
    boxes = [piece for piece in drawing.pieces if piece.kind == "node" and not piece.is_frame]
    for stage in [strip.name for strip in drawing.stages] or [""]:
        own = [box for box in boxes if box.stage == stage and box.rect.width + 2 * ROOM <= width * 1.5]
        for part in _cut(own, width, height, down=upright):
            for piece in _cut(part, width, height, down=not upright):
                found.append(View(stage, tuple(piece), _seen(drawing.body, piece, width, height)))
    return tuple(found)


def _cut(boxes: Sequence[Piece], width: float, height: float, *, down: bool) -> Iterator[list[Piece]]:
    """Yield runs of boxes that fit into one view along one axis, each box in one run."""
    most = height if down else width

    def start(box: Piece) -> float:
        return box.rect.y if down else box.rect.x

    def end(box: Piece) -> float:
        return box.rect.bottom if down else box.rect.right

    left = sorted(boxes, key=start)
    while left:
        limit = start(left[0]) - ROOM + most
        run = [box for box in left if end(box) + ROOM <= limit] or left[:1]
        left = [box for box in left if box not in run]
        yield run


def _seen(body: Rect, boxes: Sequence[Piece], width: float, height: float) -> Rect:
    """Return what is seen of the chart: the boxes in the middle, and no further than the chart goes."""
    core = around(box.rect for box in boxes)
    share = max((core.width + 2 * ROOM) / width, (core.height + 2 * ROOM) / height, LARGEST)
    share = min(share, 1.0)
    wide, high = width * share, height * share
    x = _within(core.centre[0] - wide / 2, wide, body.x, body.right)
    y = _within(core.centre[1] - high / 2, high, body.y, body.bottom)
    return Rect(x, y, wide, high)


def _within(at: float, length: float, first: float, last: float) -> float:
    if length >= last - first:
        return first + (last - first - length) / 2
    return min(max(at, first), last - length)
