"""A QR code (ISO/IEC 18004) as rectangles: every format that Graphviz writes can show it."""

from __future__ import annotations

from collections.abc import Iterator

import segno

from diagrams import theme
from diagrams.geometry import Rect
from diagrams.scene import Part, Shape

QUIET_ZONE = 4
"""Modules that must stay free around the symbol."""


def code_parts(address: str, rect: Rect) -> Iterator[Part]:
    """Draw the code of an address into a square, its quiet zone included; dark runs of a row are one rectangle."""
    yield Shape("rect", rect, theme.PAPER, "", css="code-ground")
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    size = rect.width / (len(rows) + 2 * QUIET_ZONE)
    for at, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end] == row[start]:
                end += 1
            if row[start]:
                x, y = rect.x + (start + QUIET_ZONE) * size, rect.y + (at + QUIET_ZONE) * size
                # A hair taller than a module: no light line shows between the rows.
                yield Shape("rect", Rect(x, y, (end - start) * size, size * 1.04), theme.CODE, "", css="code-dark")
            start = end
