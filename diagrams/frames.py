"""Expanded sub-processes: a frame as large as the layout inside it, and that layout moved to where the frame is."""

from __future__ import annotations

from dataclasses import replace

from diagrams.boxes import NAME, SMALL, Box, TextLine, block_size, set_lines
from diagrams.geometry import Point, Rect
from diagrams.model import Chart
from diagrams.overlay import Mark
from diagrams.placed import Layout, PlacedBox, PlacedLink

FRAME_PAD, FRAME_TITLE = 12.0, 24.0


def frame_box(inner: Layout, node: str, chart: Chart, mark: Mark | None) -> Box:
    title = set_lines(chart.by_id[node].name, NAME, 40, "name", bold=True)
    if mark and mark.status != "future":
        title += (TextLine(mark.words, SMALL, "mark", True),)
    width = max(inner.width, block_size(title)[0]) + 2 * FRAME_PAD
    foot = 12.0 if chart.by_id[node].repeat else 0.0
    return Box(
        chart.by_id[node],
        "frame",
        width,
        inner.height + FRAME_TITLE + FRAME_PAD + foot + 14 * max(0, len(title) - 1),
        title,
        head=FRAME_TITLE,
        foot=foot,
        mark=mark,
    )


def inside(frame: Rect) -> Point:
    return frame.x + FRAME_PAD, frame.y + FRAME_TITLE


def _moved(rect: Rect, x: float, y: float) -> Rect:
    return Rect(rect.x + x, rect.y + y, rect.width, rect.height)


def moved_boxes(inner: Layout, x: float, y: float) -> dict[str, PlacedBox]:
    return {
        node: replace(
            placed, rect=_moved(placed.rect, x, y), label=_moved(placed.label, x, y) if placed.label else None
        )
        for node, placed in inner.boxes.items()
    }


def moved_link(link: PlacedLink, x: float, y: float) -> PlacedLink:
    return replace(
        link,
        points=tuple((px + x, py + y) for px, py in link.points),
        label=_moved(link.label, x, y) if link.label else None,
    )
