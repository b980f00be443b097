"""Charts in the fonts that readers have: every text in its box and off every line, by the fonts' own advance widths."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import pytest
from fontTools.ttLib import TTCollection
from lxml import etree

from diagrams import draw
from diagrams.wrap import char_width
from processes.registry import HERE, load_folder

MATTERS = (
    "house_transfer",
    "individual_business_registration",
    "open_restaurant",
    "small_catering_permit",
    "temporary_relief",
)
FACES = [
    ("Noto Sans CJK SC", "Regular"),
    ("Noto Sans CJK SC", "Bold"),
    ("Noto Serif CJK SC", "Regular"),
    ("Noto Serif CJK SC", "Bold"),
    ("WenQuanYi Micro Hei", "Regular"),
]
RISE, FALL = 0.8, 0.12
"""How far Chinese glyphs reach over and under their baseline, in em."""


@cache
def advances(family: str, style: str) -> Mapping[str, float]:
    """Return the advance width in em of each character a font has; skip the test where the font is missing."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is missing")
    command = ["fc-match", f"{family}:style={style}", "--format", "%{file}|%{index}|%{family}"]
    file, index, found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("|")
    if family not in found:
        pytest.skip(f"{family} is missing")
    with TTCollection(file) as collection:
        font = collection.fonts[int(index)]
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@pytest.fixture(scope="module", params=[(key, way) for key in MATTERS for way in ("TB", "LR")], ids="-".join)
def picture(request: pytest.FixtureRequest) -> etree._Element:
    """The chart of a real matter, with every element and name that it can show."""
    key, orientation = request.param
    return etree.fromstring(draw(load_folder(HERE / key).model, orientation=orientation).encode())


@pytest.mark.parametrize(("family", "style"), FACES, ids=map(" ".join, FACES))
def test_no_character_is_wider_than_the_room_it_is_given(picture: etree._Element, family: str, style: str) -> None:
    advance = advances(family, style)
    shown = {char for text in picture.iter("{*}text") for char in text.text}
    assert len(shown) > 50
    assert {char: advance[char] for char in shown if advance[char] > char_width(char) + 1e-6} == {}


@pytest.mark.parametrize(("family", "style"), FACES, ids=map(" ".join, FACES))
def test_every_text_lies_within_its_box_and_off_every_line(picture: etree._Element, family: str, style: str) -> None:
    advance = advances(family, style)
    lines = [segment for line in picture.iterfind(".//{*}*[@class='line']") for segment in segments(line)]
    assert len(lines) > 20
    for group in picture.iterfind(".//{*}g[@data-element]"):
        named = [text for text in group.iterfind("{*}text") if text.get("class") in ("name", "detail", "mark")]
        outline = group.find("{*}*[@class='outline']")
        for text in named:
            box = extent(text, advance)
            if outline is not None and "kind-boundary" not in group.get("class", ""):
                assert within(box, outline, "kind-exclusive" in group.get("class", "")), text.text
            assert not any(crosses(line, box) for line in lines), text.text
    for text in picture.iterfind(".//{*}text[@class='label']"):
        assert not any(crosses(line, extent(text, advance)) for line in lines), text.text


Box = tuple[float, float, float, float]


def extent(text: etree._Element, advance: Mapping[str, float]) -> Box:
    """Return left, top, right and bottom of the ink of a centred line of text."""
    size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
    half = sum(advance[char] for char in text.text) * size / 2
    return x - half, y - RISE * size, x + half, y + FALL * size


def numbers(shape: etree._Element) -> list[tuple[float, float]]:
    values = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", shape.get("d") or shape.get("points") or "")]
    return list(zip(values[::2], values[1::2], strict=True))


def segments(line: etree._Element) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    yield from pairwise(numbers(line))


def within(box: Box, outline: etree._Element, rhombus: bool) -> bool:
    """Tell whether a box of text lies in an outline; in a rhombus, corners and all."""
    points = numbers(outline)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if not rhombus:
        return left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
    centre, half = ((left + right) / 2, (top + bottom) / 2), ((right - left) / 2, (bottom - top) / 2)
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return all(abs(x - centre[0]) / half[0] + abs(y - centre[1]) / half[1] <= 1 for x, y in corners)


def crosses(line: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
    (x1, y1), (x2, y2) = line
    return max(x1, x2) > box[0] and min(x1, x2) < box[2] and max(y1, y2) > box[1] and min(y1, y2) < box[3]
