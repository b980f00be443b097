"""A parsed process to the chart that is to be drawn of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from diagrams import ranks, vocabulary
from diagrams.model import Chart, Lane, Link, Node, Pool, Stage
from engine.bpmn.model import SUB_PROCESSES, Element, Model, Process

KINDS: Mapping[str, str] = {
    "scriptTask": "system",
    "serviceTask": "system",
    "businessRuleTask": "system",
    "callActivity": "call",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "choice",
    "complexGateway": "complex",
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "boundaryEvent": "boundary",
}
TASK_SIGNS: Mapping[str, str] = {"sendTask": "send", "receiveTask": "receive"}
DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
UNITS = ("年", "个月", "周", "天", "小时", "分钟", "秒")
NAMELESS = {"start": "开始", "end": "结束"}


def chart_of(source: Model | Process) -> Chart:
    """Build the chart of a file's main process, or of one process without its surroundings.

    Other pools become closed boxes, joined by the file's message flows. Steps are numbered in reading order.
    """
    model = source if isinstance(source, Model) else Model((source,), source)
    process = model.main
    lanes, lane_of = _lanes(process)
    stages = _stages(process)
    pools, message_links = _surroundings(model)
    chart = _scope(model, None, lane_of, {stage.code: at for at, stage in enumerate(stages)})
    drawn = {node.id for node in chart.all_nodes()}
    name = process.name or next((pool.name for pool in model.pools if pool.process == process.id), "")
    noted = {link.source for link in model.associations} | {link.target for link in model.associations}
    remarks = tuple(note.text for note in model.annotations if note.id not in noted and note.text)
    ends = drawn | {pool.id for pool in pools}
    chart = replace(
        chart,
        id=process.id,
        name=name or process.id,
        lanes=lanes,
        stages=stages,
        pools=pools,
        remarks=remarks,
        links=chart.links + tuple(link for link in message_links if {link.source, link.target} <= ends),
    )
    return _numbered(chart, 0)[0]


def _scope(model: Model, scope: str | None, lane_of: Mapping[str, int], stage_at: Mapping[str, int]) -> Chart:
    """Build the chart of what lies directly in a sub-process, or in the process itself for None."""
    process = model.main
    nodes = [_node(model, element, lane_of, stage_at) for element in process.inside(scope)]
    present = {node.id for node in nodes}
    flows = [flow for flow in process.flows.values() if {flow.source, flow.target} <= present]
    hosts = {node.id: node.host for node in nodes if node.host in present}
    pairs = [(hosts.get(flow.source) or flow.source, flow.target) for flow in flows]
    ids = [node.id for node in nodes if node.id not in hosts]
    marked = {
        element.id: stage_at[code]
        for element in process.inside(scope)
        if (code := _own_stage(process, element) or "") in stage_at
    }
    back = {pair for pair in pairs if marked.get(pair[0], 0) > marked.get(pair[1], len(stage_at))}
    back |= ranks.back_links(ids, [pair for pair in pairs if pair not in back])
    forward = [pair for pair in pairs if pair not in back]
    order = ranks.topological(ids, forward)
    openers = [node.id for node in nodes if node.kind == "parallel" and sum(pair[0] == node.id for pair in pairs) > 1]
    stages = ranks.spread_stages(order, forward, marked, openers)
    # A step that a later stage comes back to leads on again: which link of the circle is the way back is the stages'
    # to say, not the walk's.
    back = {pair for pair in pairs if stages[pair[0]] > stages[pair[1]]}
    back |= ranks.back_links(ids, [pair for pair in pairs if pair not in back])
    forward = [pair for pair in pairs if pair not in back]
    rank = ranks.rank(ranks.topological(ids, forward), forward, stages)
    placed = [
        replace(node, rank=rank[hosts.get(node.id) or node.id], stage=stages[hosts.get(node.id) or node.id])
        for node in nodes
    ]
    links = [
        Link(flow.id, flow.name or "", flow.source, flow.target, back=pair in back)
        for flow, pair in zip(flows, pairs, strict=True)
    ]
    notes, ties = _notes(model, placed)
    return Chart(scope or "", "", (*placed, *notes), (*links, *ties))


def _node(model: Model, element: Element, lane_of: Mapping[str, int], stage_at: Mapping[str, int]) -> Node:
    given = element.properties
    kind = KINDS.get(element.type, "task")
    inner = None
    if element.type in SUB_PROCESSES:
        kind = "call"
        if model.main.inside(element.id):
            kind = "frame"
            inner = _scope(model, element.id, dict.fromkeys(lane_of, 0), {})
    repeat = "loop" if element.standard_loop else None
    if element.multi_instance:
        repeat = "sequential" if element.multi_instance.sequential else "parallel"
    sign = TASK_SIGNS.get(element.type)
    if element.event and element.event.kind != "none":
        sign = element.event.kind
    limit = given.get("limitWorkdays", "")
    return Node(
        id=element.id,
        name=_flat(element.name) or NAMELESS.get(kind, ""),
        kind=kind,
        type=element.type,
        lane=lane_of.get(element.id, 0),
        sign=sign,
        detail=duration(element.event.timer[1]) if element.event and element.event.timer else "",
        post=vocabulary.post_name(given["post"]) if given.get("post") else "",
        limit=int(limit) if re.fullmatch(r"[0-9]{1,4}", limit) else None,
        fee=given.get("fee", "") not in ("", "0", "false"),
        document=given.get("document", ""),
        repeat=repeat,
        host=element.attached_to if kind == "boundary" else None,
        interrupting=element.interrupting,
        inner=inner,
        work=_flat(given.get("work")),
        visit=given.get("channel") == "window",
    )


def duration(text: str) -> str:
    """Say an ISO 8601 duration in Chinese; empty for anything else, since an expression is no text for readers."""
    match = DURATION.fullmatch(text.strip().strip("\"'"))
    if not match:
        return ""
    return " ".join(f"{amount} {unit}" for amount, unit in zip(match.groups(), UNITS, strict=True) if amount)


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _notes(model: Model, nodes: Sequence[Node]) -> tuple[list[Node], list[Link]]:
    """Draw annotations beside what they are tied to; one that is tied to several stands at the first."""
    texts = {note.id: note for note in model.annotations if note.text}
    by_id = {node.id: node for node in nodes}
    notes: dict[str, Node] = {}
    ties: list[Link] = []
    for link in model.associations:
        note, element = (link.source, link.target) if link.source in texts else (link.target, link.source)
        if note not in texts or element not in by_id:
            continue
        beside = by_id[by_id[element].host or element]
        notes.setdefault(
            note,
            Node(note, _flat(texts[note].text), "note", "textAnnotation", beside.lane, beside.stage, beside.rank),
        )
        ties.append(Link(link.id, "", element, note, "association"))
    return list(notes.values()), ties


def _own_stage(process: Process, element: Element) -> str | None:
    own = element.properties.get("stage")
    if own or element.type not in SUB_PROCESSES:
        return own
    return next((code for inner in process.inside(element.id) if (code := _own_stage(process, inner))), None)


def _stages(process: Process) -> tuple[Stage, ...]:
    """Return the stages that occur: the five lawful ones in their order, then others as they come."""
    used = dict.fromkeys(code for element in process.elements.values() if (code := element.properties.get("stage")))
    order = [code for code in vocabulary.STAGES if code in used]
    order += [code for code in used if code not in vocabulary.STAGES]
    return tuple(Stage(code, vocabulary.stage_name(code)) for code in order)


def _lanes(process: Process) -> tuple[tuple[Lane, ...], dict[str, int]]:
    """Return the lanes that hold something and each element's; one without a lane joins its neighbours."""
    within = dict.fromkeys((element.lane for element in process.inside(None) if element.lane), True)
    used = [lane for lane in process.lanes if lane.id in within]
    if not used:
        return (Lane("", ""),), dict.fromkeys(process.elements, 0)
    at = {lane.id: number for number, lane in enumerate(used)}
    lane_of = {element.id: at[element.lane] for element in process.inside(None) if element.lane in at}
    pending = [element for element in process.inside(None) if element.id not in lane_of]
    while pending:
        known = {element.id: lane for element in pending if (lane := _near(process, element, lane_of)) is not None}
        lane_of.update(known or dict.fromkeys((element.id for element in pending), 0))
        pending = [element for element in pending if element.id not in lane_of]
    names = [" ".join(lane.name.split()) for lane in used]
    lanes = tuple(
        Lane(lane.id, name, lane.level or "", lane.department or "") for lane, name in zip(used, names, strict=True)
    )
    return lanes, {**dict.fromkeys(process.elements, 0), **lane_of}


