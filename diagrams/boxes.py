"""The size and the lines of text of every node, before anything has a place. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diagrams.model import Chart, Node
from diagrams.overlay import Mark
from diagrams.wrap import text_width, wrap

NAME, SMALL, LABEL, NOTE = 13.0, 10.5, 11.5, 10.5
LEADING = 1.32
SIGN = 16.0
BOUNDARY = 22.0
UNNAMED_GATEWAY = 36.0


@dataclass(frozen=True)
class Measure:
    """The room one orientation gives: box width, characters a line, least heights, shape of a diamond.

    ``label_chars`` is for flows that leave up or down the page, and for those that leave sideways. ``upright`` sets
    the names of parallel gateways from top to bottom.
    """

    box_width: float
    box_chars: float
    box_height: float
    diamond_ratio: float
    diamond_chars: tuple[float, ...]
    pill_chars: float
    event_chars: float
    label_chars: tuple[float, float]
    upright: bool


PORTRAIT = Measure(118, 8, 50, 1.75, (4, 5, 6, 7, 8, 10), 6, 6, (5, 3), False)
LANDSCAPE = Measure(98, 6, 66, 1.2, (3, 4, 5, 6, 8, 10), 5, 5, (5, 4), True)
MEASURES: Mapping[str, Measure] = {"TB": PORTRAIT, "LR": LANDSCAPE}


@dataclass(frozen=True)
class TextLine:
    """One line of a box: ``tone`` is name, detail or mark."""

    text: str
    size: float
    tone: str = "name"
    bold: bool = False

    @property
    def width(self) -> float:
        return text_width(self.text) * self.size

    @property
    def height(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True)
class Box:
    """A node's outline (``shape``: box, pill, diamond, bar, circle, note or frame) and text, centred on the node.

    ``label`` stands outside (a boundary event's name). ``foot`` is room kept at the bottom for repeat and call marks,
    ``head`` at the top (a frame's title, a gateway's sign), ``lead`` at the left (an event's sign).
    ``seated`` says that a boundary event sits in the middle of the bottom border, ``outward`` which corner (x, y as
    -1 or 1) is free for a badge.
    """

    node: Node
    shape: str
    width: float
    height: float
    lines: tuple[TextLine, ...] = ()
    label: tuple[TextLine, ...] = ()
    head: float = 0.0
    foot: float = 0.0
    lead: float = 0.0
    seated: bool = False
    outward: tuple[int, int] = (-1, -1)
    mark: Mark | None = field(default=None, compare=False)

    @property
    def label_size(self) -> tuple[float, float]:
        return block_size(self.label)


def block_size(lines: tuple[TextLine, ...]) -> tuple[float, float]:
    """Return the width and height of some lines set under each other."""
    return max((line.width for line in lines), default=0.0), sum(line.height for line in lines)


def set_lines(text: str, size: float, chars: float, tone: str = "name", bold: bool = False) -> tuple[TextLine, ...]:
    """Wrap a text into lines; an empty text gives none."""
    return tuple(TextLine(line, size, tone, bold) for line in wrap(text, chars) if line)


def boxes_of(chart: Chart, measure: Measure, overlay: Mapping[str, Mark]) -> dict[str, Box]:
    """Return the box of each node but the frames, whose size comes from what is in them."""
    return {node.id: box_of(node, measure, overlay.get(node.id)) for node in chart.nodes if node.kind != "frame"}


def box_of(node: Node, measure: Measure, mark: Mark | None = None) -> Box:
    """Return a node's box."""
    if node.kind in ("task", "system", "call"):
        return _step(node, measure, mark)
    if node.kind == "boundary":
        label = set_lines(node.name, SMALL, measure.event_chars, "detail")
        if node.detail and node.detail not in node.name:
            label += set_lines(node.detail, SMALL, measure.event_chars, "detail")
        return Box(node, "circle", BOUNDARY, BOUNDARY, label=label, mark=mark)
    if node.kind == "note":
        lines = set_lines(node.name, NOTE, measure.box_chars + 1, "detail")
        width, height = block_size(lines)
        return Box(node, "note", width + 20, height + 10, lines, mark=mark)
    if node.kind in ("start", "end", "catch", "throw"):
        return _event(node, measure, mark)
    return _gateway(node, measure, mark)


def step_details(node: Node, mark: Mark | None) -> Iterator[tuple[str, str]]:
    """Yield the small lines of a step as (text, tone): who, and the limit or, in a case, what became of it."""
    if node.post:
        yield node.post, "detail"
    if mark and mark.status != "future":
        yield mark.words, "mark"
    elif node.limit is not None:
        yield (f"{node.limit} 个工作日" if node.limit else "即时"), "detail"


def _step(node: Node, measure: Measure, mark: Mark | None) -> Box:
    chars = measure.box_chars
    while len(wrap(node.name, chars)) > 4 and chars < 2 * measure.box_chars:
        chars += 1
    lines = set_lines(node.name, NAME, chars)
    room = chars * NAME / SMALL
    for text, tone in step_details(node, mark):
        lines += set_lines(text, SMALL, room - (1.3 if tone == "mark" else 0), tone, bold=tone == "mark")
    foot = 12.0 if node.repeat or node.kind == "call" else 0.0
    lead = 18.0 if node.sign in ("send", "receive") else 0.0
    widest, height = block_size(lines)
    width = max(measure.box_width, widest + 16 + 2 * lead)
    return Box(node, "box", width, max(measure.box_height, height + 16 + foot), lines, foot=foot, lead=lead, mark=mark)


def _event(node: Node, measure: Measure, mark: Mark | None) -> Box:
    solid = node.kind in ("start", "end")
    lines = set_lines(node.name, NAME if solid else NAME - 1, measure.pill_chars, "name", bold=solid)
    if node.detail and node.detail not in node.name:
        lines += set_lines(node.detail, SMALL, measure.pill_chars + 2, "detail")
    lead = SIGN + 6 if node.sign or node.kind in ("catch", "throw") else 0.0
    text, height = block_size(lines)
    width = max(32.0 if lead and not lines else 66.0, text + 24 + lead)
    return Box(node, "pill", width, max(30.0, height + 12), lines, lead=lead, mark=mark)


def _gateway(node: Node, measure: Measure, mark: Mark | None) -> Box:
    if not node.name:
        return Box(node, "diamond", UNNAMED_GATEWAY, UNNAMED_GATEWAY, mark=mark)
    if node.kind == "parallel":
        return _bar(node, measure, mark)
    head = 0.0 if node.kind == "exclusive" else 15.0
    choices = []
    for chars in measure.diamond_chars:
        lines = set_lines(node.name, NAME - 0.5, chars)
        width, height = block_size(lines)
        # The text's rectangle must lie within the rhombus: width/W + height/H <= 1.
        tall = (width + 8) / measure.diamond_ratio + height + head + 2
        choices.append((max(tall, 56.0), len(lines), lines))
    tall, _, lines = min(choices, key=lambda choice: (choice[0], choice[1]))
    return Box(node, "diamond", tall * measure.diamond_ratio, tall, lines, head=head, mark=mark)


def _bar(node: Node, measure: Measure, mark: Mark | None) -> Box:
    if measure.upright and text_width(node.name) <= 8:
        lines = tuple(TextLine(char, NAME) for char in node.name if not char.isspace())
        return Box(node, "bar", 28, max(measure.box_height, block_size(lines)[1] + 32), lines, head=18, mark=mark)
    lines = set_lines(node.name, NAME, measure.box_chars - (0 if measure.upright else 1))
    width, height = block_size(lines)
    if measure.upright:
        return Box(node, "bar", max(28.0, width + 14), max(measure.box_height, height + 32), lines, head=18, mark=mark)
    return Box(node, "bar", max(measure.box_width, width + 36), max(26.0, height + 8), lines, lead=18, mark=mark)
