"""A file from another modeler: every construct of it is in the result or in the report, and everything has a place."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from support import foreign_files

from diagrams.interchange import with_layout
from engine.bpmn.checks.checker import check_bytes
from engine.bpmn.limits import MOST_BYTES, MOST_LINES, MOST_NODES
from engine.bpmn.model import BpmnError
from engine.bpmn.read import read
from processes.bringing_in import bring_in

KEY = "small_catering_permit"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
NODE = re.compile(r"\w*(Task|Event|Gateway)|task|\w*[sS]ubProcess|callActivity|transaction")


def brought(xml: bytes) -> tuple[ElementTree.Element, list[str], bytes]:
    found = bring_in(xml, KEY)
    drawn, told = with_layout(found.xml)
    lines = [f"{one.fate} {one.construct} {one.element}: {one.text}" for one in found.remarks]
    return ElementTree.fromstring(drawn), lines + [str(one) for one in told], drawn


def content(root: ElementTree.Element) -> list[str]:
    """Return every tag, attribute name and text that says nothing of ids and drawing, in order."""
    found: list[str] = []
    for node in root:
        if node.tag.startswith(DI):
            continue
        names = sorted(name for name in node.attrib if name not in ("id", "isExecutable"))
        found += [node.tag, *names, *content(node)]
    return found


def bounds(shape: ElementTree.Element) -> tuple[float, ...]:
    where = shape.find(DC + "Bounds")
    x, y, width, height = (float(where.get(key)) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] + 0.2 and inner[3] <= outer[3] + 0.2


@pytest.mark.parametrize("source", foreign_files.ALL)
def test_nothing_of_the_file_is_lost(source):
    xml = foreign_files.ALL[source]
    root, _, _ = brought(xml)
    before, after = content(ElementTree.fromstring(xml)), content(root)
    for tag in {*before}:
        assert after.count(tag) >= before.count(tag), tag


@pytest.mark.parametrize("source", foreign_files.ALL)
def test_every_extension_is_listed_with_what_has_it(source):
    xml = foreign_files.ALL[source].decode()
    root, lines, _ = brought(xml.encode())
    body = xml[xml.index("targetNamespace") :] + (" modeler:executionPlatform=" if "modeler:" in xml else "")
    foreign = re.findall(r"[ <]((?:camunda|zeebe|signavio|modeler):\w+)", body)
    listed = "\n".join(lines)
    for name in foreign:
        assert name in listed, name
    assert {one.get("id") for one in root.iter() if one.get("id")}.issuperset(
        re.findall(r"^(?:kept|unsupported) .*? (\w+): ", listed, re.M)
    )


@pytest.mark.parametrize("source", foreign_files.ALL)
def test_ids_are_identifiers_and_every_reference_follows(source):
    root, lines, drawn = brought(foreign_files.ALL[source])
    ids = [node.get("id") for node in root.iter() if node.tag.startswith(MODEL) and node.get("id")]
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", one) for one in ids)
    every = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(every) == len(set(every))
    assert read(drawn).main.id == KEY
    for node in root.iter():
        for name in ("sourceRef", "targetRef", "attachedToRef", "default", "processRef", "bpmnElement", "messageRef"):
            assert node.get(name) is None or node.get(name) in ids
        if node.tag in (MODEL + "flowNodeRef", MODEL + "incoming", MODEL + "outgoing"):
            assert node.text in ids
    before = ElementTree.fromstring(foreign_files.ALL[source])
    changed = [node.get("id") for node in before.iter() if node.tag.startswith(MODEL) and node.get("id")]
    for old in changed:
        assert old in ids or any(f"“{old}”" in line for line in lines), old


@pytest.mark.parametrize("source", foreign_files.ALL)
def test_everything_has_its_place(source):
    root, _, _drawn = brought(foreign_files.ALL[source])
    shapes = {one.get("bpmnElement"): bounds(one) for one in root.iter(DI + "BPMNShape")}
    edges = {one.get("bpmnElement"): one.findall(POINT) for one in root.iter(DI + "BPMNEdge")}
    kinds = {node.get("id"): node.tag.removeprefix(MODEL) for node in root.iter() if node.tag.startswith(MODEL)}
    nodes = [one for one, kind in kinds.items() if NODE.fullmatch(kind)]
    others = [one for one, kind in kinds.items() if kind in ("participant", "lane", "textAnnotation")]
    lines = [one for one, kind in kinds.items() if kind in ("sequenceFlow", "messageFlow", "association")]
    assert nodes
    assert {*nodes, *others, *lines} <= {*shapes, *edges}
    assert all(len(points) >= 2 for points in edges.values())
    for process in root.iter(MODEL + "process"):
        pool = next((p for p in root.iter(MODEL + "participant") if p.get("processRef") == process.get("id")), None)
        if pool is not None:
            for node in process.iter():
                if node.get("id") in shapes:
                    assert within(shapes[node.get("id")], shapes[pool.get("id")]), node.get("id")
        for lane in process.iter(MODEL + "lane"):
            for inner in (*lane.iterfind(f"{MODEL}childLaneSet/{MODEL}lane"), *lane.iterfind(MODEL + "flowNodeRef")):
                held = inner.get("id") or inner.text
                assert within(shapes[held], shapes[lane.get("id")]), held
    for flow in root.iter(MODEL + "sequenceFlow"):
        points = [(float(one.get("x")), float(one.get("y"))) for one in edges[flow.get("id")]]
        for (x, y), end in ((points[0], flow.get("sourceRef")), (points[-1], flow.get("targetRef"))):
            left, top, right, bottom = shapes[end]
            assert left - 0.2 <= x <= right + 0.2
            assert top - 0.2 <= y <= bottom + 0.2
            assert min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom)) < 0.3


@pytest.mark.parametrize("source", foreign_files.ALL)
def test_what_was_sound_stays_sound(source):
    xml = foreign_files.ALL[source]
    _, _, drawn = brought(xml)
    before, after = (
        Counter(one.rule for one in check_bytes(data, lenient=True) if one.severity == "error") for data in (xml, drawn)
    )
    assert after <= before


def test_a_condition_is_translated_where_it_can_be_said_and_listed_where_not():
    model = read(brought(foreign_files.CAMUNDA)[2])
    assert model.main.flows["f4"].condition == "user_task_1.result == \"pass\" && user_task_1.note != 'UserTask_1'"
    assert model.main.flows["f5"].condition == "${bean.check(execution)}"
    lines = brought(foreign_files.CAMUNDA)[1]
    assert any(line.startswith("unsupported conditionExpression f5: “${bean.check") for line in lines)
    flows = read(brought(foreign_files.ZEEBE)[2]).main.flows
    assert flows["flow_z3"].condition == 'activity_z1.level == "high" and activity_z1.sum >= 3'


def test_what_the_engine_refuses_is_said_by_name():
    lines = brought(foreign_files.CAMUNDA)[1]
    for construct, element in (
        ("subProcess", "event_sub"),
        ("script", "script_1"),
        ("scriptFormat=groovy", "script_1"),
    ):
        assert any(line.startswith(f"unsupported {construct} {element}: ") for line in lines)
    assert any(line.startswith("kept process other: ") for line in lines)
    assert any(line.startswith("kept dataObjectReference data_ref_1: ") for line in lines)


def test_a_complete_drawing_is_kept_and_half_a_one_made_anew():
    whole = brought(foreign_files.CAMUNDA)[2]
    assert with_layout(whole) == (whole, ())
    told = brought(foreign_files.BPMN_IO_PARTLY_DRAWN)[1]
    assert any("文件缺" in line and "全部重新排列" in line for line in told)


def test_a_second_element_of_the_same_id_gets_its_own_and_is_listed():
    twice = foreign_files.BPMN_IO.replace(b'id="Event_Late"', b'id="Event_End"')
    root, lines, _ = brought(twice)
    assert sum("“Event_End”重复" in line for line in lines) == 1
    assert {"event_end", "event_end_2"} <= {one.get("id") for one in root.iter(MODEL + "endEvent")}


def test_an_id_that_conditions_use_otherwise_is_changed():
    root, _, _ = brought(foreign_files.BPMN_IO.replace(b"Event_End", b"not").replace(b"Event_Late", b"application"))
    assert {"not_2", "application_2"} == {one.get("id") for one in root.iter(MODEL + "endEvent")}


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (b"not xml at all", "不是格式正确的 XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + foreign_files.ZEEBE, "DOCTYPE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "不是 BPMN 2.0 文件"),
        (foreign_files.ZEEBE.ljust(MOST_BYTES + 1), "超过 5 MB"),
        (foreign_files.chain(3_000), "3000 个节点，超过 400 个"),
        (foreign_files.chain(MOST_NODES + 1), "401 个节点，超过 400 个"),
        (foreign_files.chain(20, lines=MOST_LINES + 1), "1001 条连线，超过 1000 条"),
    ],
    ids=["no XML", "DOCTYPE", "SVG", "too large", "3,000 nodes", "one node too many", "one line too many"],
)
def test_a_hostile_file_is_refused(xml, why):
    with pytest.raises(BpmnError, match=why):
        bring_in(xml, KEY)


@pytest.mark.parametrize(
    "xml",
    [foreign_files.ZEEBE.ljust(MOST_BYTES), foreign_files.chain(MOST_NODES), foreign_files.chain(20, lines=MOST_LINES)],
    ids=["bytes", "nodes", "lines"],
)
def test_what_just_keeps_the_limits_is_brought_in(xml):
    assert read(bring_in(xml, KEY).xml).main.id == KEY


def test_a_large_drawing_is_laid_out_whole():
    """Two hundred lines through six lanes, some of them back: the router takes short cuts, but leaves nothing out."""
    root = ElementTree.fromstring(with_layout(foreign_files.chain(150, lines=210, lanes=6))[0])
    assert len(list(root.iter(DI + "BPMNShape"))) == 150 + 6 + 1
    edges = list(root.iter(DI + "BPMNEdge"))
    assert len(edges) == 210
    assert all(len(edge.findall(POINT)) > 1 for edge in edges)


def test_odd_shapes_get_a_place_too():
    """A boundary event on nothing, on itself and on another, a flow to nothing, a lane of nothing, a call of itself."""
    odd = foreign_files.BPMN_IO.replace(b'attachedToRef="Activity_0x1y2z3"', b'attachedToRef="Event_1t"').replace(
        b'<bpmn:endEvent id="Event_Late" />',
        b'<bpmn:endEvent id="Event_Late" /><bpmn:boundaryEvent id="b2" attachedToRef="Event_1t" />'
        b'<bpmn:boundaryEvent id="b3" attachedToRef="nowhere" /><bpmn:laneSet id="l"><bpmn:lane id="l1">'
        b"<bpmn:flowNodeRef>nobody</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
        b'<bpmn:sequenceFlow id="lost" sourceRef="Event_End" targetRef="nowhere" />'
        b'<bpmn:callActivity id="again" calledElement="Process_0k2" />',
    )
    root, _, _ = brought(odd)
    shapes = {one.get("bpmnElement") for one in root.iter(DI + "BPMNShape")}
    assert {"event_1t", "b2", "b3", "l1", "again"} <= shapes
    assert next(root.iter(MODEL + "callActivity")).get("calledElement") == KEY
