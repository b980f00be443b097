"""The library's door: a parsed process in, an SVG, PNG or PDF out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diagrams.chart import chart_of
from diagrams.dot import dot_of
from diagrams.graphviz_call import run_graphviz
from diagrams.heading import Heading
from diagrams.layout import lay_out
from diagrams.model import Chart
from diagrams.overlay import Mark
from diagrams.page import compose
from diagrams.scene import Scene
from diagrams.svg import svg_of
from diagrams.vocabulary import KINDS as TITLES
from diagrams.without_dot import NoDot, pdf_from_svg
from engine.bpmn.model import Model, Process
from engine.errors import Unavailable
from engine.text import zh

ORIENTATIONS = ("TB", "LR")
FORMATS = ("svg", "png", "pdf")
DOTS_PER_INCH = 144
MOST_NODES = 400


def draw(
    source: Process | Model | Chart,
    *,
    heading: Heading | None = None,
    orientation: str = "TB",
    overlay: Mapping[str, Mark] | None = None,
) -> str:
    """Draw a process, or one kind of chart of it (``diagrams.chart_for``), as SVG text.

    ``orientation`` is TB (portrait, departments as columns) or LR (landscape, departments as rows). ``overlay`` maps
    element ids, and flow ids where it is known which way was taken, to marks. A ``Model`` also shows the file's other
    pools, message flows and annotations. Raises ``engine.errors.Unavailable`` where Graphviz cannot draw.
    """
    scene = scene_of(source, heading, orientation, overlay)
    return svg_of(scene, run_graphviz(dot_of(scene), "svg"))


def render(
    source: Process | Model | Chart,
    *,
    format: str = "svg",
    heading: Heading | None = None,
    orientation: str = "TB",
    overlay: Mapping[str, Mark] | None = None,
) -> bytes:
    """Draw a process as a file: ``format`` is svg, png (144 dots an inch) or pdf (fonts embedded).

    Raises ``engine.errors.Unavailable`` where it cannot be drawn; without the ``dot`` program that is so of png.
    """
    if format not in FORMATS:
        raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")
    scene = scene_of(source, heading, orientation, overlay)
    if format == "svg":
        text = svg_of(scene, run_graphviz(dot_of(scene), "svg"))
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode("utf-8")
    # Graphviz scales an SVG's content but not its viewBox by dpi, so only pixels get it.
    options = [f"-Gdpi={DOTS_PER_INCH}"] if format == "png" else []
    try:
        return run_graphviz(dot_of(scene), format, options)
    except NoDot:
        if format != "pdf":
            raise
        return pdf_from_svg(scene, svg_of(scene, run_graphviz(dot_of(scene), "svg")))


def scene_of(
    source: Process | Model | Chart,
    heading: Heading | None = None,
    orientation: str = "TB",
    overlay: Mapping[str, Mark] | None = None,
) -> Scene:
    """Build the page that is to be drawn, without running Graphviz."""
    if orientation not in ORIENTATIONS:
        raise ValueError(f"orientation {orientation!r} is none of {', '.join(ORIENTATIONS)}")
    chart = source if isinstance(source, Chart) else chart_of(source)
    if len(chart.all_nodes()) > MOST_NODES:
        raise Unavailable(
            zh("流程有 {count} 个节点，超过一张图的上限 {most} 个。", count=len(chart.all_nodes()), most=MOST_NODES)
        )
    marks = overlay or {}
    heading = heading or Heading()
    if not heading.title:
        title = f"{chart.name}{TITLES[chart.kind]}" if chart.stages else chart.name
        heading = replace(heading, title=title)
    return compose(lay_out(chart, orientation, marks), marks, heading)
