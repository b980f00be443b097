"""Which page follows which on a screen that turns by itself."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.hall.board import Board

FIGURES = "figures"
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


def deck(board: Board) -> tuple[Slide, ...]:
    """Return the pages of one round."""
    return (Slide(FIGURES, FIGURES, 15),)
