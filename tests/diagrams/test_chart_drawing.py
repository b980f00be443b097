"""The SVG as it is shown: complete, inert, the same every time, and the state of a case told in words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import etree
from support.random_charts import random_process

from diagrams import Heading, Mark, chart_css, draw, render
from diagrams.chart import chart_of
from diagrams.graphviz_call import run_graphviz
from diagrams.overlay import STATUSES, link_marks
from engine.bpmn.model import Element, Flow, Lane, Model, Process
from engine.errors import Unavailable

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"];evil [label="x',
    "\\N\\G\\n\\\\",
    "javascript:alert(1)",
    "<<b>HTML</b>>",
    "&lt;&amp;&#x41;]]>",
    "审" * 120,
    "📄🏛️ 证照",
    "\u202e反转\x07\x00文字",
    "</text><script>alert(1)</script>",
]


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def groups(root: etree._Element, attribute: str) -> dict[str, etree._Element]:
    found = [group for group in root.iter(f"{SVG}g") if group.get(attribute) is not None]
    by_id = {group.get(attribute, ""): group for group in found}
    assert len(by_id) == len(found), "an element is drawn twice"
    return by_id


def words(group: etree._Element) -> str:
    return "".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("orientation", ["TB", "LR"])
@pytest.mark.parametrize("seed", range(6))
def test_every_element_and_flow_is_drawn_with_its_name(seed: int, orientation: str) -> None:
    process = random_process(seed)
    root = parsed(draw(process, orientation=orientation))
    nodes, flows = groups(root, "data-element"), groups(root, "data-flow")
    assert set(nodes) == set(process.elements)
    assert set(flows) == set(process.flows)
    for key, element in process.elements.items():
        assert squeezed(element.name) in squeezed(words(nodes[key]))
    labels = groups(root, "data-label-of")
    for key, flow in process.flows.items():
        assert (flows[key].get("data-source"), flows[key].get("data-target")) == (flow.source, flow.target)
        assert squeezed(flow.name) == squeezed(words(labels[key]) if key in labels else "")


def test_lanes_limits_and_stages_are_said_by_the_groups(joint: Model) -> None:
    nodes = groups(parsed(draw(joint)), "data-element")
    site = nodes["site"]
    assert site.get("data-lane") == "住房和城乡建设局"
    assert (site.get("data-limit"), site.get("data-stage"), site.get("data-number")) == ("3", "review", "6")
    assert "3 个工作日" in words(site)


def test_fees_and_documents_are_marked(joint: Model) -> None:
    nodes = groups(parsed(draw(joint)), "data-element")
    assert "费" in words(nodes["certificate"])
    assert "文" in words(nodes["accept"])
    assert "费" not in words(nodes["sign"])


def test_pools_notes_and_frames_are_drawn(order: Model) -> None:
    root = parsed(draw(order))
    assert squeezed(words(groups(root, "data-pool")["p_buyer"])) == "Buyer采购人"
    nodes = groups(root, "data-element")
    assert squeezed("Prices are those of the day the order came in") in squeezed(words(nodes["n1"]))
    assert {"pick", "collect", "pick_start", "pick_end"} <= set(nodes)


def test_picture_has_no_size_no_links_no_scripts_and_says_what_it_is(joint: Model) -> None:
    root = parsed(draw(joint, heading=Heading("办理流程图", ("承诺 7 个工作日",), ("sha256 abc",))))
    assert root.get("viewBox")
    assert root.get("role") == "img"
    assert root.get("width") is None
    assert root.find(f"{SVG}title").text == "办理流程图"
    assert "1. 接收材料并形式审查" in root.find(f"{SVG}desc").text
    tags = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert tags <= {"svg", "g", "title", "desc", "rect", "path", "polygon", "polyline", "ellipse", "text"}
    assert not [name for element in root.iter(etree.Element) for name in element.attrib if name in ("style", "id")]
    assert "承诺7个工作日" in squeezed(words(root))
    assert "sha256abc" in squeezed(words(root))


def test_tooltips_name_steps_not_ids(joint: Model) -> None:
    titles = [title.text for title in parsed(draw(joint)).iter(f"{SVG}title")]
    assert "第 6 步 现场勘验，3 个工作日" in titles
    assert not {"site", "f09", "p12", "page"} & set(titles)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text_and_nothing_else(name: str) -> None:
    elements = {
        "a": Element("a", "userTask", name, lane="l", properties={"post": name, "stage": name}),
        "b": Element("b", "exclusiveGateway", name, lane="l"),
        'id"><x': Element('id"><x', "endEvent", name, lane="l"),
    }
    flows = {"f": Flow("f", "a", "b", name), "g": Flow("g", "b", 'id"><x', name)}
    process = Process("p", name, True, elements, flows, (Lane("l", name),))
    root = parsed(draw(process, heading=Heading(name, (name,), (name,)), overlay={"a": Mark("done", name)}))
    tags = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert tags <= {"svg", "g", "title", "desc", "rect", "path", "polygon", "polyline", "ellipse", "text"}
    assert {key for element in root.iter(etree.Element) for key in element.attrib if key.startswith("on")} == set()
    shown = "".join(char for char in name if char.isprintable() and not char.isspace() and ord(char) > 31)
    assert shown.replace("\ufe0f", "") in squeezed(words(groups(root, "data-element")["b"])).replace("\ufe0f", "")


@pytest.mark.parametrize("orientation", ["TB", "LR"])
def test_drawing_is_the_same_every_time(order: Model, orientation: str) -> None:
    marks = {"check": Mark("current", "剩 1 日")}
    first = draw(order, orientation=orientation, overlay=marks)
    assert draw(order, orientation=orientation, overlay=marks) == first


@pytest.mark.parametrize("status", STATUSES)
def test_a_mark_tells_itself_by_word_class_and_data(joint: Model, status: str) -> None:
    site = groups(parsed(draw(joint, overlay={"site": Mark(status, "11月06日")})), "data-element")["site"]
    word = {"done": "已办", "current": "办理中", "overdue": "已超期", "skipped": "未经过", "future": "未到"}[status]
    assert f"status-{status}" in site.get("class", "")
    assert site.get("data-status") == status
    assert word in (site.findtext(f"{SVG}title") or "")
    if status == "future":
        assert "3个工作日" in squeezed(words(site))
    else:
        assert squeezed(word + "11月06日") in squeezed(words(site))


def test_a_marked_gateway_bears_a_sign_and_a_plain_one_does_not(joint: Model) -> None:
    plain = groups(parsed(draw(joint)), "data-element")["complete"]
    marked = groups(parsed(draw(joint, overlay={"complete": Mark("done")})), "data-element")["complete"]
    assert len(marked) > len(plain)
    assert "已办" in (marked.findtext(f"{SVG}title") or "")


def test_text_of_a_mark_is_not_said_twice() -> None:
    assert Mark("overdue", "超期 2 日").words == "超期 2 日"
    assert Mark("current", "办理中").words == "办理中"
    assert Mark("done", "11月02日").words == "已办 11月02日"
    with pytest.raises(ValueError, match="late"):
        Mark("late")


def test_lines_between_reached_elements_are_marked(joint: Model) -> None:
    marks = {"filed": Mark("done"), "receive": Mark("current"), "complete": Mark("future")}
    flows = groups(parsed(draw(joint, overlay=marks)), "data-flow")
    assert flows["f01"].get("data-status") == "done"
    assert flows["f02"].get("data-status") is None


def test_marks_given_for_flows_are_taken_as_they_are(joint: Model) -> None:
    marks = {"filed": Mark("done"), "receive": Mark("done"), "f04": Mark("done")}
    assert link_marks(chart_of(joint), marks) == {"f04": "done"}


@pytest.mark.parametrize(("format", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_files_of_every_format(joint: Model, format: str, start: bytes) -> None:
    assert render(joint, format=format).startswith(start)


def test_unknown_format_and_orientation_are_refused(joint: Model) -> None:
    with pytest.raises(ValueError, match="gif"):
        render(joint, format="gif")
    with pytest.raises(ValueError, match="BT"):
        draw(joint, orientation="BT")


def test_a_graphviz_that_hangs_is_stopped(joint: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("diagrams.graphviz_call.SECONDS", 0.3)
    with pytest.raises(Unavailable, match="已经停止"):
        draw(joint)


def test_graphviz_gives_its_reason_when_it_refuses() -> None:
    with pytest.raises(Unavailable, match="绘图失败"):
        run_graphviz("digraph {", "svg")


def test_a_process_too_large_for_one_picture_is_refused() -> None:
    elements = {f"n{at}": Element(f"n{at}", "task", "步骤") for at in range(401)}
    with pytest.raises(Unavailable, match="401"):
        draw(Process("p", "大", True, elements))


def test_style_sheet_knows_light_and_dark_and_every_status() -> None:
    css = chart_css()
    assert '[data-theme="dark"] .chart' in css
    for status in ("done", "current", "overdue", "skipped"):
        assert f".status-{status} .outline" in css


def test_pdf_embeds_its_fonts(joint: Model, tmp_path: Path) -> None:
    file = tmp_path / "chart.pdf"
    file.write_bytes(render(joint, format="pdf"))
    try:
        listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("poppler-utils is not installed")
    rows = listed.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)
