"""Where everything of a BPMN file stands in a modeler: pools under each other, lanes as rows, lengths in pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from diagrams.chart import chart_of
from diagrams.geometry import Point, Rect
from diagrams.layout import lay_out
from diagrams.model import EVENTS, GATEWAYS
from diagrams.placed import Layout
from diagrams.wrap import text_width
from engine.bpmn.model import ACTIVITIES, SUB_PROCESSES, Model, Process

LEFT, TOP, BETWEEN = 160.0, 80.0, 60.0
TITLE = 30.0
"""The strip at the left of a pool or lane that holds its name."""
CLOSED, EMPTY_LANE, ROW, COLUMN = 60.0, 80.0, 90.0, 130.0
EVENT, GATEWAY = 36.0, 50.0
LOOSE_SIZES: Mapping[str, tuple[float, float]] = {
    "dataObjectReference": (36, 50),
    "dataStoreReference": (50, 50),
    "textAnnotation": (100, 50),
}
LABEL_LINE, LABEL_WIDTH = 14.0, 90.0


class Wanted(Protocol):
    """What has to be drawn (``diagrams.interchange.Needed``)."""

    shapes: dict[str, Any]
    edges: dict[str, tuple[Any, str, str]]


@dataclass
class Drawing:
    """Shapes, lines and labels by element id; ``joined`` are nodes that no lane names, with the lane they stand in."""

    shapes: dict[str, Rect] = field(default_factory=dict)
    edges: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    upright: set[str] = field(default_factory=set)
    expanded: set[str] = field(default_factory=set)
    crossed: set[str] = field(default_factory=set)
    joined: dict[str, str] = field(default_factory=dict)


def drawing_of(model: Model, wanted: Wanted) -> Drawing:
    """Place everything that is wanted; pools keep the order of the file, and are all as wide as the widest."""
    drawing = Drawing()
    inner = {process.id: _Inside(process, model) for process in model.processes if process.elements or process.lanes}
    loose = _loose(model, wanted, inner)
    pools = [(pool.id, inner.get(pool.process or "")) for pool in model.pools]
    # A process that two pools name is drawn in the first.
    seen: set[int] = set()
    rows: list[tuple[str | None, _Inside | None]] = []
    for pool, process in pools:
        rows.append((pool, process if process is not None and id(process) not in seen else None))
        seen.add(id(process))
    if not rows:
        rows = [(None, one) for one in inner.values()]
    width = max([one.width for _, one in rows if one] + [COLUMN * 4])
    top = TOP
    for pool, process in rows:
        height = CLOSED
        if pool is not None:
            drawing.upright.add(pool)
            drawing.shapes[pool] = Rect(LEFT, top, width, height)
        if process is not None:
            height = process.place(drawing, top, width, loose.get(process.process.id, []), wanted)
        if pool is not None:
            drawing.shapes[pool] = Rect(LEFT, top, width, height)
        top += height + BETWEEN
    rest = [one for one in wanted.shapes if one not in drawing.shapes]
    _rows(rest, LEFT, top, width, drawing, wanted)
    _join(drawing, wanted)
    return drawing


def _loose(model: Model, wanted: Wanted, inner: Mapping[str, _Inside]) -> dict[str, list[str]]:
    """Return what the layout does not know (data, free notes, stray nodes), by the process in whose pool it goes."""
    placed = {node for one in inner.values() for node in one.layout.boxes}
    found: dict[str, list[str]] = {}
    for element, node in wanted.shapes.items():
        tag = str(node.tag).rpartition("}")[2]
        if element in placed or tag in ("participant", "lane"):
            continue
        holder = node.getparent()
        while holder is not None and not str(holder.tag).endswith("}process"):
            holder = holder.getparent()
        found.setdefault(model.main.id if holder is None else holder.get("id", ""), []).append(element)
    return found


def _rows(loose: list[str], left: float, top: float, width: float, drawing: Drawing, wanted: Wanted) -> float:
    """Set things beside and under each other; return the height that takes."""
    if not loose:
        return 0.0
    across = max(1, int((width - (left - LEFT)) // COLUMN))
    for at, element in enumerate(loose):
        tag = str(wanted.shapes[element].tag).rpartition("}")[2]
        size = LOOSE_SIZES.get(tag, (EVENT, EVENT) if tag.endswith("Event") else (100.0, 60.0))
        drawing.shapes[element] = Rect(left + 20 + COLUMN * (at % across), top + 10 + ROW * (at // across), *size)
    return ROW * -(-len(loose) // across) + 10


def _join(drawing: Drawing, wanted: Wanted) -> None:
    """Draw the lines that no layout has: between pools, to data and to free notes."""
    for line, (node, source, target) in wanted.edges.items():
        if line in drawing.edges or not {source, target} <= drawing.shapes.keys():
            continue
        one, two = drawing.shapes[source], drawing.shapes[target]
        x, to_x = one.centre[0], two.centre[0]
        message = str(node.tag).endswith("}messageFlow")
        if message and source in drawing.upright:
            x = to_x if target not in drawing.upright else x
        if message and target in drawing.upright:
            to_x = x
        down = two.y >= one.bottom
        if not down and one.y < two.bottom:
            drawing.edges[line] = (one.centre, two.centre)
            continue
        start, end = (one.bottom, two.y) if down else (one.y, two.bottom)
        if x == to_x or not message:
            drawing.edges[line] = ((x, start), (to_x, end))
            continue
        # Beside the end: between the pools, or in the other pool's margin, not across the sender's steps.
        middle = end - BETWEEN / 2 if down else end + BETWEEN / 2
        drawing.edges[line] = ((x, start), (x, middle), (to_x, middle), (to_x, end))


class _Inside:
    """One process laid out, and how it fills a pool."""

    def __init__(self, process: Process, model: Model) -> None:
        self.process = process
        able = _drawable(process)
        alone = Model((able,), able, annotations=model.annotations, associations=model.associations)
        chart = replace(chart_of(alone), stages=())
        nodes = tuple(replace(node, stage=0) for node in chart.nodes)
        self.chart = replace(chart, nodes=nodes)
        self.layout: Layout = lay_out(self.chart, "LR")
        self.depth = {lane.id: self._depth_of(lane.parent) for lane in process.lanes}
        self.lead = TITLE * (2 + max(self.depth.values())) if process.lanes else TITLE
        self.width = self.lead + self.layout.width + 20

    def _depth_of(self, parent: str | None) -> int:
        depth = 0
        while parent is not None:
            holder = self.process.lane(parent)
            depth, parent = depth + 1, holder.parent if holder else None
        return depth

    def place(self, drawing: Drawing, top: float, width: float, loose: list[str], wanted: Wanted) -> float:
        """Add the process to the drawing from ``top`` on; return the height of its pool."""
        used = {lane.id: at for at, lane in enumerate(self.chart.lanes)}
        parents = {lane.parent for lane in self.process.lanes}
        rows = [lane.id for lane in self.process.lanes if lane.id in used or lane.id not in parents]
        tops = [rect.y for rect in self.layout.lanes] + [self.layout.height]
        tops[0] = 0.0
        # Lanes that hold nothing are rows between those of the layout, so what lies below moves down.
        shifts: list[tuple[float, float]] = []
        spans: dict[str, tuple[float, float]] = {}
        added = 0.0
        reached = 0
        for lane in rows:
            if lane in used:
                low, high = tops[used[lane]] + added, tops[used[lane] + 1] + added
                reached = used[lane] + 1
            else:
                low = tops[reached] + added
                high = low + EMPTY_LANE
                shifts.append((tops[reached], EMPTY_LANE))
                added += EMPTY_LANE
            spans[lane] = low, high
        height = self.layout.height + added
        extra = _rows(loose, LEFT + self.lead, top + height, width, drawing, wanted)
        if spans and extra:
            last = rows[-1]
            spans[last] = spans[last][0], spans[last][1] + extra
        self._lanes(drawing, top, width, spans)
        self._nodes(drawing, top, shifts)
        self._links(drawing, top, shifts, wanted)
        return max(height + extra, CLOSED)

    def _lanes(self, drawing: Drawing, top: float, width: float, spans: dict[str, tuple[float, float]]) -> None:
        for lane in reversed(self.process.lanes):  # children before their parents
            inner = [spans[one.id] for one in self.process.lanes if one.parent == lane.id and one.id in spans]
            inner += [spans[lane.id]] if lane.id in spans else []
            spans[lane.id] = min(low for low, _ in inner), max(high for _, high in inner)
        for lane in self.process.lanes:
            low, high = spans[lane.id]
            left = TITLE * (1 + self.depth[lane.id])
            drawing.upright.add(lane.id)
            drawing.shapes[lane.id] = Rect(LEFT + left, top + low, width - left, high - low)
        if self.process.lanes and self.chart.lanes[0].id:
            for node in self.chart.nodes:
                element = self.process.elements.get(node.id)
                if element is not None and element.lane is None:
                    drawing.joined[node.id] = self.chart.lanes[node.lane].id

    def _page(self, point: Point, top: float, shifts: list[tuple[float, float]]) -> Point:
        down = sum(by for threshold, by in shifts if threshold <= point[1])
        return LEFT + self.lead + point[0], top + point[1] + down

    def _nodes(self, drawing: Drawing, top: float, shifts: list[tuple[float, float]]) -> None:
        for node_id, placed in self.layout.boxes.items():
            rect, node = placed.rect, placed.box.node
            if node.kind in EVENTS or node.kind in GATEWAYS:
                side = min(EVENT if node.kind in EVENTS else GATEWAY, max(EVENT, min(rect.width, rect.height)))
                rect = Rect(rect.centre[0] - side / 2, rect.centre[1] - side / 2, side, side)
            x, y = self._page(rect.centre, top, shifts)
            drawing.shapes[node_id] = Rect(x - rect.width / 2, y - rect.height / 2, rect.width, rect.height)
            if node.type in SUB_PROCESSES:
                drawing.expanded.add(node_id)
            if node.kind == "exclusive":
                drawing.crossed.add(node_id)

    def _links(self, drawing: Drawing, top: float, shifts: list[tuple[float, float]], wanted: Wanted) -> None:
        touched: dict[str, set[str]] = {}
        for placed in self.layout.links:
            link = placed.link
            if link.id not in wanted.edges:
                continue
            points = [self._page(point, top, shifts) for point in placed.points]
            if link.source in drawing.shapes:
                points[0], side = _at_border(drawing.shapes[link.source], points[0], points[1])
                touched.setdefault(link.source, set()).add(side)
            if link.target in drawing.shapes:
                points[-1], side = _at_border(drawing.shapes[link.target], points[-1], points[-2])
                touched.setdefault(link.target, set()).add(side)
            if wanted.edges[link.id][1] != link.source:
                points.reverse()
            drawing.edges[link.id] = tuple(points)
            if placed.label is not None and link.name:
                x, y = self._page((placed.label.x, placed.label.y), top, shifts)
                drawing.labels[link.id] = Rect(x, y, placed.label.width + 8, placed.label.height)
        for node_id in self.layout.boxes:
            element = self.process.elements.get(node_id)
            if element is not None and element.name and not _holds_its_name(element.type):
                drawing.labels[node_id] = _label(drawing.shapes[node_id], element.name, touched.get(node_id, set()))


def _drawable(process: Process) -> Process:
    """Leave out boundary events that sit on nothing, with their lines: the layout has no seat for them."""
    elements = process.elements

    def seated(event: str) -> bool:
        host = elements.get(elements[event].attached_to or "")
        return host is not None and host.type in ACTIVITIES and host.scope == elements[event].scope

    kept = {key: one for key, one in elements.items() if one.type != "boundaryEvent" or seated(key)}
    flows = {key: flow for key, flow in process.flows.items() if {flow.source, flow.target} <= kept.keys()}
    return replace(process, elements=kept, flows=flows)


def _holds_its_name(kind: str) -> bool:
    return not kind.endswith(("Event", "Gateway"))


def _at_border(shape: Rect, end: Point, beside: Point) -> tuple[Point, str]:
    """Return where a line that comes from ``beside`` meets the shape, which may be smaller than its room was."""
    if end[1] == beside[1]:
        after = beside[0] > shape.centre[0]
        return (shape.right if after else shape.x, end[1]), "right" if after else "left"
    below = beside[1] > shape.centre[1]
    return (end[0], shape.bottom if below else shape.y), "bottom" if below else "top"


def _label(shape: Rect, name: str, touched: set[str]) -> Rect:
    """Set a name under its event or gateway, or above it where a line leaves downwards."""
    width = min(LABEL_WIDTH, text_width(name) * 12 + 8)
    height = LABEL_LINE * max(1, -(-text_width(name) * 12 // LABEL_WIDTH))
    x = shape.centre[0] - width / 2
    if "bottom" not in touched:
        return Rect(x, shape.bottom + 3, width, height)
    if "top" not in touched:
        return Rect(x, shape.y - height - 3, width, height)
    return Rect(shape.right + 2, shape.bottom + 1, width, height)
