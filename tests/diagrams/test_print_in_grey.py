"""Charts on paper without colour: letters keep their contrast, and what colour says is said by shape and width too."""

from __future__ import annotations

from itertools import combinations

import pytest

from diagrams import theme
from diagrams.signs import sign_parts
from diagrams.vocabulary import STATUSES

LEAST = 4.5
"""Contrast of text against its ground (WCAG 2.2, 1.4.3)."""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, which is all that a grey print keeps."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


INKS = {f"kind {name}": ink for name, ink in theme.KINDS.items()} | {
    f"status {name}": ink for name, ink in theme.STATUSES.items()
}


@pytest.mark.parametrize("name", INKS)
def test_text_stands_out_from_what_it_is_printed_on(name):
    ink = INKS[name]
    assert contrast(ink.text, ink.fill) >= LEAST
    if ink.text == theme.INK:
        assert contrast(theme.QUIET, ink.fill) >= LEAST


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((theme.PAPER, stage) for stage in theme.STAGES),
        *((theme.BADGE_INK, badge) for badge in (theme.BADGE, theme.FEE, theme.DOCUMENT, theme.VISIT)),
        *((ink, lane) for ink in (theme.LABEL_INK, theme.QUIET) for lane in (theme.LANE_EVEN, theme.LANE_HEAD)),
        (theme.PAPER, theme.LEVEL_HEAD),
        (theme.TITLE, theme.PAPER),
        (theme.LINE_DONE, theme.LANE_EVEN),
    ],
)
def test_heads_badges_and_labels_can_be_read(text, ground):
    assert contrast(text, ground) >= LEAST


def test_no_two_states_differ_by_colour_alone():
    signs = {name: [type(part).__name__ for part in sign_parts(name, (0, 0), 4, "#000000")] for name in theme.STATUSES}
    assert all(signs.values())
    assert len({STATUSES[name] for name in STATUSES}) == len(STATUSES)
    for one, two in combinations(theme.STATUSES, 2):
        told = [(sign_parts(name, (0, 0), 4, "#000000"), theme.STATUSES[name].dash) for name in (one, two)]
        assert told[0] != told[1]


def test_the_critical_path_is_told_by_its_width():
    assert 2 * max(theme.KINDS[kind].width for kind in ("task", "exclusive", "parallel")) <= theme.CRITICAL_WIDTH
