"""The charts of published matters as the screens step through them, stage by stage."""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass
from typing import Any

from lxml import etree
from markupsafe import Markup

from diagrams import chart_for, draw
from diagrams.geometry import Rect
from diagrams.wrap import text_width, wrap
from engine.bundle import Bundle
from engine.errors import Unavailable
from webapp.drawn_charts import Kept
from webapp.hall.chart_pieces import Drawing, pieces_of
from webapp.hall.chart_views import View, views

log = logging.getLogger(__name__)
SVG = "http://www.w3.org/2000/svg"
PUBLIC_KIND = "matter"
KEPT = 128
NAME = 13.0
SMALLEST = 11.5
"""The smallest letters on a screen, in units of a chart; its style sheet lifts what is smaller to this size."""


@dataclass(frozen=True)
class Shape:
    """A way in which screens hang: the units of a chart that fit into one view, and the room for names of lanes."""

    orientation: str
    width: float
    height: float
    heads: float


# As many units as keep the smallest letters at 32 px where a screen has 1920x1080.
LANDSCAPE = Shape("LR", 656.0, 287.0, 100.0)
PORTRAIT = Shape("TB", 358.0, 556.0, 40.0)


@dataclass(frozen=True)
class ChartView:
    """One view, ready to be put into a page."""

    stage: str
    svg: Markup


def public_chart(bundle: Bundle, shape: Shape) -> str:
    """Return the public chart of a matter as SVG; raises engine.errors.Unavailable where Graphviz cannot draw."""
    return draw(chart_for(bundle.model, bundle.called, PUBLIC_KIND), orientation=shape.orientation)


def whole(bundle: Bundle, shape: Shape) -> Markup:
    """Return the public chart of a matter, ready to be put into a page."""
    return Markup(public_chart(bundle, shape))  # noqa: S704  # drawn here, names escaped by lxml


def cut(bundle: Bundle, shape: Shape) -> tuple[ChartView, ...]:
    """Draw a chart and cut it into views; raises engine.errors.Unavailable where nothing can draw it."""
    drawing = pieces_of(public_chart(bundle, shape))
    upright = shape.orientation == "TB"
    wide = shape.width - (0 if upright else shape.heads)
    high = shape.height - (shape.heads if upright else 0)
    return tuple(
        ChartView(view.stage, _picture(bundle, drawing, view, shape)) for view in views(drawing, wide, high, upright)
    )


def _picture(bundle: Bundle, drawing: Drawing, view: View, shape: Shape) -> Markup:
    """Return a view as SVG: what is seen of the chart, and beside it the names of the lanes that are seen."""
    upright = shape.orientation == "TB"
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    root.set("class", "chart chart-view")
    root.set("viewBox", f"0 0 {shape.width:g} {shape.height:g}")
    root.set("role", "img")
    _child(root, "title").text = bundle.facts.name.value
    told = [(one.element.get("data-number"), one.element.get("data-name") or "") for one in view.boxes]
    _child(root, "desc").text = "；".join(f"{number}. {name}" if number else name for number, name in told if name)
    left, over = (0.0, shape.heads) if upright else (shape.heads, 0.0)
    window = _child(root, "svg")
    for name, value in (("x", left), ("y", over), ("width", shape.width - left), ("height", shape.height - over)):
        window.set(name, f"{value:g}")
    seen = view.rect
    window.set("viewBox", f"{seen.x:.1f} {seen.y:.1f} {seen.width:.1f} {seen.height:.1f}")
    canvas = _child(window, "g")
    canvas.set("transform", f"translate(0 {drawing.shift:.2f})")
    own = {id(one.element) for one in view.boxes}
    for piece in drawing.pieces:
        whole = _holds(seen, piece.rect)
        # Half a word at the border reads like another word; half a box says that the chart goes on.
        if not _meet(piece.rect, seen) or (piece.kind == "flow-label" and not whole):
            continue
        shown = copy.deepcopy(piece.element)
        if piece.kind == "node" and id(piece.element) not in own:
            shown.set("class", f"{shown.get('class')} beside{'' if whole else ' cut'}")
        canvas.append(shown)
    _heads(root, drawing, view, shape)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704  # made here, names escaped by lxml


def _heads(root: Any, drawing: Drawing, view: View, shape: Shape) -> None:
    """Put the name of each lane that is seen beside what is seen of it."""
    upright, seen = shape.orientation == "TB", view.rect
    scale = (shape.width if upright else shape.width - shape.heads) / seen.width
    for lane in drawing.lanes:
        first, last = (lane.rect.x, lane.rect.right) if upright else (lane.rect.y, lane.rect.bottom)
        low, high = (seen.x, seen.right) if upright else (seen.y, seen.bottom)
        start, end = (max(first, low) - low) * scale, (min(last, high) - low) * scale
        if end <= start or not lane.name:
            continue
        place = Rect(start, 0, end - start, shape.heads) if upright else Rect(0, start, shape.heads, end - start)
        _head(root, lane.name, place)


def _head(root: Any, name: str, place: Rect) -> None:
    group = _child(root, "g")
    group.set("class", "lane")
    box = _child(group, "rect")
    for key, value in (("x", place.x), ("y", place.y), ("width", place.width), ("height", place.height)):
        box.set(key, f"{value:.1f}")
    box.set("class", "lane-head")
    lines = wrap(name, max(1.0, (place.width - 8) / NAME))
    if len(lines) * NAME * 1.3 > place.height or any(text_width(line) * NAME > place.width for line in lines):
        return
    for at, line in enumerate(lines):
        text = _child(group, "text")
        y = place.centre[1] + (at - (len(lines) - 1) / 2) * NAME * 1.3 + NAME * 0.36
        for key, value in (("x", f"{place.centre[0]:.1f}"), ("y", f"{y:.1f}"), ("font-size", f"{NAME:g}")):
            text.set(key, value)
        text.set("text-anchor", "middle")
        text.set("font-weight", "700")
        text.set("class", "lane-name")
        text.text = line


def _meet(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _holds(outer: Rect, inner: Rect) -> bool:
    across = outer.x <= inner.x and inner.right <= outer.right
    return across and outer.y <= inner.y and inner.bottom <= outer.bottom


def _child(parent: Any, tag: str) -> Any:
    return etree.SubElement(parent, f"{{{SVG}}}{tag}")


kept_views: Kept[tuple[ChartView, ...]] = Kept(KEPT)
kept_wholes: Kept[Markup] = Kept(KEPT)


def views_of_chart(bundle: Bundle, shape: Shape) -> tuple[ChartView, ...]:
    """Return the views of a matter's chart; none while nothing can draw it, for the other pages go on."""
    try:
        return kept_views.get((bundle.sha256, shape.orientation), lambda: cut(bundle, shape))
    except Unavailable as problem:
        log.warning("no chart of %s on the screens: %s", bundle.key, problem)
        return ()


def whole_chart(bundle: Bundle, shape: Shape) -> Markup:
    """Return the chart of a matter for a page; raises engine.errors.Unavailable where nothing can draw it."""
    return kept_wholes.get((bundle.sha256, shape.orientation), lambda: whole(bundle, shape))
