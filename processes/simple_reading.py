"""From a file to its table: which row stands where, and where each of its ways leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.bpmn.model import BpmnError, Element
from engine.bpmn.read import read
from engine.text import zh
from processes.simple_shape import Block, Misfit, Shape
from processes.simple_table import (
    JOINED,
    ONWARD,
    PROPERTIES,
    Branches,
    End,
    Exit,
    NotThatShape,
    Place,
    Row,
    Table,
    flat,
)


def read_table(bpmn: bytes) -> Table | NotThatShape:
    """Return the table of a file, or why it has none; reading never loses anything that writing would not keep."""
    try:
        return table_of(Shape(read(bpmn)))
    except BpmnError as problem:
        return NotThatShape(problem.text, problem.element or "")
    except Misfit as misfit:
        return misfit.reason


def table_of(shape: Shape) -> Table:
    """Return the table of a flow; raises Misfit where rows in one order cannot say it."""
    order = _Order(shape)
    try:
        return _in_this_order(shape, order)
    except Misfit as misfit:
        # Loops that are entered in their middle have no order of their own; a table that was written has the file's.
        order.entries.sort(key=lambda one: order.index[one])
        try:
            return _in_this_order(shape, order)
        except Misfit:
            raise misfit from None


def _in_this_order(shape: Shape, whole: _Order) -> Table:
    last = whole.entries[-1] if whole.entries else None
    reached = [to for to in _reached(shape, last) if to in shape.ends]
    if not shape.ends:
        raise Misfit(zh("图上没有结束"))
    end = shape.ends[-1] if shape.ends[-1] in reached or not reached else reached[0]
    units: list[Branches] = []
    for at, entry in enumerate(whole.entries):
        onward = whole.entries[at + 1] if at + 1 < len(whole.entries) else end
        block = whole.blocks.get(entry)
        if block is None:
            units.append(((_row(shape, entry, onward, None),),))
            continue
        if shape.after(block.join) != onward:
            name = shape.elements[block.join].name or block.join
            raise Misfit(zh("“{name}”汇合以后不是接着下一个步骤", name=name), block.join)
        units.append(tuple(_branch(shape, block, number) for number in whole.order_of_branches(block)))
    if shape.after(shape.start) != (whole.entries[0] if whole.entries else end):
        raise Misfit(zh("开始以后不是接着第一个步骤"), shape.start)
    return Table(
        rows=flat(units),
        places=tuple(Place(one.id, one.name, one.department or "", one.level or "") for one in shape.process.lanes),
        end=_end(shape.elements[end]),
        other_ends=tuple(_end(shape.elements[one]) for one in shape.ends if one != end),
        filed_at=shape.elements[shape.start].lane or "",
        owners=_owners(shape),
    )


def _end(one: Element) -> End:
    return End(one.id, one.name)


def _reached(shape: Shape, entry: str | None) -> list[str]:
    if entry is None:
        return [shape.after(shape.start)]
    block = next((one for one in shape.blocks if one.split == entry), None)
    if block is not None:
        return [shape.after(block.join)]
    ways = shape.ways[entry]
    return [way.to for way in sorted(ways, key=lambda way: bool(way.flow.condition))]


def _branch(shape: Shape, block: Block, number: int) -> tuple[Row, ...]:
    inside = block.branches[number]
    order = in_order(
        block.entries[number],
        inside,
        lambda row: [way.to for way in shape.ways[row] if way.to in inside],
        _index(shape),
    )
    following = [*order[1:], block.join]
    return tuple(_row(shape, row, onward, block) for row, onward in zip(order, following, strict=True))


def _row(shape: Shape, row: str, onward: str, block: Block | None) -> Row:
    one = shape.elements[row]
    said = one.properties
    exits = tuple(_exit(shape, way, onward, block) for way in shape.ways[row])
    if len(exits) == 1 and exits[0] == Exit():
        exits = ()
    known: dict[str, Any] = {field: said.get(name, "") for field, name in PROPERTIES.items()}
    return Row(
        id=row,
        name=one.name,
        kind=shape.kinds[row],
        lane=one.lane or "",
        called=one.called or "",
        exits=exits,
        other=tuple((name, value) for name, value in said.items() if name not in PROPERTIES.values()),
        repeated=_repeated(one),
        reminders=tuple(shape.elements[event].name or event for event, _end in shape.reminders.get(row, ())),
        **known,
    )


def _repeated(one: Element) -> str:
    if one.multi_instance is not None:
        return one.multi_instance.collection or one.multi_instance.cardinality or "?"
    return (one.loop.condition or "?") if one.loop is not None else ""


def _exit(shape: Shape, way: Any, onward: str, block: Block | None) -> Exit:
    to = way.to
    if to == onward:
        to = ONWARD
    elif block is not None and to == block.join:
        to = JOINED
    else:
        other = next((one for one in shape.blocks if one.split == to), None)
        if other is not None:
            to = _first(shape, other)
    name = shape.elements[way.via].name if way.via else way.flow.name
    return Exit(name, way.flow.condition or "", to, way.via)


def _first(shape: Shape, block: Block) -> str:
    index = _index(shape)
    number = min(range(len(block.branches)), key=lambda one: min(index[row] for row in block.branches[one]))
    return block.entries[number]


def _index(shape: Shape) -> Mapping[str, int]:
    return {element: at for at, element in enumerate(shape.elements)}


class _Order:
    """The rows and blocks of a flow in one order: each behind all that lead to it, as the file has them otherwise."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.index = shape, dict(_index(shape))
        self.blocks = {block.split: block for block in shape.blocks}
        for block in shape.blocks:
            self.index[block.split] = min(self.index[row] for branch in block.branches for row in branch)
        units = {row for row in shape.kinds if row not in shape.block_of} | self.blocks.keys()
        begin = shape.after(shape.start)
        joined = {block.split: shape.after(block.join) for block in shape.blocks}
        self.entries = in_order(begin if begin in units else None, units, self._next, self.index, joined)

    def _next(self, unit: str) -> list[str]:
        block = self.blocks.get(unit)
        if block is not None:
            return [self.shape.after(block.join)]
        return [way.to for way in self.shape.ways[unit]]

    def order_of_branches(self, block: Block) -> list[int]:
        return sorted(range(len(block.branches)), key=lambda one: min(self.index[row] for row in block.branches[one]))


