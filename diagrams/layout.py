"""A chart to a layout: where every box, line and label stands on the page, in points, ``y`` down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice, pairwise

from diagrams import labels, ports
from diagrams.boxes import MEASURES, NAME, Box, boxes_of
from diagrams.channels import slots_of
from diagrams.coordinates import Scale, scales_of, slot_position
from diagrams.frames import frame_box, inside, moved_boxes, moved_link
from diagrams.geometry import ACROSS, AFTER, ALONG, PLUS, Extent, Point, Rect, simple
from diagrams.grid import CHANNEL, Spot, grid_of
from diagrams.merit import merit
from diagrams.model import GATEWAYS, Chart, Link
from diagrams.overlay import Mark
from diagrams.placed import Layout, PlacedBox, PlacedLink
from diagrams.ports import RADIUS, Port
from diagrams.routing import Router
from diagrams.runs import Bundle, Run, bundles_of, by_line, runs_of
from diagrams.tracks import Tracks, track_orders
from diagrams.traffic import Wire, steps_of
from diagrams.ways import Path, Task

CELL_PAD = 2.0
MOST_ORDERS, EFFORT, NODE = 24, 4_500, 30
"""How many choices of tracks are tried at the most, how many of the router's steps that may take, and how many of them
the choice of a node's track counts as."""


def lay_out(
    chart: Chart, orientation: str, overlay: Mapping[str, Mark] | None = None, effort: float | None = None
) -> Layout:
    """Lay a chart out: TB has lanes as columns and reads down, LR has lanes as rows and reads to the right.

    Several choices of tracks are tried, as many as ``effort`` allows (``EFFORT`` if None), and the best is taken; a
    frame gets its share of it. It counts steps, not time, so that a chart comes out the same on every machine.
    """
    overlay, left = overlay or {}, EFFORT if effort is None else effort
    each = left / max(1, len(chart.all_nodes()))
    inner = {
        node.id: lay_out(node.inner, orientation, overlay, each * len(node.inner.all_nodes()))
        for node in chart.nodes
        if node.inner
    }
    left = each * len(chart.nodes)
    best: _Draft | None = None
    for order in islice(track_orders(chart), MOST_ORDERS):
        draft = _Draft(chart, orientation, overlay, inner, order)
        if best is None or draft.merit < best.merit:
            best = draft
        spent = draft.effort + NODE * len(chart.nodes)
        left -= spent
        if not any(best.merit[:2]) or left < spent:
            break
    assert best is not None
    return best.finish()


