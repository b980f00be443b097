"""Which page follows which on a screen that turns by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.hall.board import Board
from webapp.hall.charts import ChartView

FIGURES, CHOICES, READY, ANNOUNCEMENTS, NOTICES = "figures", "choices", "ready", "announcements", "notices"
HEARINGS, CHART = "hearings", "chart"
CHART_SECONDS = 12
ON_A_PAGE = {READY: 8, ANNOUNCEMENTS: 1, NOTICES: 3, HEARINGS: 3}
MOST_PAGES = 5
"""Of each kind in a round; what is on no page of so long a list is told as a number."""
STILL_SECONDS = 300
"""How long a page stands that somebody held: they may have gone away."""


@dataclass(frozen=True)
class Slide:
    """One page: its name in the address, what it shows, how long, and which of how many of its kind it is."""

    name: str
    kind: str
    seconds: int
    number: int = 1
    of: int = 1
    rows: tuple[Any, ...] = ()
    left_out: int = 0


def deck(board: Board, matter: str, views: Sequence[ChartView]) -> tuple[Slide, ...]:
    """Return the pages of one round, which ends with the chart of one matter; the next round has the next one's."""
    lists = (
        (READY, board.ready, 15),
        (ANNOUNCEMENTS, board.announcements, 15),
        (NOTICES, board.notices, 20),
        (HEARINGS, board.hearings, 20),
    )
    first = [Slide(FIGURES, FIGURES, 15)]
    if board.chosen.total:
        first.append(Slide(CHOICES, CHOICES, 15))
    listed = (page for kind, rows, seconds in lists for page in _pages(kind, rows, seconds))
    count = len(views)
    charts = (
        Slide(f"{CHART}-{matter}-{at}", CHART, CHART_SECONDS, at, count, rows=(view,))
        for at, view in enumerate(views, start=1)
    )
    return (*first, *listed, *charts)


def _pages(kind: str, rows: tuple[Any, ...], seconds: int) -> Iterator[Slide]:
    most = ON_A_PAGE[kind]
    count = min(-(-len(rows) // most), MOST_PAGES)
    left_out = max(0, len(rows) - count * most)
    for at in range(count):
        own = rows[at * most : (at + 1) * most]
        yield Slide(f"{kind}-{at + 1}", kind, seconds, at + 1, count, own, left_out)
