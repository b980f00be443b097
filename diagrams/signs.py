"""The small signs of BPMN as strokes in a unit square: x and y from -1 to 1, ``y`` down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

from diagrams.geometry import Point, Rect
from diagrams.scene import Part, Shape, Stroke


@dataclass(frozen=True)
class Sign:
    """Polylines and circles (x, y, radius); ``filled`` fills the circles."""

    lines: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    filled: bool = False


def _ring(count: int, radius: float = 0.9) -> tuple[Point, ...]:
    turn = [2 * pi * at / count - pi / 2 for at in range(count)]
    corners = tuple((radius * cos(angle), radius * sin(angle)) for angle in turn)
    return (*corners, corners[0])


ENVELOPE = ((-0.9, -0.6), (0.9, -0.6), (0.9, 0.6), (-0.9, 0.6), (-0.9, -0.6))
SIGNS: Mapping[str, Sign] = {
    "message": Sign((ENVELOPE, ((-0.9, -0.6), (0.0, 0.15), (0.9, -0.6)))),
    "timer": Sign((((0.0, -0.6), (0.0, 0.0), (0.45, 0.25)),), ((0.0, 0.0, 0.95),)),
    "signal": Sign((_ring(3),)),
    "error": Sign((((-0.8, 0.8), (-0.3, -0.5), (0.25, 0.3), (0.8, -0.8)),)),
    "escalation": Sign((((0.0, -0.9), (0.65, 0.8), (0.0, 0.2), (-0.65, 0.8), (0.0, -0.9)),)),
    "terminate": Sign((), ((0.0, 0.0, 0.8),), True),
    "link": Sign((((-0.9, 0.0), (0.8, 0.0)), ((0.2, -0.6), (0.9, 0.0), (0.2, 0.6)))),
    "conditional": Sign(
        (
            ((-0.65, -0.9), (0.65, -0.9), (0.65, 0.9), (-0.65, 0.9), (-0.65, -0.9)),
            ((-0.35, -0.4), (0.35, -0.4)),
            ((-0.35, 0.0), (0.35, 0.0)),
            ((-0.35, 0.4), (0.35, 0.4)),
        )
    ),
    "compensation": Sign(
        (((0.0, -0.6), (-0.9, 0.0), (0.0, 0.6), (0.0, -0.6)), ((0.9, -0.6), (0.0, 0.0), (0.9, 0.6), (0.9, -0.6)))
    ),
    "cancel": Sign((((-0.65, -0.65), (0.65, 0.65)), ((-0.65, 0.65), (0.65, -0.65)))),
    "multiple": Sign((_ring(5),)),
    "none": Sign((), ((0.0, 0.0, 0.45),)),
    "exclusive": Sign((((-0.6, -0.6), (0.6, 0.6)), ((-0.6, 0.6), (0.6, -0.6)))),
    "parallel": Sign((((-0.85, 0.0), (0.85, 0.0)), ((0.0, -0.85), (0.0, 0.85)))),
    "inclusive": Sign((), ((0.0, 0.0, 0.75),)),
    "choice": Sign((_ring(5, 0.6),), ((0.0, 0.0, 0.95),)),
    "complex": Sign(
        (
            ((-0.85, 0.0), (0.85, 0.0)),
            ((0.0, -0.85), (0.0, 0.85)),
            ((-0.6, -0.6), (0.6, 0.6)),
            ((-0.6, 0.6), (0.6, -0.6)),
        )
    ),
    "repeat-parallel": Sign(tuple(((x, -0.8), (x, 0.8)) for x in (-0.6, 0.0, 0.6))),
    "repeat-sequential": Sign(tuple(((-0.8, y), (0.8, y)) for y in (-0.6, 0.0, 0.6))),
    "repeat-loop": Sign(
        (
            tuple((0.75 * cos(a * pi / 8), 0.75 * sin(a * pi / 8)) for a in range(-3, 10)),
            ((0.25, -0.75), (0.72, -0.68), (0.8, -0.1)),
        )
    ),
    "call": Sign(
        (
            ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85), (-0.85, -0.85)),
            ((-0.5, 0.0), (0.5, 0.0)),
            ((0.0, -0.5), (0.0, 0.5)),
        )
    ),
    "done": Sign((((-0.8, 0.05), (-0.25, 0.65), (0.85, -0.65)),)),
    "current": Sign((), ((0.0, 0.0, 0.75),), True),
    "overdue": Sign((((0.0, -0.9), (0.0, 0.3)), ((0.0, 0.7), (0.0, 0.9)))),
    "skipped": Sign((((-0.7, 0.0), (0.7, 0.0)),)),
}
SIGNS = {**SIGNS, "send": SIGNS["message"], "receive": SIGNS["message"]}


def sign_parts(
    name: str, centre: Point, radius: float, colour: str, width: float = 1.2, css: str = "sign"
) -> tuple[Part, ...]:
    """Draw a sign; a name that is not known draws nothing."""
    sign = SIGNS.get(name)
    if sign is None:
        return ()
    x, y = centre
    circles = [
        Shape(
            "ellipse",
            Rect(x + (cx - r) * radius, y + (cy - r) * radius, 2 * r * radius, 2 * r * radius),
            colour if sign.filled else "",
            colour,
            width,
            css=f"{css}-filled" if sign.filled else css,
        )
        for cx, cy, r in sign.circles
    ]
    lines = [
        Stroke(tuple((x + px * radius, y + py * radius) for px, py in line), colour, width, css=css)
        for line in sign.lines
    ]
    return (*circles, *lines)
