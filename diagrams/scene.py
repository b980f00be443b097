"""A drawing as plain shapes, strokes and texts in groups: what DOT is written from and SVG is grouped by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagrams.geometry import Point, Rect


@dataclass(frozen=True)
class Shape:
    """An outline: ``form`` is rect, rounded, ellipse, diamond or note. Colours are ``#rrggbb``, "" draws none."""

    form: str
    rect: Rect
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: bool = False
    css: str = "outline"


@dataclass(frozen=True)
class Stroke:
    """A line through ``points``, corners rounded by ``radius``; ``arrow`` is "", normal or empty (at the end)."""

    points: tuple[Point, ...]
    stroke: str
    width: float = 1.2
    dash: str = ""
    arrow: str = ""
    radius: float = 0.0
    css: str = "line"


@dataclass(frozen=True)
class Words:
    """One line of text, centred on a point."""

    at: Point
    text: str
    size: float
    fill: str
    bold: bool = False
    css: str = "name"


Part = Shape | Stroke | Words


@dataclass(frozen=True)
class Group:
    """Parts that are one thing: ``css`` its classes, ``data`` its data- attributes, ``title`` what a reader is told."""

    parts: tuple[Part, ...]
    css: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Scene:
    """A page: groups from the back to the front, in points with ``y`` down; ``data`` are the picture's attributes."""

    width: float
    height: float
    groups: tuple[Group, ...]
    title: str
    description: str
    data: Mapping[str, str] = field(default_factory=dict)
