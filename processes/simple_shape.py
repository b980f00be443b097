"""Is a flow of the shape that a table can say: steps in a line, decisions that lead to steps, plain parallel blocks?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from engine.bpmn.model import SUB_PROCESSES, Element, Flow, Model
from engine.text import Text, zh
from processes.simple_table import CHOICE, KEPT, PART, STEP, WAIT, NotThatShape

_KINDS = {"userTask": STEP, "callActivity": PART, "exclusiveGateway": CHOICE, "eventBasedGateway": WAIT}


class Misfit(Exception):
    """Something that no table can say."""

    def __init__(self, text: Text, element: str = "") -> None:
        super().__init__(str(text))
        self.reason = NotThatShape(text, element)


@dataclass
class Block:
    """Branches between a parallel split and its join; each branch is the set of its rows."""

    split: str
    join: str = ""
    branches: list[set[str]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """One way on from a row: the flow that says when, and the row, split, join or end that it reaches."""

    flow: Flow
    to: str
    via: str = ""


class Shape:
    """What each node of a flow is to a table; raises Misfit for the first that is nothing to it."""

    def __init__(self, model: Model) -> None:
        self.process = process = model.main
        _alone(model)
        self.elements = process.elements
        self.start = _start(model)
        self.reminders = dict(self._reminders())
        aside = {end for pairs in self.reminders.values() for _event, end in pairs}
        self.ends = [one.id for one in self.elements.values() if one.type == "endEvent" and one.id not in aside]
        self.merges = {one.id: self._out(one)[0].target for one in self.elements.values() if self._is_merge(one)}
        self.attached = dict(self._attached())
        self.catches = dict(self._catches())
        self.kinds = dict(self._rows())
        self.ways = {row: tuple(self._ways(row)) for row in self.kinds}
        self.blocks: list[Block] = []
        self.block_of: dict[str, Block] = {}
        self._find_blocks()
        self._no_way_into_blocks()
        self._all_known()

    def _out(self, element: Element) -> tuple[Flow, ...]:
        return self.process.outgoing(element.id)

    def resolved(self, target: str) -> str:
        """Return what a flow to ``target`` reaches behind gateways that only bring ways together."""
        seen = set()
        while target in self.merges and target not in seen:
            seen.add(target)
            target = self.merges[target]
        return target

    def _reminders(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each step with the events that remind of it and the ends these lead to."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in self.elements.values():
            if one.type != "boundaryEvent":
                continue
            out = self._out(one)
            end = self.elements.get(out[0].target) if len(out) == 1 else None
            only = end is not None and end.type == "endEvent" and len(self.process.incoming(end.id)) == 1
            if one.interrupting or end is None or not only or out[0].condition or one.attached_to is None:
                _refuse(one, zh("“{name}”不只是提醒：它会中断或者改变流程", name=_named(one)))
            found.setdefault(one.attached_to, []).append((one.id, end.id))
        yield from found.items()

    def _is_merge(self, one: Element) -> bool:
        out = self._out(one)
        together = one.type == "exclusiveGateway" and len(out) == 1 and not out[0].condition
        return together and bool(self.process.incoming(one.id))

    def _attached(self) -> Iterator[tuple[str, str]]:
        """Yield each step with the decision right behind it, which nothing else leads to."""
        for one in self.elements.values():
            incoming = self.process.incoming(one.id)
            if one.type != "exclusiveGateway" or one.id in self.merges or len(incoming) != 1:
                continue
            before = self.elements.get(incoming[0].source)
            asks = before is not None and before.type in ("userTask", "callActivity") and len(self._out(before)) == 1
            if asks and before is not None and not incoming[0].condition:
                yield before.id, one.id

    def _catches(self) -> Iterator[tuple[str, str]]:
        """Yield the events behind event gateways, with their gateway."""
        for one in self.elements.values():
            if one.type == "eventBasedGateway":
                for flow in self._out(one):
                    yield flow.target, one.id

    def _rows(self) -> Iterator[tuple[str, str]]:
        gateways = set(self.attached.values())
        for one in self.elements.values():
            if one.scope is not None or one.type in SUB_PROCESSES:
                _refuse(one, zh("“{name}”是子流程，或者在子流程里", name=_named(one)))
            if one.type in ("inclusiveGateway", "complexGateway"):
                _refuse(one, zh("“{name}”是包容网关或者复杂网关：几支里走哪几支要看条件", name=_named(one)))
            if one.type in ("startEvent", "endEvent", "boundaryEvent", "parallelGateway"):
                continue
            if one.id not in gateways and one.id not in self.merges and one.id not in self.catches:
                yield one.id, _KINDS.get(one.type, KEPT)

    def _ways(self, row: str) -> Iterator[Way]:
        one = self.elements[row]
        if self.kinds[row] == WAIT:
            for flow in self._out(one):
                event = self.elements[flow.target]
                out = self._out(event)
                if len(out) != 1 or out[0].condition or len(self.process.incoming(event.id)) != 1 or flow.name:
                    _refuse(event, zh("“{name}”后面不是只有一条路", name=_named(event)))
                yield Way(out[0], self.resolved(out[0].target), event.id)
            return
        decides = self.elements.get(self.attached.get(row, ""), one)
        flows = self._out(decides)
        if not flows:
            _refuse(one, zh("“{name}”后面没有连线", name=_named(one)))
        if len(flows) > 1 and decides.type != "exclusiveGateway":
            _refuse(one, zh("“{name}”后面同时走几条路，中间没有网关", name=_named(one)))
        otherwise = [flow for flow in flows if not flow.condition]
        bare = decides.default is None or [flow.id for flow in otherwise] == [decides.default]
        if len(otherwise) > 1 or (len(flows) == 1 and not otherwise) or (len(flows) > 1 and not bare):
            _refuse(decides, zh("“{name}”的几条路里，哪条有条件、哪条是其余情况，没有写清", name=_named(decides)))
        for flow in flows:
            yield Way(flow, self.resolved(flow.target))

    def _find_blocks(self) -> None:
        gateways = [one for one in self.elements.values() if one.type == "parallelGateway"]
        joins = {one.id for one in gateways if len(self.process.incoming(one.id)) > 1}
        for one in gateways:
            out = self._out(one)
            if (len(out) > 1) == (one.id in joins):
                _refuse(one, zh("“{name}”既不是只分开，也不是只汇合", name=_named(one)))
            if one.id not in joins:
                self.blocks.append(self._block(one, joins))
        met = {block.join for block in self.blocks}
        for join in joins - met:
            _refuse(self.elements[join], zh("“{name}”汇合的不是同一处分开的各支", name=_named(self.elements[join])))

    def _block(self, split: Element, joins: set[str]) -> Block:
        block = Block(split.id)
        met: set[str] = set()
        for flow in self._out(split):
            entry = self.resolved(flow.target)
            branch: set[str] = set()
            waiting = [entry]
            while waiting:
                at = waiting.pop()
                if at in joins:
                    met.add(at)
                elif at not in self.kinds:
                    text = zh("“{name}”分开的一支走到了“{other}”，没有只到汇合处", name=_named(split),
                              other=_named(self.elements[at]) if at in self.elements else at)  # fmt: skip
                    _refuse(split, text)
                elif at not in branch:
                    branch.add(at)
                    waiting += [way.to for way in self.ways[at]]
            if not branch or any(branch & other for other in block.branches):
                _refuse(split, zh("“{name}”分开的几支里有空的，或者互相连着", name=_named(split)))
            block.branches.append(branch)
            block.entries.append(entry)
        if len(met) != 1:
            _refuse(split, zh("“{name}”分开的各支不在同一处汇合", name=_named(split)))
        (block.join,) = met
        if any(other.join == block.join for other in self.blocks):
            _refuse(split, zh("“{name}”分开的各支不在同一处汇合", name=_named(split)))
        for branch in block.branches:
            self.block_of |= dict.fromkeys(branch, block)
        return block

    def _no_way_into_blocks(self) -> None:
        begins = [(self.start, way) for way in self._beginning()]
        for source, way in [*begins, *((row, way) for row, ways in self.ways.items() for way in ways)]:
            target = self.block_of.get(way.to)
            if target is not None and target is not self.block_of.get(source):
                other = self.elements[way.to]
                _refuse(other, zh("从并行的几支外面直接走到了“{name}”", name=_named(other)))

    def _beginning(self) -> Iterator[Way]:
        for one in (self.start, *(block.join for block in self.blocks)):
            flows = self.process.outgoing(one)
            if len(flows) != 1 or flows[0].condition:
                _refuse(self.elements[one], zh("“{name}”后面不是只有一条路", name=_named(self.elements[one])))
            yield Way(flows[0], self.resolved(flows[0].target))

    def _all_known(self) -> None:
        """What no table says would be gone once a table is written."""
        known = {self.start, *self.ends, *self.merges, *self.attached.values(), *self.catches, *self.kinds}
        known |= {gate for block in self.blocks for gate in (block.split, block.join)}
        known |= {one for row, pairs in self.reminders.items() if row in self.kinds for pair in pairs for one in pair}
        for one in self.elements.values():
            if one.id not in known:
                _refuse(one, zh("“{name}”在表里没有位置", name=_named(one)))

    def after(self, node: str) -> str:
        """Return what the start or a join leads to."""
        return self.resolved(self.process.outgoing(node)[0].target)


def _alone(model: Model) -> None:
    if model.faults:
        first = model.faults[0]
        raise Misfit(zh("文件有错误：{why}", why=str(first.text)), first.element)
    for process in model.processes:
        if process is not model.main and process.elements:
            raise Misfit(zh("文件里还有另一个流程“{name}”", name=process.name or process.id), process.id)
    if model.message_flows:
        raise Misfit(zh("图上有流程之间的消息流"), model.message_flows[0].id)
    for lane in model.main.lanes:
        if lane.parent is not None:
            raise Misfit(zh("泳道“{name}”在另一条泳道里", name=lane.name or lane.id), lane.id)
    for flow in model.main.flows.values():
        if not {flow.source, flow.target} <= model.main.elements.keys():
            raise Misfit(zh("有一条连线没有接到步骤上"), flow.id)


def _start(model: Model) -> str:
    starts = [one for one in model.main.elements.values() if one.type == "startEvent" and one.scope is None]
    if not starts:
        raise Misfit(zh("图上没有开始"))
    if len(starts) > 1:
        _refuse(starts[1], zh("“{name}”是第二个开始", name=_named(starts[1])))
    return starts[0].id


def _named(one: Element) -> str:
    return one.name or one.id


def _refuse(one: Element, text: Text) -> NoReturn:
    raise Misfit(text, one.id)
