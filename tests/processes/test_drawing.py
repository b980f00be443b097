"""Every process of the product carries a whole drawing, so that it opens cleanly in an editor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import sync_playwright

from engine.bpmn.model import Bounds, Model
from engine.bpmn.read import read
from processes.registry import HERE

FILES = sorted([*HERE.glob("*/process.bpmn"), *HERE.glob("shared/*.bpmn")])
NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
# Attributes and elements whose text is the id of something else in the file.
REFERENCES = "@sourceRef|@targetRef|@attachedToRef|@default|@messageRef|@signalRef|@errorRef|@escalationRef|@processRef"
REFERRING = [
    "flowNodeRef",
    "incoming",
    "outgoing",
    "loopDataInputRef",
    "loopDataOutputRef",
    "dataInputRefs",
    "dataOutputRefs",
]
IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")

OPEN = """async xml => {
  const editor = new BpmnJS({container: '#canvas'});
  const {warnings} = await editor.importXML(xml);
  const drawn = editor.get('elementRegistry').getAll().map(each => each.id);
  return {warnings: warnings.map(each => each.message), drawn};
}"""

drawn = pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")


def tree(file: Path):
    return etree.parse(str(file)).getroot()


def model(file: Path) -> Model:
    return read(file.read_bytes(), file.name)


def edges(root) -> dict[str, list[tuple[float, float]]]:
    return {
        edge.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in edge.iterfind("di:waypoint", NS)]
        for edge in root.iter(f"{{{NS['bpmndi']}}}BPMNEdge")
    }


def touches(box: Bounds, point: tuple[float, float]) -> bool:
    x, y = point
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def holds(outer: Bounds, inner: Bounds) -> bool:
    return touches(outer, (inner.x, inner.y)) and touches(outer, (inner.x + inner.width, inner.y + inner.height))


def overlap(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@drawn
def test_everything_has_its_place(file):
    process, shapes = model(file).main, model(file).shapes
    assert [key for key in process.elements if key not in shapes] == []
    assert [lane.id for lane in process.lanes if lane.id not in shapes] == []
    assert [pool.id for pool in model(file).pools if pool.id not in shapes] == []
    assert [key for key in process.flows if len(edges(tree(file)).get(key, [])) < 2] == []


@drawn
def test_lines_end_at_what_they_join(file):
    process, shapes, lines = model(file).main, model(file).shapes, edges(tree(file))
    for flow in process.flows.values():
        assert touches(shapes[flow.source], lines[flow.id][0]), flow.id
        assert touches(shapes[flow.target], lines[flow.id][-1]), flow.id


@drawn
def test_nodes_lie_in_their_lanes_and_not_on_each_other(file):
    process, shapes = model(file).main, model(file).shapes
    nodes = [element for element in process.elements.values() if element.scope is None]
    for element in nodes:
        if element.lane is not None:
            assert holds(shapes[element.lane], shapes[element.id]), element.id
    free = [element for element in nodes if element.attached_to is None]
    for number, element in enumerate(free):
        for other in free[number + 1 :]:
            assert not overlap(shapes[element.id], shapes[other.id]), (element.id, other.id)


@drawn
def test_no_line_runs_through_a_node(file):
    process, shapes, lines = model(file).main, model(file).shapes, edges(tree(file))
    for flow in process.flows.values():
        ends = {flow.source, flow.target, process.elements[flow.source].attached_to}
        for (x1, y1), (x2, y2) in zip(lines[flow.id], lines[flow.id][1:], strict=False):
            path = Bounds(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
            for element in process.elements.values():
                inside = process.elements[flow.source].scope == element.scope and element.id not in ends
                if inside and element.attached_to not in ends:
                    assert not overlap(path, shapes[element.id]), (flow.id, element.id)


@drawn
def test_every_reference_leads_to_something(file):
    root = tree(file)
    ids = {node.get("id") for node in root.iter() if node.get("id")}
    for node in root.iter(f"{{{NS['bpmn']}}}*"):
        for reference in node.xpath(REFERENCES):
            assert reference in ids, (node.get("id"), reference)
        if etree.QName(node).localname in REFERRING:
            assert node.text in ids, (node.getparent().get("id"), node.text)


@drawn
def test_ids_are_identifiers_and_unique(file):
    ids = [node.get("id") for node in tree(file).iter(f"{{{NS['bpmn']}}}*") if node.get("id")]
    assert len(ids) == len(set(ids))
    assert [one for one in ids if not IDENTIFIER.fullmatch(one)] == []


@pytest.mark.browser
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Chromium is not installed")
@drawn
def test_it_opens_cleanly_in_the_editor(file):
    vendor = HERE.parent / "node_modules" / "bpmn-js" / "dist" / "bpmn-modeler.production.min.js"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_content("<div id='canvas' style='height: 600px'></div>")
        page.add_script_tag(path=vendor)
        opened = page.evaluate(OPEN, file.read_text())
        browser.close()
    assert complaints == []
    assert opened["warnings"] == []
    assert set(model(file).main.elements) <= set(opened["drawn"])