def in_order(
    begin: str | None,
    nodes: set[str],
    following: Callable[[str], Iterable[str]],
    index: Mapping[str, int],
    at_once: Mapping[str, str] | None = None,
) -> list[str]:
    """Return ``nodes`` with ``begin`` first and each behind all that lead to it, loops aside; else by ``index``.

    ``at_once`` names what has to stand right behind a node if it can.
    """
    by_place = sorted(nodes, key=lambda one: index[one])
    first = [begin] if begin is not None else []
    edges = {one: sorted(set(following(one)) & nodes, key=lambda to: index[to]) for one in nodes}
    ahead = _without_loops([*first, *by_place], edges)
    if begin is not None and _entered_in_the_middle(begin, edges, ahead):
        # Where a loop begins is then a matter of taste, and the file's own order is as good as any.
        forward = {one: [to for to in targets if index[to] > index[one]] for one, targets in edges.items()}
        if _reached_from(begin, forward) == _reached_from(begin, edges):
            ahead = forward
    left = {one: sum(one in targets for targets in ahead.values()) for one in nodes}
    found: list[str] = []
    while len(found) < len(nodes):
        able = [one for one in by_place if one not in found and not left[one]]
        wanted = (at_once or {}).get(found[-1]) if found else begin
        found.append(wanted if wanted is not None and wanted in able else able[0])
        for target in ahead[found[-1]]:
            left[target] -= 1
    return found


def _entered_in_the_middle(begin: str, edges: Mapping[str, list[str]], ahead: Mapping[str, list[str]]) -> bool:
    """Return whether some loop can be entered elsewhere than where its way back leads."""
    return any(
        one in _reached_from(begin, edges, without=target)
        for one, targets in edges.items()
        for target in targets
        if target not in ahead[one] and target not in (begin, one)
    )


def _reached_from(begin: str, edges: Mapping[str, list[str]], without: str = "") -> set[str]:
    found, waiting = {begin}, [begin]
    while waiting:
        fresh = [to for to in edges[waiting.pop()] if to not in found and to != without]
        found.update(fresh)
        waiting += fresh
    return found


def _without_loops(roots: Iterable[str], edges: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the edges without those that lead back to where the walk from ``roots`` came from."""
    kept: dict[str, list[str]] = {one: [] for one in edges}
    done: set[str] = set()
    for root in roots:
        if root in done:
            continue
        on_way, walk = {root}, [(root, iter(edges[root]))]
        while walk:
            at, targets = walk[-1]
            target = next(targets, None)
            if target is None:
                done.add(at)
                on_way.discard(at)
                walk.pop()
            elif target not in on_way:
                kept[at].append(target)
                if target not in done:
                    on_way.add(target)
                    walk.append((target, iter(edges[target])))
    return kept


def _owners(shape: Shape) -> dict[str, str]:
    """Return the row by which each thing that is drawn is to be found in the table."""
    found = {row: row for row in shape.kinds}
    found |= {gateway: row for row, gateway in shape.attached.items()}
    found |= dict(shape.catches)
    for row, pairs in shape.reminders.items():
        found |= {one: row for pair in pairs for one in pair}
    for block in shape.blocks:
        first = _first(shape, block)
        found |= {block.split: first, block.join: first}
    for merge in shape.merges:
        target = shape.resolved(merge)
        if target in found:
            found[merge] = found[target]
    for flow in shape.process.flows.values():
        if flow.source in found or flow.target in found:
            found[flow.id] = found.get(flow.source) or found[flow.target]
    return found
