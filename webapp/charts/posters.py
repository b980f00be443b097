"""Charts to PDF pages of an exact size, fonts embedded, ready to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from markupsafe import Markup

from webapp.charts.public_chart import PublicChart
from webapp.documents.typesetting import typeset

PAPERS = {"a4": (210, 297), "a3": (297, 420)}
"""Width and height in millimetres (ISO 216), upright."""
MARGIN = 10
_VIEW = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')


@dataclass(frozen=True)
class Sheet:
    """One page: the picture and its size on it, in millimetres; ``turned`` is a page on its side."""

    picture: Markup
    width: float
    height: float
    turned: bool


def paper_asked_for() -> str:
    """Return the paper that the address names, A3 where it names none that there is."""
    paper = request.args.get("paper", "")
    return paper if paper in PAPERS else "a3"


def poster_of(charts: Sequence[PublicChart], paper: str) -> bytes:
    """Return a PDF with a page of this paper for each chart, each as large as fits, upright or on its side.

    Raises engine.errors.Unavailable where the machine can neither draw nor set pages.
    """
    sheets = [sheet_of(chart.svg, paper) for chart in charts]
    title = "、".join(dict.fromkeys(chart.bundle.facts.name.value for chart in charts))
    identifier = f"{paper}-" + "-".join(f"{chart.bundle.sha256[:8]}{chart.kind}" for chart in charts)
    return typeset("poster.html", identifier[:200], sheets=sheets, paper=paper.upper(), margin=MARGIN, title=title)


def sheet_of(svg: str, paper: str) -> Sheet:
    """Return how a picture stands on its page; its lines and letters grow with it."""
    found = _VIEW.search(svg)
    assert found is not None, "a chart has a viewBox"
    width, height = float(found[1]), float(found[2])
    short, long = (side - 2 * MARGIN for side in PAPERS[paper])
    upright, aside = min(short / width, long / height), min(long / width, short / height)
    scale = max(upright, aside)
    # Drawn by ourselves: every text in it was escaped when it was drawn.
    picture = Markup(svg)  # noqa: S704
    return Sheet(picture, width * scale, height * scale, aside > upright)
