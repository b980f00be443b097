"""A parsed process to a chart: model, layout, DOT, SVG."""

from diagrams.draw import draw, render
from diagrams.overlay import Mark
from diagrams.theme import chart_css

__all__ = ["Mark", "chart_css", "draw", "render"]
