"""What a layout is made of: boxes, links and strips with their places on the page, in points, ``y`` down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diagrams.boxes import Box, TextLine
from diagrams.geometry import Point, Rect
from diagrams.model import Chart, Link


@dataclass(frozen=True)
class PlacedBox:
    """A box on the page; ``name`` is where a label outside it stands."""

    box: Box
    rect: Rect
    label: Rect | None = None


@dataclass(frozen=True)
class PlacedLink:
    """A link's corners from its source's border to its target's, and its label."""

    link: Link
    points: tuple[Point, ...]
    lines: tuple[TextLine, ...] = ()
    label: Rect | None = None


@dataclass(frozen=True)
class Layout:
    """A chart laid out; the body spans from (0, 0) to ``width`` and ``height``, without titles and headers.

    ``boxes`` and ``links`` hold those inside frames too. ``lanes`` and ``bands`` are strips of the body in order,
    ``bands`` empty without stages.
    """

    chart: Chart
    orientation: str
    width: float
    height: float
    boxes: Mapping[str, PlacedBox]
    links: tuple[PlacedLink, ...]
    lanes: tuple[Rect, ...]
    bands: tuple[Rect, ...]
    pools: Mapping[str, Rect]