def _near(process: Process, element: Element, lane_of: Mapping[str, int]) -> int | None:
    near: Iterable[str | None] = (
        element.attached_to,
        *(flow.source for flow in process.incoming(element.id)),
        *(flow.target for flow in process.outgoing(element.id)),
    )
    return next((lane_of[other] for other in near if other and other in lane_of), None)


def _surroundings(model: Model) -> tuple[tuple[Pool, ...], list[Link]]:
    """Return the other participants and the message flows, each end lifted to the pool it lies in."""
    own = next((at for at, pool in enumerate(model.pools) if pool.process == model.main.id), -1)
    pools = tuple(
        Pool(pool.id, _flat(pool.name) or _process_name(model, pool.process), at < own)
        for at, pool in enumerate(model.pools)
        if at != own
    )
    pool_of = {pool.process: pool.id for pool in model.pools if pool.process}
    lift: dict[str, str] = {
        element: pool_of[process.id]
        for process in model.processes
        if process.id in pool_of and process.id != model.main.id
        for element in process.elements
    }
    top = {element.id: _outermost(model.main, element) for element in model.main.elements.values()}
    links = [
        Link(link.id, _flat(link.name), _lifted(link.source, lift, top), _lifted(link.target, lift, top), "message")
        for link in model.message_flows
    ]
    return pools, links


def _lifted(end: str, lift: Mapping[str, str], top: Mapping[str, str]) -> str:
    return lift.get(end) or top.get(end) or end


def _outermost(process: Process, element: Element) -> str:
    while element.scope is not None and element.scope in process.elements:
        element = process.elements[element.scope]
    return element.id


def _process_name(model: Model, process_id: str | None) -> str:
    process = model.process(process_id) if process_id else None
    return _flat(process.name) if process else ""


def _numbered(chart: Chart, last: int) -> tuple[Chart, int]:
    """Number the steps by rank, then lane, then document order; a frame's steps come at the frame's place."""
    numbered: dict[str, Node] = {}
    for node in sorted(chart.nodes, key=lambda node: (node.rank, node.lane)):
        if node.inner is not None:
            inner, last = _numbered(node.inner, last)
            numbered[node.id] = replace(node, inner=inner)
        elif node.kind in ("task", "system", "call"):
            last += 1
            numbered[node.id] = replace(node, number=last)
    return replace(chart, nodes=tuple(numbered.get(node.id, node) for node in chart.nodes)), last