class _Draft:
    """One layout of a chart, its tracks given, up to the lines; ``merit`` is to compare drafts by, the less the better.

    It counts lines that could not be laid as they should, then crossings, bends and length.
    """

    def __init__(
        self,
        chart: Chart,
        orientation: str,
        overlay: Mapping[str, Mark],
        inner: Mapping[str, Layout],
        order: Tracks,
    ) -> None:
        self.chart = chart
        self.upright = orientation == "TB"
        self.orientation = orientation
        self.measure = MEASURES[orientation]
        self.inner = inner
        self.boxes = boxes_of(chart, self.measure, overlay)
        for node in chart.nodes:
            if node.id in self.inner:
                self.boxes[node.id] = frame_box(self.inner[node.id], node.id, chart, overlay.get(node.id))
        self.grid = grid_of(chart, *order)
        self.ports = ports.ports_of(chart, self.grid, self.boxes, self.upright)
        self.extents = {node: Extent([half + CELL_PAD for half in self._half(node)] * 2) for node in self.grid.cells}
        ports.reserve(self.ports, self.boxes, self.extents, self.upright)
        self.drawn = [link for link in chart.links if self._reachable(link)]
        router, self.paths = self._route()
        self.effort = router.ways.effort
        self.anchors = self._anchors(router)
        self.runs = {at: runs_of(self._wire(at), path, self._stub(at)) for at, path in self.paths.items()}
        self.bundles, self.slots = self._order()
        self.scales = self._scale()
        self.points = {at: self._points(at) for at in self.paths}
        lines = [(self.drawn[at].source, self.drawn[at].target, points) for at, points in self.points.items()]
        self.merit = (sum(router.makeshift.values()), *merit(lines))

    def _half(self, node: str) -> tuple[float, float]:
        """Return a node's half size along and across."""
        box = self.boxes[node]
        return (box.height / 2, box.width / 2) if self.upright else (box.width / 2, box.height / 2)

    def _reachable(self, link: Link) -> bool:
        ends = {*self.grid.cells, *self.ports}
        return (
            (link.source in ends or link.source in self.grid.pools)
            and (link.target in ends or link.target in self.grid.pools)
            and not (link.source in self.grid.pools and link.target in self.grid.pools)
        )

    def _wire(self, at: int) -> Wire:
        link = self.drawn[at]
        alone = "" if link.kind == "sequence" else f"{link.kind} {link.id} "
        source, target = self._direction(link)
        pooled = target in self.grid.pools
        return Wire(at, alone + source, target if pooled else alone + target)

    def _direction(self, link: Link) -> tuple[str, str]:
        """Return the ends in the order of routing: a message flow is routed from the node to the closed pool."""
        return (link.target, link.source) if link.source in self.grid.pools else (link.source, link.target)

    def _stub(self, at: int) -> float:
        port = self.ports.get(self._direction(self.drawn[at])[0])
        return port.offset / 1000 if port else 0.0

    def _task(self, at: int) -> Task:
        link = self.drawn[at]
        source, target = self._direction(link)
        port = self.ports.get(source)
        end = self.ports.get(target)
        return Task(
            self._wire(at),
            port.host if port else source,
            None if target in self.grid.pools else end.host if end else target,
            back=link.back,
            message=link.kind != "sequence",
            order={"association": -1, "message": 2}.get(link.kind, 0),
            labelled=bool(link.label),
            side=port.side if port else None,
            turn=bool(port and port.offset),
            pool=target if target in self.grid.pools else None,
        )

    def _route(self) -> tuple[Router, dict[int, Path]]:
        reserved = {
            node: frozenset(port.side for port in self.ports.values() if port.host == node) for node in self.grid.cells
        }
        gateways = frozenset(node.id for node in self.chart.nodes if node.kind in GATEWAYS)
        router = Router(self.grid, self._lengths(), reserved, gateways, len(self.drawn))
        return router, router.route([self._task(at) for at in range(len(self.drawn))])

    def _anchors(self, router: Router) -> dict[int, labels.Anchor]:
        """Choose where each link's label stands, and make room for it."""
        anchors: dict[int, labels.Anchor] = {}
        for at, path in self.paths.items():
            link = self.drawn[at]
            if not link.label:
                continue
            source, target = self._direction(link)
            port = self.ports.get(source)
            ends = (
                None if port and not port.alone else port.host if port else source,
                target if target in self.grid.cells else None,
            )
            offset = port.offset if port else 0.0
            anchor = labels.anchor_of(link.label, path, ends, router.traffic, self.measure, offset)
            if port and anchor.node == port.host and anchor.side == port.side:
                anchor = replace(anchor, lead=anchor.lead + ports.room(self.boxes[source], self.upright))
            anchors[at] = anchor
        anchors = labels.spaced(anchors, {node: self._half(node) for node in self.grid.cells}, self.upright)
        for anchor in anchors.values():
            if anchor.node is not None:
                labels.reserve(anchor, self._half(anchor.node), self.extents[anchor.node], self.upright)
        return anchors

    def _lengths(self) -> tuple[list[float], list[float]]:
        """Return rough distances between neighbouring lines, for the router's costs."""
        found: list[list[float]] = []
        for axis in (ALONG, ACROSS):
            reach = [0.0] * len(self.grid.lines[axis])
            for node, spot in self.grid.cells.items():
                reach[spot[axis]] = max(reach[spot[axis]], self._half(node)[axis])
            sizes = [min(half, 90.0) + 6 if half else 11.0 for half in reach]
            found.append([one + two for one, two in pairwise(sizes)])
        return found[0], found[1]

    def _order(self) -> tuple[dict[tuple[int, int], list[Bundle]], dict[tuple[int, int], list[int]]]:
        bundles: dict[tuple[int, int], list[Bundle]] = {}
        slots: dict[tuple[int, int], list[int]] = {}
        pieces = [run for runs in self.runs.values() for run in runs]
        for (axis, line), runs in by_line(pieces).items():
            if self.grid.lines[axis][line].kind != CHANNEL:
                continue
            bundles[axis, line] = bundles_of(runs, self.paths)
            crossing = 1 - axis

            def centre(position: float, crossing: int = crossing) -> bool:
                return position != int(position) or self.grid.is_centre(crossing, int(position))

            slots[axis, line] = slots_of(bundles[axis, line], centre)
        return bundles, slots

    def _scale(self) -> tuple[Scale, Scale]:
        counts = {key: max(slots) + 1 for key, slots in self.slots.items()}
        bands = [
            28 + 15 * len(stage.name) if self.upright else 20 + 16 * len(stage.name) for stage in self.chart.stages
        ]
        if self.upright:
            lanes = [min(len(lane.name), 8) * NAME + 16 for lane in self.chart.lanes]
        else:
            lanes = [-(-len(lane.name) // 6) * 18.0 + 16 for lane in self.chart.lanes]
        scales = scales_of(self.grid, self.extents, counts, (bands, lanes if self.chart.lanes[0].name else ()))
        for key, bundles in self.bundles.items():
            axis, line = key
            for bundle, slot in zip(bundles, self.slots[key], strict=True):
                for run in bundle.runs:
                    run.fixed = slot_position(scales[axis], axis, line, slot, counts[key])
        return scales

    def _page(self, along: float, across: float) -> Point:
        return (across, along) if self.upright else (along, across)

    def _rect(self, along: float, across: float, length: float, width: float) -> Rect:
        return Rect(across, along, width, length) if self.upright else Rect(along, across, length, width)

    def _middle(self, node: str) -> tuple[float, float]:
        spot = self.grid.cells[node]
        return self.scales[ALONG].middle[spot[0]], self.scales[ACROSS].middle[spot[1]]

    def _run_at(self, run: Run, stub: float) -> float:
        if run.fixed is not None:
            return run.fixed
        return self.scales[run.axis].middle[run.line] + (stub if run.order == 0 else 0.0)

    def _border(self, end: str, spot: Spot, side: int) -> float:
        """Return the coordinate, along the stub, of the border that a link starts or ends at."""
        axis = side % 2
        sign = 1 if side in (AFTER, PLUS) else -1
        if end in self.grid.pools:
            return self.scales[ACROSS].middle[spot[1]] - (self._pool_half() if spot[1] else -self._pool_half())
        port = self.ports.get(end)
        node = port.host if port else end
        reach = self._half(node)[axis] + (RADIUS if port and side == port.side else 0.0)
        return self._middle(node)[axis] + sign * reach

    def _pool_half(self) -> float:
        return 17.0

    def _points(self, at: int) -> tuple[Point, ...]:
        link = self.drawn[at]
        source, target = self._direction(link)
        port = self.ports.get(source)
        path, runs = self.paths[at], self.runs[at]
        directions = steps_of(path)
        fixed = [self._run_at(run, port.offset if port else 0.0) for run in runs]
        flow: list[tuple[float, float]] = []
        ends = (
            self._border(source, path[0], directions[0]),
            self._border(target, path[-1], (directions[-1] + 2) % 4),
        )
        moving = [ends[0], *fixed[1:]]
        for run, here, other in zip(runs, fixed, moving, strict=True):
            flow.append((here, other) if run.axis == ALONG else (other, here))
            if run.order + 1 < len(runs):
                following = fixed[run.order + 1]
                flow.append((here, following) if run.axis == ALONG else (following, here))
        last = runs[-1]
        flow.append((fixed[-1], ends[1]) if last.axis == ALONG else (ends[1], fixed[-1]))
        points = simple([self._page(*point) for point in flow])
        return points if source == link.source else tuple(reversed(points))

    def finish(self) -> Layout:
        """Put everything together."""
        length, width = self.scales[ALONG].length, self.scales[ACROSS].length
        page = self._page(length, width)
        boxes = self._placed_boxes()
        links = self._placed_links(boxes)
        lanes = self._strips(ACROSS, len(self.chart.lanes), length)
        bands = self._strips(ALONG, len(self.chart.stages), width)
        return Layout(
            self.chart, self.orientation, page[0], page[1], boxes, links, lanes, bands, self._pool_rects(length)
        )

    def _placed_boxes(self) -> dict[str, PlacedBox]:
        placed: dict[str, PlacedBox] = {}
        for node in self.chart.nodes:
            box = self.boxes[node.id]
            if node.id in self.grid.cells:
                along, across = self._middle(node.id)
                half = self._half(node.id)
                rect = self._rect(along - half[0], across - half[1], 2 * half[0], 2 * half[1])
                placed[node.id] = PlacedBox(box, rect)
                if node.id in self.inner:
                    placed.update(moved_boxes(self.inner[node.id], *inside(rect)))
            elif node.id in self.ports:
                placed[node.id] = self._placed_event(box, self.ports[node.id])
        return placed

    def _placed_event(self, box: Box, port: Port) -> PlacedBox:
        along, across = self._middle(port.host)
        host = self.boxes[port.host]
        seat = across + (1 if port.side == PLUS else -1) * self._half(port.host)[1]
        circle = self._rect(along + port.offset - RADIUS, seat - RADIUS, 2 * RADIUS, 2 * RADIUS)
        if not box.label:
            return PlacedBox(box, circle)
        low, low_across, size, size_across = ports.name_rect(port, box, host, self.upright)
        return PlacedBox(box, circle, self._rect(along + low, across + low_across, size, size_across))

    def _placed_links(self, boxes: Mapping[str, PlacedBox]) -> tuple[PlacedLink, ...]:
        points = self.points
        page = Rect(0, 0, *self._page(self.scales[ALONG].length, self.scales[ACROSS].length))
        found: dict[int, Rect] = {}
        for at, anchor in self.anchors.items():
            if anchor.node is not None:
                centre = self._page(*self._middle(anchor.node))
                found[at] = labels.label_rect(anchor, centre, self._half(anchor.node), self.upright)
        own = [placed for placed in boxes.values() if placed.box.node.id in self.boxes]
        taken = [placed.rect for placed in own] + [placed.label for placed in own if placed.label]
        drawn = [labels.thin(segment) for line in points.values() for segment in pairwise(line)]
        for at, anchor in self.anchors.items():
            if anchor.node is None:
                found[at] = labels.seek(anchor.lines, points[at], taken, drawn, found.values(), page)
        placed = [
            PlacedLink(self.drawn[at], points[at], self.anchors[at].lines if at in found else (), found.get(at))
            for at in sorted(self.paths)
        ]
        for node, layout in self.inner.items():
            x, y = inside(boxes[node].rect)
            placed.extend(moved_link(link, x, y) for link in layout.links)
        return tuple(placed)

    def _strips(self, axis: int, count: int, breadth: float) -> tuple[Rect, ...]:
        strips: list[Rect] = []
        for group in range(count):
            members = [at for at, line in enumerate(self.grid.lines[axis]) if line.group == group]
            if not members:
                low = high = strips[-1].bottom if strips else 0.0
            else:
                low, high = self.scales[axis].low[members[0]], self.scales[axis].high[members[-1]]
            if axis == ACROSS:
                strips.append(self._rect(0, low, breadth, high - low))
            else:
                side = [at for at, line in enumerate(self.grid.lines[ACROSS]) if line.group >= 0]
                left, right = self.scales[ACROSS].low[side[0]], self.scales[ACROSS].high[side[-1]]
                strips.append(self._rect(low, left, high - low, right - left))
        return tuple(strips)

    def _pool_rects(self, length: float) -> dict[str, Rect]:
        rects: dict[str, Rect] = {}
        for pool, (line, reach) in self.grid.pools.items():
            low = self.scales[ALONG].low[reach.start] if reach else 0.0
            high = self.scales[ALONG].high[reach.stop - 1] if reach else length
            middle = self.scales[ACROSS].middle[line]
            rects[pool] = self._rect(low + 2, middle - self._pool_half(), high - low - 4, 2 * self._pool_half())
        return rects
