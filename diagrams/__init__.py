"""A parsed process to a chart: model, layout, DOT, SVG."""

from diagrams.draw import draw, render
from diagrams.heading import Heading
from diagrams.kinds import chart_for, kinds_of
from diagrams.matter_chart import matter_chart
from diagrams.overlay import Mark
from diagrams.parts import with_parts
from diagrams.step_table import StepRow, step_table
from diagrams.theme import chart_css

__all__ = [
    "Heading",
    "Mark",
    "StepRow",
    "chart_css",
    "chart_for",
    "draw",
    "kinds_of",
    "matter_chart",
    "render",
    "step_table",
    "with_parts",
]
