"""A form as a list of rows, and back: what was there stays, and each type of the trade refuses what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forms import Form
from forms.designing import Row, mistakes, named, rows_of, written

FOLDER = Path(__file__).parents[2] / "forms"
EMPTY = {"type": "object", "title": "表"}


def made(*rows: Row) -> Form:
    return Form("form", *written(named(rows), EMPTY, {}, "表"))


@pytest.mark.parametrize(
    "file", sorted(FOLDER.glob("*/*.schema.json")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_every_form_comes_back_as_it_was_even_with_a_field_more(file):
    form = Form.load(file.parent, file.name.removesuffix(".schema.json"))
    rows = rows_of(form.schema, form.ui)
    assert mistakes(rows, rows, form.materials.values()) == {}
    schema, ui = written(rows, form.schema, form.ui, form.title)
    assert (json.dumps(schema), ui) == (json.dumps(form.schema), form.ui)
    more = Form(form.key, *written(named([*rows, Row(label="备注")]), form.schema, form.ui, form.title))
    assert more.root.children[:-1] == form.root.children


RIGHT_AND_WRONG = [
    ("name", "张三", "张"),
    ("id_number", "11010519491231002X", "110105194912310021"),
    ("credit_code", "91350100M000100Y43", "91350100M000100Y44"),
    ("phone", "13800138000", "1380013"),
    ("date", "2026-03-02", "2026-02-30"),
    ("money", "12.50", "十二"),
    ("count", "3", "3.5"),
    ("number", "3.5", "三"),
    ("text", "说明", "长" * 201),
    ("long_text", "说明", "长" * 2001),
    ("choice", "courier", "pigeon"),
    ("choices", "courier", "pigeon"),
    ("yes_no", "true", "maybe"),
    ("promise", "true", "false"),
]


@pytest.mark.parametrize(("kind", "right", "wrong"), RIGHT_AND_WRONG)
def test_each_type_takes_what_is_right_and_refuses_what_is_wrong(kind, right, wrong):
    form = made(
        Row(kind=kind, name="asked", label="问", choices="courier 快递\nwindow 窗口" if "choice" in kind else "")
    )
    assert form.parse({"asked": [right]}).problems == {}
    assert "asked" in form.parse({"asked": [wrong]}).problems


def test_an_address_has_its_town_and_village():
    form = made(Row(kind="address", name="home", label="住址"))
    said = {"home.town": ["涧池镇"], "home.village": ["军坝村"], "home.detail": ["三组12号"]}
    assert form.parse(said).problems == {}
    assert "home.town" in form.parse(said | {"home.town": ["涧池"]}).problems
    assert "home.village" in form.parse(said | {"home.village": [""]}).problems


def test_an_attachment_is_bound_to_its_material_and_takes_files_only():
    form = made(Row(kind="attachment", name="licence", label="执照", material="business_licence"))
    assert form.materials == {"licence": "business_licence"}
    assert form.parse({}, {"licence": ["a1"]}).problems == {}
    assert "licence" in form.parse({}).problems


def test_a_repeating_group_has_rows_of_its_own():
    form = made(Row("repeat", "owners", "共有人"), Row("name", "name", "姓名", inside=True))
    assert form.parse({"owners.0.name": ["张三"]}).values == {"owners": [{"name": "张三"}]}
    assert form.parse({"owners.0.name": ["张"]}).problems


def test_a_field_is_asked_for_only_if_another_says_so():
    rows = (Row("yes_no", "agent", "代理"), Row("phone", "agent_phone", "手机", show_field="agent", show_value="true"))
    assert mistakes(rows, (), ()) == {}
    form = made(*rows)
    assert form.parse({"agent": ["false"]}).problems == {}
    assert "agent_phone" in form.parse({"agent": ["true"]}).problems


WRONG_ROWS = [
    ([Row(name="a", label="甲"), Row(name="a", label="乙")], 1, "重复"),
    ([Row(name="Bad name", label="甲")], 0, "不能用"),
    ([Row(name="csrf_token", label="甲")], 0, "不能用"),
    ([Row(name="a")], 0, "请写字段的名称"),
    ([Row("choice", "a", "甲")], 0, "请写选项"),
    ([Row("choice", "a", "甲", choices="x 一\nx 二")], 0, "代码重复"),
    ([Row("repeat", "a", "甲")], 0, "还没有字段"),
    ([Row("attachment", "a", "甲", material="nothing")], 0, "没有材料"),
    ([Row(name="a", label="甲", show_field="b", show_value="x")], 0, "不存在"),
    (
        [Row("choice", "a", "甲", choices="x 一"), Row(name="b", label="乙", show_field="a", show_value="y")],
        1,
        "没有“y”",
    ),
    ([Row("kept", "a", "甲")], 0, "没有这种类型"),
]


@pytest.mark.parametrize(("rows", "at", "said"), WRONG_ROWS, ids=[said for _rows, _at, said in WRONG_ROWS])
def test_mistakes_are_told_at_their_row(rows, at, said):
    found = mistakes(rows, (), ("business_licence",))
    assert [*found] == [at]
    assert said in str(found[at])
