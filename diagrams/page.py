"""A layout to a page: titles, lane and stage headers, body, legend and foot, as a scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagrams import theme
from diagrams.boxes import NAME, TextLine, set_lines
from diagrams.code import code_parts
from diagrams.geometry import Rect
from diagrams.heading import Heading
from diagrams.legend import legend
from diagrams.overlay import Mark, link_marks
from diagrams.paint_nodes import node_group, text_block
from diagrams.placed import Layout, PlacedLink
from diagrams.scene import Group, Part, Scene, Shape, Stroke, Words
from diagrams.vocabulary import ORDINALS, STATUSES
from diagrams.wrap import text_width, wrap

MARGIN = 26.0
TITLE_SIZE, SUBTITLE_SIZE, FOOT_SIZE = 22.0, 11.5, 10.0
BAND_HEAD = {"TB": 34.0, "LR": 28.0}
LANE_CHARS = 8
LEAST_WIDTH = 420.0
LEVEL_HEAD = 24.0
CODE_SIZE, CODE_GAP = 96.0, 18.0
CODE_WORDS = "扫码看办事指南"


@dataclass(frozen=True)
class Frame:
    """Where the body lies on the page and how deep the headers of lanes, stages and levels are."""

    x: float
    y: float
    lane_head: float
    band_head: float
    level_head: float


def compose(layout: Layout, overlay: Mapping[str, Mark], heading: Heading) -> Scene:
    """Put a layout on its page."""
    upright = layout.orientation == "TB"
    named = any(lane.name for lane in layout.chart.lanes)
    band_head = BAND_HEAD[layout.orientation] if layout.bands else 0.0
    lane_head = _lane_head(layout) if named else 0.0
    level_head = LEVEL_HEAD if named and layout.chart.levels else 0.0
    left, over = (band_head, lane_head + level_head) if upright else (lane_head + level_head, band_head)
    full = left + layout.width
    title = heading.title
    width = max(full, LEAST_WIDTH, min(text_width(title) * TITLE_SIZE, 1200.0)) + 2 * MARGIN
    groups: list[Group] = []
    y = MARGIN - 6
    for text, size, css in (
        (title, TITLE_SIZE, "title"),
        *((line, SUBTITLE_SIZE, "subtitle") for line in heading.lines),
    ):
        for line in wrap(" ".join(text.split()), (width - 2 * MARGIN) / size) if text.strip() else ():
            fill = theme.TITLE if css == "title" else theme.QUIET
            y += size * 0.75
            groups.append(Group((Words((width / 2, y), line, size, fill, css == "title", css),), f"page {css}"))
            y += size * 0.75
    frame = Frame((width - full) / 2 + left, y + 10 + over, lane_head, band_head, level_head)
    groups += _ground(layout, frame)
    groups += _nodes(layout, frame, frames=True)
    groups += _links(layout, overlay, frame)
    groups += _nodes(layout, frame, frames=False)
    groups += _link_labels(layout, overlay, frame)
    under, y = _under(layout, overlay, heading, (frame.x - left, frame.y + layout.height + 10, full), width)
    data = {"kind": layout.chart.kind, "orientation": layout.orientation, **heading.source}
    data |= {"address": heading.address} if heading.address else {}
    description = _description(layout, overlay)
    return Scene(width, y + MARGIN - 8, (*groups, *under), title, description, data)


def _under(
    layout: Layout, overlay: Mapping[str, Mark], heading: Heading, at: tuple[float, float, float], width: float
) -> tuple[list[Group], float]:
    """Return what stands under the body (legend, remarks, foot and QR code) and where it ends.

    ``at`` is the left and the top of the place and the width of the body, ``width`` that of the page.
    """
    left, top, full = at
    room = max(full, width - 2 * MARGIN) - (CODE_SIZE + CODE_GAP if heading.address else 0.0)
    groups, height = legend(layout, overlay, left, top, room)
    y = top + height
    for text in (*layout.chart.remarks, *heading.foot):
        for line in wrap(" ".join(text.split()), room / FOOT_SIZE) if text.strip() else ():
            y += 9
            middle = left + text_width(line) * FOOT_SIZE / 2 if heading.address else width / 2
            groups.append(Group((Words((middle, y), line, FOOT_SIZE, theme.QUIET, css="foot"),), "page foot"))
            y += 7
    if heading.address:
        square = Rect(width - MARGIN - CODE_SIZE, top, CODE_SIZE, CODE_SIZE)
        parts = (*code_parts(heading.address, square), *_code_words(square))
        groups.append(Group(parts, "page code", {"address": heading.address}, CODE_WORDS))
        y = max(y, square.bottom + 16)
    return groups, y


def _code_words(square: Rect) -> Iterator[Part]:
    yield Words((square.centre[0], square.bottom + 6), CODE_WORDS, FOOT_SIZE, theme.INK, css="foot")


def _lane_head(layout: Layout) -> float:
    if layout.orientation == "LR":
        widest = max(text_width(line) for lane in layout.chart.lanes for line in wrap(lane.name, LANE_CHARS))
        return widest * NAME + 16
    counts = [
        len(wrap(lane.name, max(4.0, (strip.width - 10) / NAME)))
        for lane, strip in zip(layout.chart.lanes, layout.lanes, strict=True)
    ]
    return max(counts) * NAME * 1.32 + 16


def _at(rect: Rect, frame: Frame) -> Rect:
    return Rect(rect.x + frame.x, rect.y + frame.y, rect.width, rect.height)


def _ground(layout: Layout, frame: Frame) -> Iterator[Group]:
    """Yield lanes, their headers, the stage bands and the closed pools."""
    upright = layout.orientation == "TB"
    named = frame.lane_head > 0
    for at, (lane, strip) in enumerate(zip(layout.chart.lanes, layout.lanes, strict=True)):
        rect = _at(strip, frame)
        fill = theme.LANE_EVEN if at % 2 == 0 and named else theme.LANE_ODD
        parts: list[Part] = [Shape("rect", rect, fill, theme.LANE_LINE, 1.0, css="lane-ground")]
        if named:
            if upright:
                head = Rect(rect.x, rect.y - frame.lane_head, rect.width, frame.lane_head)
            else:
                head = Rect(rect.x - frame.lane_head, rect.y, frame.lane_head, rect.height)
            parts.append(Shape("rect", head, theme.LANE_HEAD, theme.LANE_LINE, 1.0, css="lane-head"))
            lines = set_lines(lane.name, NAME, max(4.0, (head.width - 10) / NAME), "lane-name", bold=True)
            parts += text_block(lines, head.centre, theme.LABEL_INK)
        parity = "even" if at % 2 == 0 else "odd"
        yield Group(tuple(parts), f"lane {parity}", {"lane": lane.name, "lane-id": lane.id})
    yield from _levels(layout, frame)
    yield from _bands(layout, frame)
    for pool in layout.chart.pools:
        rect = _at(layout.pools[pool.id], frame)
        parts = [Shape("rect", rect, theme.KINDS["pool"].fill, theme.KINDS["pool"].stroke, 1.3)]
        parts += _pool_name(pool.name, rect, upright)
        yield Group(tuple(parts), "pool", {"pool": pool.id, "name": pool.name}, pool.name)


def _levels(layout: Layout, frame: Frame) -> Iterator[Group]:
    """Yield the heads over (beside) the lanes of one level of government."""
    for level in layout.chart.levels if frame.level_head else ():
        first, last = _at(layout.lanes[level.first], frame), _at(layout.lanes[level.last], frame)
        if layout.orientation == "TB":
            top = frame.y - frame.lane_head - frame.level_head
            head = Rect(first.x, top, last.right - first.x, frame.level_head)
            lines = set_lines(level.name, NAME, 8, "stage-name", bold=True)
        else:
            left = frame.x - frame.lane_head - frame.level_head
            head = Rect(left, first.y, frame.level_head, last.bottom - first.y)
            lines = set_lines(level.name, NAME, 1.2, "stage-name", bold=True)
        parts: list[Part] = [Shape("rect", head, theme.LEVEL_HEAD if level.name else theme.LANE_HEAD, theme.PAPER, 1.0)]
        parts += text_block(lines, head.centre, theme.PAPER)
        yield Group(tuple(parts), "level", {"level": level.code, "name": level.name})


def _pool_name(name: str, rect: Rect, upright: bool) -> list[Part]:
    if not upright:
        return text_block(set_lines(name, NAME, rect.width / NAME - 1, "name", bold=True), rect.centre, theme.INK)
    # Upright names go down the box one character a line, in as many columns as they need.
    long = len(name) * NAME * 1.32 > rect.height - 16
    lines = wrap(name, 2.6 if long else 1, 2.6)
    size = 10.5 if long or max(map(text_width, lines)) > 2 else NAME
    return text_block(tuple(TextLine(line, size, "name", True) for line in lines), rect.centre, theme.INK)


def _bands(layout: Layout, frame: Frame) -> Iterator[Group]:
    for at, (stage, strip) in enumerate(zip(layout.chart.stages, layout.bands, strict=True)):
        rect = _at(strip, frame)
        colour = theme.STAGES[at % len(theme.STAGES)]
        parts: list[Part] = []
        if layout.orientation == "TB":
            head = Rect(rect.x - frame.band_head, rect.y, frame.band_head, rect.height)
            border = ((rect.x, rect.y), (rect.right, rect.y))
            lines = set_lines(stage.name, 16, 1.2, "stage-name", bold=True)
        else:
            head = Rect(rect.x, rect.y - frame.band_head, rect.width, frame.band_head)
            border = ((rect.x, rect.y), (rect.x, rect.bottom))
            ordinal = f"{ORDINALS[at]}、" if at < len(ORDINALS) and rect.width > 90 else ""
            lines = set_lines(ordinal + stage.name, 15, max(3.0, rect.width / 15), "stage-name", bold=True)
        if at:
            parts.append(Stroke(border, theme.LANE_LINE, 1.2, "dashed", css="band-line"))
        parts.append(Shape("rect", head, colour, theme.PAPER, 1.0, css="band-head"))
        parts += text_block(lines, head.centre, "#ffffff")
        view = f"{rect.x:.1f} {rect.y:.1f} {rect.width:.1f} {rect.height:.1f}"
        yield Group(tuple(parts), f"band stage-{at + 1}", {"stage": stage.code, "view": view})


def _links(layout: Layout, overlay: Mapping[str, Mark], frame: Frame) -> Iterator[Group]:
    statuses = link_marks(layout.chart, overlay)
    # What stands out lies over what it shares a line with.
    for placed in sorted(layout.links, key=lambda link: (statuses.get(link.link.id) == "done", link.link.critical)):
        yield _link(placed, statuses.get(placed.link.id), frame)


def _link(placed: PlacedLink, status: str | None, frame: Frame) -> Group:
    link = placed.link
    colour, width, dash, arrow = theme.LINE, 1.25, "", "normal"
    if link.kind == "message":
        dash, arrow = "dashed", "empty"
    elif link.kind == "association":
        colour, width, dash, arrow = theme.KINDS["note"].stroke, 1.0, "dotted", ""
    elif link.back:
        colour, dash = theme.LINE_BACK, "dashed"
    if status in ("done", "current", "overdue"):
        colour, width = theme.LINE_DONE, 2.3
    elif link.critical:
        colour, width = theme.CRITICAL, theme.CRITICAL_WIDTH
    points = tuple((x + frame.x, y + frame.y) for x, y in placed.points)
    classes = f"flow flow-{'back' if link.back else link.kind}" + (f" status-{status}" if status else "")
    classes += " critical" if link.critical else ""
    data = {"flow": link.id, "source": link.source, "target": link.target}
    data |= {"name": link.name} if link.name else {}
    data |= {"days": str(link.days)} if link.days is not None else {}
    data |= {"critical": "yes"} if link.critical else {}
    data |= {"status": status} if status else {}
    return Group((Stroke(points, colour, width, dash, arrow, 7.0),), classes, data)


def _link_labels(layout: Layout, overlay: Mapping[str, Mark], frame: Frame) -> Iterator[Group]:
    statuses = link_marks(layout.chart, overlay)
    for placed in layout.links:
        if placed.label is None:
            continue
        centre = _at(placed.label, frame).centre
        done = statuses.get(placed.link.id) == "done"
        parts = text_block(placed.lines, centre, theme.LINE_DONE if done else theme.LABEL_INK)
        yield Group(tuple(parts), "flow-label" + (" status-done" if done else ""), {"label-of": placed.link.id})


def _nodes(layout: Layout, frame: Frame, frames: bool) -> Iterator[Group]:
    lanes, stages = layout.chart.lanes, layout.chart.stages
    outer = layout.chart.by_id
    lane = stage = ""
    for node_id, placed in layout.boxes.items():
        if node_id in outer:
            # What lies in a frame follows it and shares its lane and stage.
            lane = lanes[outer[node_id].lane].name
            stage = stages[outer[node_id].stage].code if stages else ""
        if (placed.box.shape == "frame") == frames:
            yield node_group(placed, frame.x, frame.y, lane, stage)


def _description(layout: Layout, overlay: Mapping[str, Mark]) -> str:
    """Say the chart in words, for who cannot see it; the page beside it has the table."""
    steps = sorted(
        (placed.box.node for placed in layout.boxes.values() if placed.box.node.number),
        key=lambda node: node.number or 0,
    )
    said = "；".join(f"{node.number}. {node.name}{_status(overlay.get(node.id))}" for node in steps)
    lanes = "、".join(lane.name for lane in layout.chart.lanes if lane.name)
    return f"共 {len(steps)} 步{'，涉及' + lanes if lanes else ''}。{said}{'。' if said else ''}"


def _status(mark: Mark | None) -> str:
    return f"（{mark.words}）" if mark and mark.status in STATUSES and mark.status != "future" else ""
