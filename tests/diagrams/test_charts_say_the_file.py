"""A picture has exactly what its BPMN file has, worked out here from the XML alone, joined the same way."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import pytest
from lxml import etree

from diagrams import draw, matter_chart
from engine.bundle import Bundle
from processes.registry import HERE, folders, load_folder

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
MATTERS = [folder.name for folder in folders()]
NODES = ("Task", "Event", "Gateway", "callActivity")


@dataclass
class Flow:
    """A flow as the XML says it: per id the name, lane and limit, and the pairs that sequence flows join."""

    said: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)
    joined: set[tuple[str, str]] = field(default_factory=set)
    hosts: dict[str, str] = field(default_factory=dict)
    starts: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    calls: dict[str, str] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    reminders: set[str] = field(default_factory=set)
    gateways: set[str] = field(default_factory=set)

    def reach(self, *begin: str) -> set[str]:
        found, waiting = set(), list(begin)
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += [target for source, target in self.joined if source == here]
                waiting += [one for one, host in self.hosts.items() if host == here and one not in self.reminders]
        return found

    def without(self, left_out: set[str]) -> Flow:
        self.said = {key: one for key, one in self.said.items() if key not in left_out}
        self.joined = {pair for pair in self.joined if not set(pair) & left_out}
        return self


def read(content: bytes) -> Flow:
    process = etree.fromstring(content).find(f"{BPMN}process")
    flow, lane_of = Flow(), {}
    for lane in process.iter(f"{BPMN}lane"):
        name = " ".join(lane.get("name").split())
        department = [one.get("value") for one in lane.iter() if one.get("name") == "department"]
        flow.departments[name] = department[0] if department else ""
        lane_of |= {ref.text: name for ref in lane.iter(f"{BPMN}flowNodeRef")}
    for one in process:
        tag = etree.QName(one).localname
        if tag == "sequenceFlow":
            flow.joined.add((one.get("sourceRef"), one.get("targetRef")))
        elif tag.endswith(NODES):
            key = one.get("id")
            limit = [prop.get("value") for prop in one.iter() if prop.get("name") == "limitWorkdays"]
            lane = lane_of.get(key) or lane_of.get(one.get("attachedToRef"), "")
            flow.said[key] = (" ".join((one.get("name") or "").split()), lane, limit[0] if limit else None)
            flow.starts |= {key} if tag == "startEvent" else set()
            flow.ends |= {key} if tag == "endEvent" else set()
            flow.gateways |= {key} if tag.endswith("Gateway") else set()
            if tag == "callActivity":
                flow.calls[key] = one.get("calledElement")
            if tag == "boundaryEvent":
                flow.hosts[key] = one.get("attachedToRef")
                flow.reminders |= {key} if one.get("cancelActivity") == "false" else set()
    return flow


def with_steps_of_parts(flow: Flow, parts: dict[str, Flow]) -> Flow:
    """Put the steps of each part where it is called: between what leads to the call and what follows it."""
    for call, name in flow.calls.items():
        part, lane = parts[name], flow.said[call][1]
        main = part.reach(*part.starts)
        left_out = part.starts | (part.ends & main)
        ids = {key: f"{name}_{key}" if key in flow.said else key for key in part.said}
        place = {code: lane_name for lane_name, code in flow.departments.items() if code}
        before = {source for source, target in flow.joined if target == call}
        after = {target for source, target in flow.joined if source == call}
        first = {ids[target] for source, target in part.joined if source in part.starts}
        last = {ids[source] for source, target in part.joined if target in part.ends & main}
        flow.without({call})
        for key, (text, own_lane, limit) in part.said.items():
            if key not in left_out:
                code = part.departments.get(own_lane, "")
                flow.said[ids[key]] = (text, lane if code in ("", "caller") else place.get(code, lane), limit)
        flow.joined |= {(ids[a], ids[b]) for a, b in part.joined if not {a, b} & left_out}
        flow.joined |= set(product(before, first)) | set(product(last, after))
        flow.hosts |= {ids[event]: ids[host] for event, host in part.hosts.items()}
        flow.reminders |= {ids[event] for event in part.reminders}
    return flow


def expected(files: dict[str, bytes], kind: str) -> Flow:
    flow = read(files["process.bpmn"])
    parts = {}
    for name, content in files.items():
        if name.startswith("shared/"):
            parts[etree.fromstring(content).find(f"{BPMN}process").get("id")] = read(content)
    if kind in ("full", "online"):
        flow = with_steps_of_parts(flow, parts)
    if kind != "full":
        kept = flow.reach(*flow.starts)
        flow = flow.without(set(flow.said) - kept)
    if kind == "online":
        # A gateway at which nothing parts or meets is a bend in a line: none of the county's matters has one.
        degrees = {key: [sum(pair[end] == key for pair in flow.joined) for end in (0, 1)] for key in flow.gateways}
        assert degrees
        assert [1, 1] not in degrees.values()
    return flow


def shown_name(flow: Flow, key: str) -> str:
    return flow.said[key][0] or ("开始" if key in flow.starts else "结束" if key in flow.ends else "")


@pytest.mark.parametrize(("kind", "direction"), [("full", "TB"), ("matter", "LR"), ("joint", "TB"), ("online", "LR")])
@pytest.mark.parametrize("matter", MATTERS)
def test_a_picture_has_what_the_file_has(matter, kind, direction):
    folder = load_folder(HERE / matter)
    chart, heading = matter_chart(Bundle.of(folder.key, folder.files), kind)
    picture = etree.fromstring(draw(chart, heading=heading, orientation=direction))
    flow = expected(dict(folder.files), kind)
    nodes = {one.get("data-element"): one for one in picture.iter() if one.get("data-element")}
    assert nodes.keys() == flow.said.keys()
    for key, one in nodes.items():
        name, lane, limit = flow.said[key]
        assert one.get("data-name") == (name or shown_name(flow, key)), key
        assert one.get("data-lane") == lane, key
        if "kind-call" not in one.get("class"):
            assert one.get("data-limit") == limit, key
    drawn = [(one.get("data-source"), one.get("data-target")) for one in picture.iter() if one.get("data-flow")]
    assert sorted(drawn) == sorted(flow.joined)
