"""``banjian chart --verify``: whether a picture on the wall is the flow in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from processes.registry import HERE


@pytest.fixture
def matters(tmp_path: Path) -> Path:
    """A copy of the matters and their forms, to be changed."""
    for name in ("processes", "forms"):
        shutil.copytree(HERE.parent / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "processes"


@pytest.fixture
def picture(banjian, matters: Path, tmp_path: Path) -> Path:
    target = tmp_path / "joint.svg"
    assert banjian("chart", matters / "open_restaurant", "-o", target, "--kind", "joint").code == 0
    return target


def rewritten(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


@pytest.mark.parametrize("kind", ["full", "matter", "joint", "online"])
@pytest.mark.parametrize("direction", [(), ("--landscape",)])
def test_a_picture_of_the_folder_is_true(banjian, matters, tmp_path, kind, direction):
    target = tmp_path / "chart.svg"
    assert banjian("chart", matters / "house_transfer", "-o", target, "--kind", kind, *direction).code == 0
    outcome = banjian("chart", matters / "house_transfer", "--verify", target)
    assert (outcome.code, outcome.out[:3]) == (0, "一致：")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("open_restaurant/process.bpmn", 'name="汇总各部门决定"', 'name="汇总"', "汇总"),
        ("open_restaurant/matter.yaml", "phone: {value: ", "phone: {value: 0", "电话"),
        ("shared/shared_intake.bpmn", 'name="limitWorkdays" value="1"', 'name="limitWorkdays" value="2"', "收件受理"),
    ],
)
def test_whatever_changes_in_the_bundle_is_found(banjian, matters, picture, file, old, new, said):
    rewritten(matters / file, (old, new))
    outcome = banjian("chart", matters / "open_restaurant", "--verify", picture)
    assert outcome.code == 1
    assert "bundle" in outcome.out
    assert said in outcome.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("烟草专卖零售许可决定", "烟草专卖决定", "环节“烟草专卖零售许可决定”"),
        ('data-limit="3"', 'data-limit="1"', "环节“烟草专卖零售许可审核”"),
        (">汇总结果</text>", ">汇总</text>", "环节“汇总结果”上的文字"),
        ('data-source="joint_site_check"', 'data-source="arrange_check"', "连线"),
        ("承诺办结时限：", "承诺：", "标题、时限、地点、电话"),
        ('data-element="summary"', 'data-was="summary"', "图上缺少环节“汇总各部门决定”"),
    ],
)
def test_whatever_was_changed_in_the_picture_is_found(banjian, matters, picture, old, new, said):
    rewritten(picture, (old, new))
    outcome = banjian("chart", matters / "open_restaurant", "--verify", picture)
    assert outcome.code == 1
    assert said in outcome.out


def test_a_picture_of_another_matter_is_not_the_one(banjian, matters, picture):
    outcome = banjian("chart", matters / "house_transfer", "--verify", picture)
    assert outcome.code == 1
    assert "open_restaurant" in outcome.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "SVG"),
        (b"\x89PNG\r\n", "SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "不是本系统绘制的流程图"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "不是本系统绘制的流程图"),
    ],
)
def test_what_is_no_chart_is_refused(banjian, matters, tmp_path, content, said):
    (tmp_path / "other.svg").write_bytes(content)
    outcome = banjian("chart", matters / "house_transfer", "--verify", tmp_path / "other.svg")
    assert outcome.code == 2
    assert said in outcome.err


def test_drawing_and_verifying_at_once_is_a_mistake(banjian, matters, picture, tmp_path):
    words = ("chart", matters / "house_transfer")
    for more in ((), ("-o", tmp_path / "x.svg", "--verify", picture)):
        outcome = banjian(*words, *more)
        assert outcome.code == 2
        assert "--verify" in outcome.err
