"""A scene to DOT: every part at its place, so that Graphviz (``neato -n2``) draws and decides nothing.

Texts are escaped twice over: for DOT strings and for Graphviz's own escapes and entities (graphviz.org/docs/attr-types
/escString). No element id reaches DOT; parts are numbered.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from diagrams.geometry import Point
from diagrams.scene import Scene, Shape, Stroke, Words
from diagrams.theme import FONT, PAPER

ARROW = 7.5
FORMS = {"rect": "box", "rounded": "box", "ellipse": "ellipse", "diamond": "diamond", "note": "note"}
HEAD = {"normal": "normal", "empty": "empty", "": "none"}


def dot_of(scene: Scene) -> str:
    """Return the DOT text of a scene; part ``k``, counted over all groups, has the id ``p<k>``."""
    height = scene.height
    lines = [
        "digraph chart {",
        f'graph [bgcolor="{PAPER}", pad=0, margin=0, splines=true, charset="UTF-8"];',
        f'node [fixedsize=true, margin=0, label="", fontname="{FONT}"];',
        f'edge [dir=forward, arrowsize=0.75, fontname="{FONT}"];',
        # A page-sized ground gives Graphviz the bounding box.
        f'page [id="page", shape=box, style=filled, fillcolor="{PAPER}", penwidth=0, '
        f'width={scene.width / 72:.4f}, height={height / 72:.4f}, pos="{scene.width / 2:.2f},{height / 2:.2f}"];',
    ]
    parts = [part for group in scene.groups for part in group.parts]
    for at, part in enumerate(parts):
        if isinstance(part, Shape):
            lines.append(_shape(at, part, height))
        elif isinstance(part, Words):
            lines.append(_words(at, part, height))
        else:
            lines.append(_stroke(at, part, height))
    lines.append("}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a DOT string that shows exactly ``text``: no escapes, entities or markup of it take effect."""
    safe = "".join(char if _printable(char) else " " for char in text)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _printable(char: str) -> bool:
    """Tell whether XML 1.0 allows a character; control characters and lone surrogates are not text."""
    code = ord(char)
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _place(point: Point, height: float) -> str:
    return f"{point[0]:.2f},{height - point[1]:.2f}"


def _shape(at: int, shape: Shape, height: float) -> str:
    styles = [style for style, on in (("rounded", shape.form == "rounded"), ("dashed", shape.dash)) if on]
    if shape.fill:
        styles.append("filled")
    given = [
        f'id="p{at}"',
        f"shape={FORMS[shape.form]}",
        f'style="{",".join(styles)}"',
        f'fillcolor="{shape.fill or "transparent"}"',
        f'color="{shape.stroke or "transparent"}"',
        f"penwidth={shape.width if shape.stroke else 0:g}",
        f"width={shape.rect.width / 72:.4f}",
        f"height={shape.rect.height / 72:.4f}",
        f'pos="{_place(shape.rect.centre, height)}"',
    ]
    return f"p{at} [{', '.join(given)}];"


def _words(at: int, words: Words, height: float) -> str:
    font = f"{FONT} Bold" if words.bold else FONT
    return (
        f'p{at} [id="p{at}", shape=plaintext, label={quoted(words.text)}, fontsize={words.size:g}, '
        f'fontname="{font}", fontcolor="{words.fill}", width=0.01, height=0.01, pos="{_place(words.at, height)}"];'
    )


def _stroke(at: int, stroke: Stroke, height: float) -> str:
    style = stroke.dash or "solid"
    points = [(x, height - y) for x, y in stroke.points]
    end = ""
    if stroke.arrow:
        end = f"e,{points[-1][0]:.2f},{points[-1][1]:.2f} "
        points[-1] = _short(points[-2], points[-1], ARROW)
    curve = " ".join(f"{x:.2f},{y:.2f}" for x, y in bezier(points, stroke.radius))
    return (
        f'a{at} [shape=point, style=invis, width=0.01, height=0.01, pos="{_place(stroke.points[0], height)}"]; '
        f'b{at} [shape=point, style=invis, width=0.01, height=0.01, pos="{_place(stroke.points[-1], height)}"]; '
        f'a{at} -> b{at} [id="p{at}", color="{stroke.stroke}", penwidth={stroke.width:g}, style={style}, '
        f'arrowhead={HEAD[stroke.arrow]}, pos="{end}{curve}"];'
    )


def _short(one: Point, two: Point, by: float) -> Point:
    """Return the point ``by`` before the end of a segment, for the arrowhead."""
    length = ((two[0] - one[0]) ** 2 + (two[1] - one[1]) ** 2) ** 0.5
    share = max(0.0, (length - by) / length) if length else 0.0
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def bezier(points: Sequence[Point], radius: float) -> list[Point]:
    """Return the control points of cubic pieces along a polyline, its corners rounded by ``radius``."""
    curve: list[Point] = [points[0]]
    for at, (one, two) in enumerate(pairwise(points)):
        start = _toward(one, two, radius) if at and radius else one
        end = _toward(two, one, radius) if at + 2 < len(points) and radius else two
        if at and radius:
            # The quarter turn: control points about 0.55 of the way to the corner.
            before = curve[-1]
            curve += [_between(before, one, 0.55), _between(start, one, 0.55), start]
        curve += [_between(start, end, 1 / 3), _between(start, end, 2 / 3), end]
    return curve


def _toward(one: Point, two: Point, by: float) -> Point:
    length = ((two[0] - one[0]) ** 2 + (two[1] - one[1]) ** 2) ** 0.5
    return _between(one, two, min(by / length, 0.5) if length else 0.0)


def _between(one: Point, two: Point, share: float) -> Point:
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
