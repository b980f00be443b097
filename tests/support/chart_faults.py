"""Everything that may be wrong with a layout, found by looking at the lengths alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from diagrams.geometry import Point, Rect
from diagrams.model import Chart, Link
from diagrams.placed import Layout, PlacedLink

EDGE = 0.06


def faults_of(layout: Layout) -> list[str]:
    """Return what is wrong, one line a fault; an empty list for a good layout."""
    frames = dict(_frames(layout.chart, ()))
    return [
        *_boxes(layout, frames),
        *_lines(layout, frames),
        *_wires(layout),
        *_labels(layout, frames),
        *_strips(layout),
        *_direction(layout),
        *_texts(layout),
    ]


def _frames(chart: Chart, outer: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each node with the frames that it lies in."""
    for node in chart.nodes:
        yield node.id, outer
        if node.inner is not None:
            yield from _frames(node.inner, (*outer, node.id))


def _host(layout: Layout, node: str) -> str | None:
    return layout.boxes[node].box.node.host


def _boxes(layout: Layout, frames: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for one, two in combinations(layout.boxes, 2):
        nested = one in frames[two] or two in frames[one]
        seated = _host(layout, one) == two or _host(layout, two) == one
        if not nested and not seated and layout.boxes[one].rect.meets(layout.boxes[two].rect, 0.01):
            yield f"{one} overlaps {two}"
    for node, around in frames.items():
        rect = layout.boxes[node].rect
        for frame in around:
            outer = layout.boxes[frame].rect.grown(EDGE)
            if rect.x < outer.x or rect.right > outer.right or rect.y < outer.y or rect.bottom > outer.bottom:
                yield f"{node} leaves its frame {frame}"


def _lines(layout: Layout, frames: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for placed in layout.links:
        link, points = placed.link, placed.points
        if any(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(points)):
            yield f"{link.id} has a slanted piece"
        for end, point in ((link.source, points[0]), (link.target, points[-1])):
            rect = layout.boxes[end].rect if end in layout.boxes else layout.pools[end]
            if not _on_border(point, rect):
                yield f"{link.id} does not end on the border of {end}"
        (x1, y1), (x2, y2) = points[-2:]
        if abs(x1 - x2) + abs(y1 - y2) < 9:
            yield f"{link.id} has no room for its arrowhead"
        ends = {end for end in (link.source, link.target) if end in layout.boxes}
        around = {frame for end in ends for frame in frames[end]}
        own = ends | {host for end in ends if (host := _host(layout, end))}
        for node, box in layout.boxes.items():
            rect = box.rect.grown(-1) if node in own else box.rect
            if node not in around and any(rect.meets(piece) for piece in _pieces(placed)):
                yield f"{link.id} runs through {node}"


def _on_border(point: Point, rect: Rect) -> bool:
    x, y = point
    upright = min(abs(x - rect.x), abs(x - rect.right)) < EDGE and rect.y - EDGE <= y <= rect.bottom + EDGE
    level = min(abs(y - rect.y), abs(y - rect.bottom)) < EDGE and rect.x - EDGE <= x <= rect.right + EDGE
    return upright or level


def _pieces(placed: PlacedLink, width: float = 0.02) -> list[Rect]:
    return [
        Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).grown(width / 2)
        for a, b in pairwise(placed.points)
    ]


def _wires(layout: Layout) -> Iterator[str]:
    for one, two in combinations(layout.links, 2):
        if (one.link.source, one.link.target) == (two.link.source, two.link.target) and one.points == two.points:
            yield f"{one.link.id} and {two.link.id} look like one"
        if _strangers(one.link, two.link) and any(_run_together(a, b) for a in _pieces(one) for b in _pieces(two)):
            yield f"{one.link.id} lies on {two.link.id}"


def _strangers(one: Link, two: Link) -> bool:
    return one.source != two.source and one.target != two.target


def _run_together(one: Rect, two: Rect) -> bool:
    across = min(one.right, two.right) - max(one.x, two.x)
    down = min(one.bottom, two.bottom) - max(one.y, two.y)
    if one.width < 0.1 and two.width < 0.1:
        return abs(one.x - two.x) < 1 and down > 1
    return one.height < 0.1 and two.height < 0.1 and abs(one.y - two.y) < 1 and across > 1


def _labels(layout: Layout, frames: dict[str, tuple[str, ...]]) -> Iterator[str]:
    found: list[tuple[str, Rect, tuple[str, ...]]] = []
    for placed in layout.links:
        if placed.label is not None:
            end = placed.link.source if placed.link.source in frames else placed.link.target
            found.append((placed.link.id, placed.label, frames[end]))
    found += [(node, box.label, frames[node]) for node, box in layout.boxes.items() if box.label is not None]
    page = Rect(-EDGE, -EDGE, layout.width + 2 * EDGE, layout.height + 2 * EDGE)
    for (one, rect, _), (two, other, _) in combinations(found, 2):
        if rect.meets(other, 0.3):
            yield f"the labels of {one} and {two} meet"
    for name, rect, around in found:
        if rect.x < page.x or rect.y < page.y or rect.right > page.right or rect.bottom > page.bottom:
            yield f"the label of {name} leaves the page"
        for node, box in layout.boxes.items():
            touched = _in_diamond(rect, box.rect) if box.box.shape == "diamond" else rect.meets(box.rect, 0.3)
            if node not in around and touched:
                yield f"the label of {name} touches {node}"
        for placed in layout.links:
            if any(rect.meets(piece) for piece in _pieces(placed, 0.6)):
                yield f"the label of {name} touches the line {placed.link.id}"


def _in_diamond(rect: Rect, diamond: Rect) -> bool:
    x, y = diamond.centre
    near = min(max(x, rect.x), rect.right), min(max(y, rect.y), rect.bottom)
    return abs(near[0] - x) / diamond.width + abs(near[1] - y) / diamond.height < 0.5 - 0.005


def _strips(layout: Layout) -> Iterator[str]:
    for node in layout.chart.nodes:
        rect = layout.boxes[node.id].rect
        # An event on a step's border stands where the step does, whatever lane the file says.
        home = layout.chart.by_id[node.host] if node.host else node
        for strip in [layout.lanes[home.lane], *([layout.bands[home.stage]] if layout.bands else [])]:
            around = strip.grown(0.01)
            inside = around.x <= rect.x and rect.right <= around.right
            if not (inside and around.y <= rect.y and rect.bottom <= around.bottom):
                yield f"{node.id} leaves its lane or band"


def _direction(layout: Layout) -> Iterator[str]:
    axis = 1 if layout.orientation == "TB" else 0
    sequence = [placed for placed in layout.links if placed.link.kind == "sequence"]
    after: dict[str, set[str]] = {node: set() for node in layout.boxes}
    for placed in sequence:
        after[placed.link.source].add(placed.link.target)
    for node in layout.boxes:
        if host := _host(layout, node):
            after[host].add(node)
    for placed in sequence:
        link = placed.link
        if link.back:
            if not _leads(after, link.target, link.source):
                yield f"{link.id} is drawn as a loop and is none"
            continue
        one = layout.boxes[_host(layout, link.source) or link.source].rect
        two = layout.boxes[link.target].rect
        if (two.y < one.bottom) if layout.orientation == "TB" else (two.x < one.right):
            yield f"{link.id} leads against the reading direction"
        if any(b[axis] < a[axis] - EDGE for a, b in pairwise(placed.points)):
            yield f"a piece of {link.id} leads against the reading direction"


def _leads(after: dict[str, set[str]], start: str, end: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += after[here]
    return end in seen


def _texts(layout: Layout) -> Iterator[str]:
    """Find text that does not fit into its box, or label, with the signs that stand beside, over and under it."""
    for name, placed in layout.boxes.items():
        box, rect = placed.box, placed.rect
        if box.shape != "frame":
            width = max((line.width for line in box.lines), default=0.0) + box.lead
            height = sum(line.height for line in box.lines) + box.head + box.foot
            share = width / rect.width + height / rect.height if box.shape == "diamond" else 0.0
            if width > rect.width + EDGE or height > rect.height + EDGE or (box.lines and share > 1.001):
                yield f"the text of {name} leaves its box"
    for name, label, lines in [
        *((name, placed.label, placed.box.label) for name, placed in layout.boxes.items()),
        *((placed.link.id, placed.label, placed.lines) for placed in layout.links),
    ]:
        if lines and label is None:
            yield f"the label of {name} is not drawn"
        elif label is not None and lines:
            width = max(line.width for line in lines)
            if width > label.width + EDGE or sum(line.height for line in lines) > label.height + EDGE:
                yield f"the label of {name} is larger than its place"


def crossings_of(layout: Layout) -> int:
    """Count the points where two lines cross that neither start nor end at one node: those are bundled on purpose."""
    laid = []
    for placed in layout.links:
        level: list[tuple[float, float, float]] = []
        upright: list[tuple[float, float, float]] = []
        for (x1, y1), (x2, y2) in pairwise(placed.points):
            if y1 == y2:
                level.append((min(x1, x2), max(x1, x2), y1))
            else:
                upright.append((min(y1, y2), max(y1, y2), x1))
        laid.append((placed.link, level, upright))
    return sum(
        left + 0.01 < x < right - 0.01 and top + 0.01 < y < bottom - 0.01
        for (one, level, upright), (two, other_level, other_upright) in combinations(laid, 2)
        if _strangers(one, two)
        for across, down in ((level, other_upright), (other_level, upright))
        for left, right, y in across
        for top, bottom, x in down
    )
