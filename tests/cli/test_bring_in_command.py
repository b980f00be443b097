"""bring-in: a file of another modeler becomes a matter's folder, with its report in lines, or is refused whole."""

from __future__ import annotations

import pytest
from support import foreign_files

from engine.bpmn.limits import MOST_BYTES
from engine.bpmn.read import read

KEY = "small_catering_permit"


def test_a_file_becomes_the_process_of_a_matter(banjian, tmp_path):
    file = tmp_path / "theirs.bpmn"
    file.write_bytes(foreign_files.CAMUNDA)
    outcome = banjian("bring-in", file, "--key", KEY, "--out", tmp_path / "made")
    assert (outcome.code, outcome.err) == (0, "")
    assert read((tmp_path / "made" / KEY / "process.bpmn").read_bytes()).main.id == KEY
    assert (tmp_path / "made" / KEY / "matter.yaml").is_file()
    fates = [line.split(": ")[0] for line in outcome.lines]
    assert fates[0] == "不支持"
    assert {"不起作用", "已改写", "图形"} <= set(fates)
    assert any("camunda:assignee=${who}" in line for line in outcome.lines)

    again = banjian("bring-in", file, "--key", KEY, "--out", tmp_path / "made")
    assert again.code == 2
    assert "已经存在" in again.err


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no xml", "不是格式正确的 XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是 BPMN 2.0 文件"),
        (foreign_files.ZEEBE.ljust(MOST_BYTES + 1), "超过 5 MB"),
        (foreign_files.chain(3_000), "3000 个节点"),
    ],
    ids=["no XML", "SVG", "too large", "3,000 nodes"],
)
def test_a_refused_file_leaves_nothing_behind(banjian, tmp_path, content, why):
    file = tmp_path / "theirs.bpmn"
    file.write_bytes(content)
    outcome = banjian("bring-in", file, "--key", KEY, "--out", tmp_path / "made")
    assert outcome.code == 1
    (line,) = outcome.lines
    assert why in line
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("key", ["../up", "Eight", "", "x" * 65])
def test_a_key_that_is_none_is_wrong_input(banjian, tmp_path, key):
    file = tmp_path / "theirs.bpmn"
    file.write_bytes(foreign_files.BPMN_IO)
    assert banjian("bring-in", file, "--key", key, "--out", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.bpmn"]
