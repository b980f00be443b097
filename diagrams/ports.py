"""Boundary events on their host's border: which side, how far from the middle, and the room their names take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagrams.boxes import BOUNDARY, Box, block_size
from diagrams.geometry import AFTER, BEFORE, MINUS, PLUS, Extent
from diagrams.grid import Grid
from diagrams.model import Chart

GAP, RADIUS = 3.0, BOUNDARY / 2


@dataclass(frozen=True)
class Port:
    """Where a boundary event sits: ``side`` PLUS or MINUS of its host, ``offset`` along the reading direction."""

    host: str
    side: int
    offset: float
    alone: bool


def ports_of(chart: Chart, grid: Grid, boxes: dict[str, Box], upright: bool) -> dict[str, Port]:
    """Seat every boundary event, and lengthen hosts in ``boxes`` on which several would not fit.

    ``upright`` is true when the reading direction is down the page.
    """
    sides: dict[tuple[str, int], list[str]] = defaultdict(list)
    for node in chart.nodes:
        if node.host and node.host in grid.cells:
            sides[node.host, _side(chart, grid, boxes, node.id, node.host, sides, upright)].append(node.id)
    ports: dict[str, Port] = {}
    for (host, side), events in sides.items():
        for event in events:
            corner = (1 if side == PLUS else -1, -1) if upright else (-1, 1 if side == PLUS else -1)
            boxes[event] = replace(boxes[event], outward=corner)
        rooms = [2 * RADIUS + _label(boxes[event], upright)[0] + 2 * GAP for event in events]
        needed = sum(rooms[:-1]) + 2 * RADIUS + 10
        boxes[host] = _seated(boxes[host], side, upright)
        if len(events) == 1:
            ports[events[0]] = Port(host, side, 0.0, True)
            continue
        at = -needed / 2 + 5 + RADIUS
        for event, room in zip(events, rooms, strict=True):
            ports[event] = Port(host, side, at, False)
            at += room
        boxes[host] = _lengthened(boxes[host], needed, upright)
    return ports


def _side(
    chart: Chart,
    grid: Grid,
    boxes: Mapping[str, Box],
    event: str,
    host: str,
    sides: Mapping[tuple[str, int], list[str]],
    upright: bool,
) -> int:
    here = grid.cells[host][1]
    targets = [grid.cells[link.target][1] for link in chart.links if link.source == event and link.target in grid.cells]
    if boxes[host].shape == "frame" and not upright:
        # A frame's title stands at its upper border.
        return PLUS
    wish = MINUS if targets and min(targets) < here and max(targets) <= here else PLUS
    other = MINUS if wish == PLUS else PLUS
    return wish if len(sides.get((host, wish), ())) <= len(sides.get((host, other), ())) + 1 else other


def _label(box: Box, upright: bool) -> tuple[float, float]:
    """Return a name's size along and across the reading direction."""
    width, height = box.label_size
    return (height, width) if upright else (width, height)


def _seated(box: Box, side: int, upright: bool) -> Box:
    """Keep a host's text clear of the half circles that reach into it."""
    if box.shape == "frame":
        return box
    if upright:
        sign = 12 if box.mark else 0
        return replace(box, width=max(box.width, block_size(box.lines)[0] + sign + 2 * (RADIUS + GAP)))
    inside = RADIUS - 4
    if side == PLUS:
        return replace(box, seated=True, height=box.height + inside, foot=box.foot + inside)
    return replace(box, height=box.height + inside, head=box.head + inside)


def _lengthened(box: Box, needed: float, upright: bool) -> Box:
    if upright:
        return replace(box, height=max(box.height, needed))
    return replace(box, width=max(box.width, needed))


def reserve(ports: Mapping[str, Port], boxes: Mapping[str, Box], extents: Mapping[str, Extent], upright: bool) -> None:
    """Widen the hosts' cells by the events' circles and names."""
    for event, port in ports.items():
        host = boxes[port.host]
        half_across = (host.width if upright else host.height) / 2
        along, across = _label(boxes[event], upright)
        extent = extents[port.host]
        extent.grow(port.side, half_across + max(RADIUS, GAP + across) + GAP)
        extent.grow(AFTER, port.offset + RADIUS + (along + 2 * GAP if along else 0))
        extent.grow(BEFORE, -port.offset + RADIUS)


def name_rect(port: Port, event: Box, host: Box, upright: bool) -> tuple[float, float, float, float]:
    """Return where an event's name stands from its host's centre: along low, across low, along and across size."""
    along, across = _label(event, upright)
    half = (host.width if upright else host.height) / 2
    low = half + GAP if port.side == PLUS else -half - GAP - across
    return port.offset + RADIUS + GAP, low, along, across


def room(event: Box, upright: bool) -> float:
    """Return what an event takes of its stub: its circle and, where its name stands right of the stub, that."""
    across = _label(event, upright)[1] if event.label and not upright else 0.0
    return max(RADIUS, across + GAP)
