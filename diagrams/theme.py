"""Colours: those printed into the SVG itself, and a style sheet by which a page may replace them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

FONT = "Noto Sans CJK SC"
FONT_STACK = (
    '"Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC","PingFang SC","Microsoft YaHei",'
    '"WenQuanYi Micro Hei",sans-serif'
)

PAPER, INK, QUIET = "#ffffff", "#1d2733", "#51606f"
TITLE = "#0b4a8f"
LANE_HEAD, LANE_EVEN, LANE_ODD, LANE_LINE = "#e3ecf7", "#f5f8fd", "#ffffff", "#b3c4d8"
LINE, LINE_DONE, LINE_BACK = "#44566c", "#1e7e34", "#5b6675"
CRITICAL, CRITICAL_WIDTH = "#9a3412", 3.2
LEVEL_HEAD = "#0b4a8f"
CODE = "#000000"
LABEL_INK = "#0b3a75"
BADGE, BADGE_INK = "#2b66ab", "#ffffff"
FEE, DOCUMENT, VISIT = "#b45309", "#5b4b9a", "#a61b3c"
STAGES = ("#0b4a8f", "#14639f", "#197d8c", "#2a7a4b", "#7c5a14", "#6a4c93", "#8a3b52")


@dataclass(frozen=True)
class Ink:
    """How an outline is drawn: colours, line width, dashes, and the colour of its text."""

    fill: str
    stroke: str
    width: float = 1.2
    dash: bool = False
    text: str = INK


KINDS: Mapping[str, Ink] = {
    "task": Ink("#ffffff", "#2b66ab", 1.3),
    "system": Ink("#f1f2f6", "#66708a", 1.3, True),
    "call": Ink("#ffffff", "#2b66ab", 2.6),
    "frame": Ink("#fbfcfe", "#5b7391", 1.2, True),
    "exclusive": Ink("#fff8e6", "#b8860b", 1.3),
    "parallel": Ink("#fff8e6", "#b8860b", 1.3),
    "inclusive": Ink("#fff8e6", "#b8860b", 1.3),
    "choice": Ink("#fff8e6", "#b8860b", 1.3),
    "complex": Ink("#fff8e6", "#b8860b", 1.3),
    "start": Ink("#0b4a8f", "#0b4a8f", 1.2, False, "#ffffff"),
    "end": Ink("#0b4a8f", "#062c57", 3.0, False, "#ffffff"),
    "catch": Ink("#ffffff", "#3b6ea5", 1.1),
    "throw": Ink("#ffffff", "#3b6ea5", 1.1),
    "boundary": Ink("#ffffff", "#3b6ea5", 1.1),
    "note": Ink("#fffdf0", "#8a7d4d", 1.0),
    "pool": Ink("#eef2f7", "#7a8ca3", 1.3),
}
STATUSES: Mapping[str, Ink] = {
    "done": Ink("#e5f3e8", "#1e7e34", 1.5, False, "#14592a"),
    "current": Ink("#dfeafb", "#0b4a8f", 2.8, False, "#0b3a75"),
    "overdue": Ink("#fdeaea", "#b3211d", 2.8, False, "#8f1512"),
    "skipped": Ink("#f3f3f3", "#8b8f96", 1.2, True, "#666b73"),
}


def chart_css() -> str:
    """Return the style sheet for pages that show charts: light and dark, by classes, without inline styles."""
    return files("diagrams").joinpath("chart.css").read_text(encoding="utf-8")
