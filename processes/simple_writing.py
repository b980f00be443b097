"""From a table to the file: what is there is kept and only said anew, what is new is made, what is gone goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.bpmn.read import parse, read
from engine.bpmn.xml import BPMN, local
from engine.errors import Invalid
from engine.text import zh
from processes.simple_nodes import (
    Ids,
    end_node,
    lane_node,
    put_in_lanes,
    say,
    set_arrows,
    set_condition,
    set_name,
    step_node,
    without_drawing,
    without_loose_ends,
)
from processes.simple_reading import read_table, table_of
from processes.simple_shape import Misfit, Shape
from processes.simple_table import (
    CHOICE,
    JOINED,
    ONWARD,
    WAIT,
    Branches,
    Exit,
    NotThatShape,
    Row,
    Table,
    meaning,
    units_of,
)


@dataclass
class Link:
    """One arrow to be drawn; ``exit`` is what the table says of it, None where it only leads on."""

    source: str
    target: str
    exit: Exit | None = None


def write_table(table: Table, base: bytes) -> bytes:
    """Return ``base`` with the flow of ``table``; what the table does not show stays as it is in ``base``.

    A table that says what ``base`` says gives ``base`` itself. Where nodes or arrows come or go the drawing is left
    out, to be made by ``diagrams.interchange.with_layout``. Raises Invalid where ``base`` is not of the shape of a
    table, and where the table would not be read back as it is (``processes.simple_editing.mistakes`` says why).
    """
    try:
        old = table_of(Shape(read(base)))
    except Misfit as misfit:
        raise Invalid(misfit.reason.text) from None
    if table == old:
        return base
    written = _Writer(table, base).written()
    again = read_table(written)
    if isinstance(again, NotThatShape):
        raise Invalid(zh("这样的流程写得出来，表里却读不回来：{why}。请改一改，或者在图上画。", why=str(again.text)))
    if meaning(again) != meaning(table):
        raise Invalid(zh("表里的流程写成文件后读不回来，没有保存。请在图上修改。"))
    return written


class _Writer:
    def __init__(self, table: Table, base: bytes) -> None:
        self.table, self.root = table, parse(base)
        model = read(base)
        self.shape = Shape(model)
        self.old = {row.id: row for row in table_of(self.shape).rows}
        self.ids = Ids(self.root)
        self.process = next(one for one in self.root.iter(BPMN + "process") if one.get("id") in (model.main.id, None))
        self.nodes = {node.get("id"): node for node in self.process if node.get("id") in self.shape.elements}
        self.flows = {node.get("id"): node for node in self.process.iterfind(BPMN + "sequenceFlow")}
        self.before = (set(self.nodes) | set(self.flows), self._lanes_before(), len(table_of(self.shape).places))
        self.units = units_of(table.rows)
        self.order: list[str] = [self.shape.start]
        self.links: list[Link] = []
        self.lane = {self.shape.start: self.shape.elements[self.shape.start].lane or ""}
        self.merges: dict[str, str] = {}
        self.decides: dict[str, str] = {}
        self.gates: dict[str, tuple[str, str]] = {}

    def _lanes_before(self) -> dict[str, str]:
        return {one.id: one.lane or "" for one in self.shape.elements.values()}

    def written(self) -> bytes:
        for unit in self.units:
            if len(unit) > 1:
                self.gates[unit[0][0].id] = self._gates_of(unit)
        entries = [self._entry(unit) for unit in self.units]
        following = [*entries, self.table.end.id][1:]
        self.links.append(Link(self.shape.start, entries[0] if entries else self.table.end.id))
        for unit, onward in zip(self.units, following, strict=True):
            self._unit(unit, onward)
        for end in self.table.ends:
            node = self.nodes.setdefault(end.id, end_node(end))
            if node.get("name", "") != end.name:
                node.set("name", end.name)
            self.order.append(end.id)
            self.lane[end.id] = self._lane_of_end(end.id)
        self._merged()
        self._finish()
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8"))

    def _entry(self, unit: Branches) -> str:
        first = unit[0][0].id
        return self.gates[first][0] if first in self.gates else first

    def _gates_of(self, unit: Branches) -> tuple[str, str]:
        """Return split and join of a block: those of the first block of the file that has a row of it."""
        rows = {row.id for branch in unit for row in branch}
        used = {gate for pair in self.gates.values() for gate in pair}
        for block in self.shape.blocks:
            if block.split not in used and any(branch & rows for branch in block.branches):
                return block.split, block.join
        first = unit[0][0].id
        split, join = self.ids.fresh(f"{first}_apart"), self.ids.fresh(f"{first}_together")
        for gate, name in ((split, "并行办理"), (join, "全部办完")):
            self.nodes[gate] = etree.Element(BPMN + "parallelGateway", id=gate, name=name)
        return split, join

    def _unit(self, unit: Branches, onward: str) -> None:
        if len(unit) == 1:
            for row in unit[0]:
                self._row(row, onward, "")
            return
        split, join = self.gates[unit[0][0].id]
        self.order.append(split)
        self.lane[split] = self._kept_lane(split) or unit[0][0].lane
        for branch in unit:
            self.links.append(Link(split, branch[0].id))
            for row, after in zip(branch, [*(one.id for one in branch[1:]), join], strict=True):
                self._row(row, after, join)
        self.order.append(join)
        self.lane[join] = self._kept_lane(join) or unit[0][-1].lane
        self.links.append(Link(join, onward))

    def _row(self, row: Row, onward: str, join: str) -> None:
        node = self.nodes.setdefault(row.id, step_node(row))
        before = self.old.get(row.id)
        say(node, row, before)
        self.order.append(row.id)
        self.lane[row.id] = row.lane
        moved = before is not None and before.lane != row.lane
        around = [one for pair in self.shape.reminders.get(row.id, ()) for one in pair]
        for event, end in self.shape.reminders.get(row.id, ()):
            self.links.append(Link(event, end))
        exits = row.exits or (Exit(),)
        if row.kind == WAIT:
            for one in exits:
                around.append(one.via)
                self.links += [Link(row.id, one.via), Link(one.via, self._target(one.to, onward, join, row))]
        else:
            source = row.id
            if len(exits) > 1 and row.kind != CHOICE:
                source = self._decision(row)
                around.append(source)
                self.links.append(Link(row.id, source))
            self.decides[source] = row.id
            self.links += [Link(source, self._target(one.to, onward, join, row), one) for one in exits]
        for name in around:
            self.order.append(name)
            self.lane[name] = row.lane if moved else self._kept_lane(name) or row.lane

    def _decision(self, row: Row) -> str:
        gateway = self.shape.attached.get(row.id) or self._folded_into(row)
        if gateway is None:
            gateway = self.ids.fresh(f"{row.id}_outcome")
            self.nodes[gateway] = etree.Element(BPMN + "exclusiveGateway", id=gateway, name=f"{row.name}结果")
        return gateway

    def _folded_into(self, row: Row) -> str | None:
        """Return the decision of its own that has become that of ``row``."""
        kept = {one.id for one in self.table.rows}
        same = [(one.name, one.condition) for one in row.exits]
        return next((
            one.id for one in self.old.values()
            if one.kind == CHOICE and one.id not in kept and one.id not in self.order
            and [(way.name, way.condition) for way in one.exits] == same
        ), None)  # fmt: skip

    def _target(self, to: str, onward: str, join: str, row: Row) -> str:
        if to == ONWARD:
            return onward
        if to == JOINED:
            return join or onward
        inside = any(row.id == one.id for unit in self.units if unit[0][0].id == to for b in unit for one in b)
        return self.gates[to][0] if to in self.gates and not inside else to

    def _kept_lane(self, node: str) -> str:
        lane = self.shape.elements[node].lane if node in self.shape.elements else None
        return lane if lane in {place.id for place in self.table.places} else ""

    def _lane_of_end(self, end: str) -> str:
        leads = next((link.source for link in self.links if link.target == end), "")
        return self._kept_lane(end) or self.lane.get(leads, "")

    def _merged(self) -> None:
        """Bring ways together where a parallel gateway would wait for each of them, and where they came together."""
        for split, join in self.gates.values():
            self._one_way_in(split, [link for link in self.links if link.target == split])
            for link in [one for one in self.links if one.source == split]:
                members = self._branch_of(link.target)
                self._one_way_in(join, [one for one in self.links if one.target == join and one.source in members])
        met: dict[str, list[Link]] = {}
        for link in self.links:
            merge = self._merge_of(link)
            if merge and merge not in self.merges and link.source not in self.merges:
                met.setdefault(merge, []).append(link)
        for merge, links in met.items():
            if len(links) > 1:
                self._through(merge, links[0].target, links)

    def _branch_of(self, entry: str) -> set[str]:
        ends = {gate for pair in self.gates.values() for gate in pair}
        found, waiting = {entry}, [entry]
        while waiting:
            at = waiting.pop()
            fresh = {link.target for link in self.links if link.source == at} - found - ends
            found |= fresh
            waiting += fresh
        return found

    def _one_way_in(self, target: str, links: list[Link]) -> None:
        if len(links) > 1:
            known = next((merge for link in links if (merge := self._merge_of(link)) and merge not in self.merges), "")
            self._through(known or self._new_merge(target), target, links)

    def _merge_of(self, link: Link) -> str:
        """Return the gateway by which the file led this way, if it brings ways together to the same target."""
        for flow in self.shape.process.outgoing(link.source):
            if flow.target in self.shape.merges and self.shape.resolved(flow.target) == link.target:
                return flow.target
        return ""

    def _new_merge(self, target: str) -> str:
        merge = self.ids.fresh(f"{target}_merge")
        self.nodes[merge] = etree.Element(BPMN + "exclusiveGateway", id=merge)
        return merge

    def _through(self, merge: str, target: str, links: list[Link]) -> None:
        for link in links:
            link.target = merge
        if merge not in self.merges:
            self.merges[merge] = target
            self.order.insert(self.order.index(target), merge)
            self.lane[merge] = self._kept_lane(merge) or self.lane.get(target, "")
            self.links.append(Link(merge, target))

    def _finish(self) -> None:
        gone = self.shape.elements.keys() - set(self.order)
        arrows = [(self._flow(link), link) for link in self.links]
        self._defaults(arrows)
        for old in (*self.nodes.values(), *self.flows.values()):
            if old.getparent() is self.process:
                self.process.remove(old)
        at = sum(
            local(child) in ("documentation", "extensionElements", "laneSet", "property") for child in self.process
        )
        for number, name in enumerate(self.order):
            node = self.nodes[name]
            incoming = [flow.get("id") for flow, link in arrows if link.target == name]
            set_arrows(node, incoming, [flow.get("id") for flow, link in arrows if link.source == name])
            self.process.insert(at + number, node)
        for number, (flow, _link) in enumerate(arrows):
            self.process.insert(at + len(self.order) + number, flow)
        without_loose_ends(self.process, gone)
        self._lanes()
        lanes = {name: self.lane.get(name, "") for name in self.order}
        drawn = {*self.order, *(flow.get("id") for flow, _link in arrows)}
        if self.before != (drawn, lanes, len(self.table.places)):
            without_drawing(self.root)
        etree.indent(self.root, space="  ")

    def _flow(self, link: Link) -> Any:
        """Return the flow of a link: one of the file between the same nodes, else a new one."""
        found = next(
            (one for one in self.flows.values()
             if (one.get("sourceRef"), one.get("targetRef")) == (link.source, link.target)),
            None,
        )  # fmt: skip
        if found is not None:
            del self.flows[found.get("id")]
            if found.getparent() is not None:
                self.process.remove(found)
        else:
            name = self.ids.fresh(f"{link.source}_to_{link.target}")
            found = etree.Element(BPMN + "sequenceFlow", id=name, sourceRef=link.source, targetRef=link.target)
        if link.exit is not None:
            set_name(found, link.exit.name)
            set_condition(found, link.exit.condition)
        return found

    def _defaults(self, arrows: list[tuple[Any, Link]]) -> None:
        for source in self.decides:
            node = self.nodes[source]
            ways = [(flow, link.exit) for flow, link in arrows if link.source == source and link.exit is not None]
            otherwise = [flow for flow, said in ways if said is not None and not said.condition]
            if len(ways) > 1 and otherwise:
                node.set("default", otherwise[0].get("id"))
            else:
                node.attrib.pop("default", None)

    def _lanes(self) -> None:
        lane_set = self.process.find(BPMN + "laneSet")
        if lane_set is None and self.table.places:
            lane_set = etree.Element(BPMN + "laneSet", id=self.ids.fresh(f"{self.process.get('id')}_lanes"))
            self.process.insert(0, lane_set)
        known = {lane.get("id"): lane for lane in self.process.iterfind(f"{BPMN}laneSet/{BPMN}lane")}
        wanted = {place.id for place in self.table.places}
        for name, lane in known.items():
            if name not in wanted:
                lane.getparent().remove(lane)
        for place in self.table.places:
            if place.id not in known:
                lane_set.append(lane_node(place))
        put_in_lanes(self.process, self.lane, self.order)
