"""A parsed process to a chart: model, layout, DOT, SVG."""

from diagrams.draw import draw, render
from diagrams.overlay import Mark
from diagrams.parts import with_parts
from diagrams.theme import chart_css

__all__ = ["Mark", "chart_css", "draw", "render", "with_parts"]
