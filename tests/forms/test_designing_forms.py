"""A form as a list of rows, and back: what was there stays, and each type of the trade refuses what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from forms import Form
from forms.designing import conditions, rows_of, written
from forms.row import Row, named
from forms.row_mistakes import mistakes
from forms.shown_if import AS_STORED, offered

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
    rows = (
        Row("yes_no", "agent", "代理"),
        Row("phone", "agent_phone", "手机", show_field="agent", show_how="is", show_values=("true",)),
    )
    assert mistakes(rows, (), ()) == {}
    form = made(*rows)
    assert form.parse({"agent": ["false"]}).problems == {}
    assert "agent_phone" in form.parse({"agent": ["true"]}).problems


CHOICE = Row("choice", "mode", "领取方式", choices="courier 快递\nwindow 窗口\nagent 代办")
PICKED = [
    (CHOICE, "is", ("courier",), {"equals": "courier"}),
    (CHOICE, "is_not", ("courier",), {"notIn": ["courier"]}),
    (CHOICE, "one_of", ("courier", "agent"), {"in": ["courier", "agent"]}),
    (CHOICE, "none_of", ("courier", "agent"), {"notIn": ["courier", "agent"]}),
    (CHOICE, "filled", (), {"filled": True}),
    (Row("yes_no", "mode", "代理"), "is", ("true",), {"equals": True}),
    (Row("count", "mode", "人数"), "one_of", ("1", "2"), {"in": [1, 2]}),
    (Row("money", "mode", "金额"), "is", ("12.50",), {"equals": 1250}),
    (Row("date", "mode", "日期"), "is_not", ("2026-03-02",), {"notIn": ["2026-03-02"]}),
    (Row(name="mode", label="说明"), "is", ("没有 意见",), {"equals": "没有 意见"}),
]


@pytest.mark.parametrize(
    ("watched", "how", "values", "stored"), PICKED, ids=[f"{one[0].kind}-{one[1]}" for one in PICKED]
)
def test_a_condition_is_picked_and_read_back_as_it_was(watched, how, values, stored):
    rows = [watched, Row(name="more", label="备注", show_field="mode", show_how=how, show_values=values)]
    assert mistakes(rows, (), ()) == {}
    schema, ui = written(rows, EMPTY, {}, "表")
    assert ui["more"]["ui:showIf"] == {"field": "mode", **stored}
    again = rows_of(schema, ui)[1]
    assert (again.show_field, again.show_how, again.show_values) == ("mode", how, values)
    assert str(conditions(rows, ui)[1]).startswith(f"当“{watched.label}”")


def test_filled_shows_a_field_for_any_answer_and_for_none_hides_it():
    form = made(Row(name="a", label="甲", required=False), Row(name="b", label="乙", show_field="a", show_how="filled"))
    assert form.parse({"a": ["x"]}).problems.keys() == {"b"}
    assert form.parse({"a": [""]}).problems == {}
    assert form.fields()[1].show_if.values == ()


UNPICKED = [
    {"field": "home.town", "equals": "涧池镇"},
    {"field": "mode", "in": ["courier", 3]},
    {"field": "mode", "equals": 2.5},
]


@pytest.mark.parametrize("condition", UNPICKED)
def test_a_condition_that_cannot_be_picked_is_told_in_words_and_kept(condition):
    schema, ui = written([Row("address", "home", "住址"), CHOICE, Row(name="more", label="备注")], EMPTY, {}, "表")
    ui["more"] = {"ui:showIf": condition}
    rows = rows_of(schema, ui)
    assert rows[2].show_field == AS_STORED
    assert "当“" in str(conditions(rows, ui)[2])
    rows[2] = replace(rows[2], label="说明", kind="long_text")
    assert mistakes(rows, rows_of(schema, ui), ()) == {}
    assert written(rows, schema, ui, "表")[1]["more"]["ui:showIf"] == condition
    rows[2] = replace(rows[2], show_field="mode", show_how="is", show_values=("agent",))
    assert written(rows, schema, ui, "表")[1]["more"]["ui:showIf"] == {"field": "mode", "equals": "agent"}


def test_a_field_that_the_list_has_no_type_for_is_shown_at_other_times_and_stays_as_it_is():
    who = {"type": "array", "title": "核查人员", "minItems": 2, "items": {"type": "string"}}
    schema, ui = written([CHOICE, Row(name="more", label="备注")], EMPTY, {}, "表")
    schema["properties"]["who"], ui["who"] = who, {"ui:widget": "person"}
    rows = rows_of(schema, ui)
    assert rows[2].kind == "kept"
    rows[2] = replace(rows[2], show_field="mode", show_how="filled", required=True)
    assert mistakes(rows, rows_of(schema, ui), ()) == {}
    after, after_ui = written(rows, schema, ui, "表")
    assert after["properties"]["who"] == who
    assert after_ui["who"] == {"ui:widget": "person", "ui:showIf": {"field": "mode", "filled": True}}
    rows[2] = replace(rows[2], show_field="nobody")
    assert "不存在" in str(mistakes(rows, rows_of(schema, ui), ())[2])


def test_a_row_of_a_group_looks_at_its_own_row_or_at_the_top():
    rows = [
        CHOICE,
        Row("repeat", "owners", "共有人"),
        Row("yes_no", "minor", "未成年", inside=True),
        Row("name", "guardian", "监护人", inside=True, show_field="./minor", show_how="is", show_values=("true",)),
        Row("phone", "phone", "手机", inside=True, show_field="mode", show_how="is", show_values=("agent",)),
        Row(name="more", label="备注"),
    ]
    assert [*offered(rows, 4)] == ["mode", "./minor", "./guardian"]
    assert [*offered(rows, 5)] == ["mode"]
    assert mistakes(rows, (), ()) == {}
    schema, ui = written(rows, EMPTY, {}, "表")
    Form("form", schema, ui)
    assert ui["owners"]["items"]["guardian"]["ui:showIf"] == {"field": "./minor", "equals": True}
    assert [one.show_field for one in rows_of(schema, ui)] == [one.show_field for one in rows]


LIMITED = [
    ("text", {"minLength": "3", "maxLength": "5"}, "三个字", "两字"),
    ("text", {"pattern": "^[A-Z]{2}$", "ui:message": "写两个大写字母"}, "AB", "ab"),
    ("long_text", {"maxLength": "4"}, "四个字啊", "五个字啊啊"),
    ("money", {"minimum": "1", "maximum": "12.50"}, "12.50", "12.51"),
    ("count", {"minimum": "-2", "maximum": "4"}, "-2", "5"),
    ("number", {"minimum": "0.5", "maximum": ""}, "0.5", "0.4"),
    ("date", {"formatMinimum": "2026-03-02", "formatMaximum": "2026-04-01"}, "2026-04-01", "2026-04-02"),
    ("date", {"formatMinimum": "2026-03-02"}, "2026-03-02", "2026-03-01"),
]


@pytest.mark.parametrize(("kind", "limits", "right", "wrong"), LIMITED)
def test_a_limit_that_was_set_holds_and_is_read_back(kind, limits, right, wrong):
    rows = [Row(kind, "asked", "问", limits=limits)]
    assert mistakes(rows, (), ()) == {}
    form = made(*rows)
    assert form.parse({"asked": [right]}).problems == {}
    assert "asked" in form.parse({"asked": [wrong]}).problems
    found = rows_of(form.schema, form.ui)[0].limits
    assert {name: found[name] for name in limits} == {**limits, **({"minimum": "1.00"} if kind == "money" else {})}


def test_the_number_of_entries_is_limited():
    rows = [
        Row("repeat", "owners", "共有人", limits={"minItems": "2", "maxItems": "3"}),
        Row("name", "name", "姓名", inside=True),
    ]
    form = made(*rows)
    people = {f"owners.{n}.name": ["张三"] for n in range(4)}
    assert [len(form.parse(dict([*people.items()][:n])).problems) for n in range(1, 5)] == [1, 0, 0, 1]


def test_a_date_is_held_against_another():
    rows = [Row("date", "begun", "开始"), Row("date", "ended", "结束", limits={"ui:after": "begun"})]
    assert mistakes(rows, (), ()) == {}
    assert "ended" in made(*rows).parse({"begun": ["2026-03-02"], "ended": ["2026-03-01"]}).problems
    assert mistakes(rows[1:], (), ()).keys() == {0}


WRONG_LIMITS = [
    ("text", {"minLength": "9", "maxLength": "5"}, "大于“最多几个字”"),
    ("text", {"minLength": "201", "maxLength": ""}, "不填“最多几个字”时的 200"),
    ("text", {"maxLength": "许多"}, "要写整数"),
    ("text", {"maxLength": "0"}, "至少是 1"),
    ("text", {"maxLength": "99999999"}, "不能超过 20000"),
    ("text", {"pattern": "(a+)+"}, "不能用"),
    ("money", {"minimum": "1.005"}, "最多两位小数"),
    ("money", {"minimum": "20", "maximum": "3"}, "大于“最大值”"),
    ("count", {"minimum": "1.5"}, "要写整数"),
    ("number", {"maximum": "🙂"}, "要写数字"),
    ("date", {"formatMinimum": "2026-02-30"}, "没有“2026-02-30”这一天"),
    ("date", {"formatMinimum": "2026-03-02", "formatMaximum": "2026-03-01"}, "没有一天合适"),
    ("choices", {"minItems": "4", "maxItems": "3"}, "大于“最多几项”"),
]


@pytest.mark.parametrize(("kind", "limits", "said"), WRONG_LIMITS)
def test_limits_that_fit_no_answer_are_refused(kind, limits, said):
    found = mistakes([Row(kind, "asked", "问", choices="a 甲" if kind == "choices" else "", limits=limits)], (), ())
    assert said in str(found[0])


WRONG_ROWS = [
    ([Row(name="a", label="甲"), Row(name="a", label="乙")], 1, "重复"),
    ([Row(name="Bad name", label="甲")], 0, "不能用"),
    ([Row(name="csrf_token", label="甲")], 0, "不能用"),
    ([Row(name="a")], 0, "请写字段的名称"),
    ([Row("choice", "a", "甲")], 0, "请写选项"),
    ([Row("choice", "a", "甲", choices="x 一\nx 二")], 0, "代码重复"),
    ([Row("repeat", "a", "甲")], 0, "还没有字段"),
    ([Row("attachment", "a", "甲", material="nothing")], 0, "没有材料"),
    ([Row(name="a", label="甲", show_field="b", show_how="is", show_values=("x",))], 0, "不存在"),
    (
        [
            Row("choice", "a", "甲", choices="x 一"),
            Row(name="b", label="乙", show_field="a", show_how="is", show_values=("y",)),
        ],
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
