"""A form that pages or checks would not honour is refused when it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from road_works import FILLED, SCHEMA, UI

from forms import Form, FormError


def problems(properties: dict[str, Any], ui: dict[str, Any] | None = None, **more: Any) -> str:
    schema = {"type": "object", "title": "表", "properties": properties, **more}
    with pytest.raises(FormError) as caught:
        Form("test/form", schema, ui or {})
    return str(caught.value)


TEXT = {"type": "string", "title": "名称"}


@pytest.mark.parametrize(
    "name",
    [
        "approved",
        "typename",
        "__class__",
        "_act",
        "csrf_token",
        "in",
        "class",
        "Name",
        "名称",
        "a b",
        "a.b",
        "x" * 41,
        "9a",
    ],
)
def test_reserved_and_unspeakable_names_are_refused(name: str) -> None:
    assert "字段名不可用" in problems({name: TEXT})


def test_the_lines_of_a_bill_may_be_called_items() -> None:
    line = {"type": "object", "title": "项目", "properties": {"item": TEXT}}
    form = Form(
        "test/bill",
        {"type": "object", "title": "单", "properties": {"items": {"type": "array", "title": "项目", "items": line}}},
        {},
    )
    assert form.parse({"items.0.item": ["登记费"]}, {}).values == {"items": [{"item": "登记费"}]}


@pytest.mark.parametrize(
    ("field", "ui", "problem"),
    [
        ({"type": "string", "title": "x", "format": "email"}, {}, "不认识的格式 email"),
        ({"type": "string", "title": "x", "contentEncoding": "base64"}, {}, "不支持关键字 contentEncoding"),
        ({"$ref": "https://example.org/x"}, {}, "不支持关键字 $ref"),
        ({"type": ["string", "null"], "title": "x"}, {}, "type 应为"),
        ({"type": "string"}, {}, "缺少标题"),
        ({"type": "string", "title": " "}, {}, "缺少标题"),
        (TEXT, {"ui:widget": "range"}, "控件 range 不认识"),
        (TEXT, {"ui:widget": "money"}, "控件 money 不认识，或者与类型不符"),
        (TEXT, {"ui:widget": "phone"}, "控件 phone 要求 format 为 phone"),
        (TEXT, {"ui:widget": "select"}, "与有没有选项不符"),
        ({**TEXT, "enum": ["a"]}, {"ui:widget": "text"}, "与有没有选项不符"),
        ({**TEXT, "oneOf": [{"const": "a"}]}, {}, "须恰好有 const 和 title"),
        ({**TEXT, "oneOf": [{"const": "a", "title": "甲"}, {"const": "a", "title": "乙"}]}, {}, "选项重复"),
        ({**TEXT, "oneOf": [{"const": 1, "title": "甲"}]}, {}, "与字段的类型一致"),
        (TEXT, {"ui:color": "red"}, "不认识的界面设置 ui:color"),
        (TEXT, {"inner": {}}, "不认识的界面设置 inner"),
        (TEXT, {"ui:material": "x"}, "只有上传文件的字段"),
        (TEXT, {"ui:sensitive": "salary"}, "ui:sensitive 应为"),
        (TEXT, {"ui:showIf": {"field": "nowhere", "equals": 1}}, "字段 nowhere 不存在"),
        (TEXT, {"ui:showIf": {"field": "name"}}, "应写明 field"),
        (TEXT, {"ui:showIf": {"field": "name", "equals": {}}}, "应写明 field"),
        (TEXT, {"ui:showIf": {"field": "name", "equals": "x"}}, "成了循环"),
        (TEXT, {"ui:after": "./name"}, "只有日期可以有 ui:after"),
        (TEXT, {"ui:showIf": {"field": "name", "filled": False}}, "应写明 field"),
        ({**TEXT, "minLength": 5, "maxLength": 4}, {}, "没有一个答案合适"),
        ({**TEXT, "formatMinimum": "2026-03-02"}, {}, "只用于日期"),
        ({**TEXT, "format": "date", "formatMaximum": "2026-02-30"}, {}, "要写日期"),
        ({**TEXT, "format": "date", "formatMinimum": 3, "formatMaximum": "2026-03-02"}, {}, "要写日期"),
        ({**TEXT, "pattern": "("}, {}, "不是合法的表单定义"),
        ({**TEXT, "pattern": "^(a+)+$"}, {}, "pattern 不可用"),
        ({**TEXT, "pattern": "^(a|aa)*$"}, {}, "pattern 不可用"),
        ({**TEXT, "pattern": "a*a*a*b"}, {}, "pattern 不可用"),
        ({**TEXT, "pattern": "(a)\\1"}, {}, "pattern 不可用"),
        ({**TEXT, "maxLength": -1}, {}, "不是合法的表单定义"),
        ({"type": "array", "title": "x", "items": {"type": "integer"}}, {}, "列表的成员只能是"),
        ({"type": "array", "title": "x", "items": {"type": "string"}}, {}, "与有没有选项不符"),
        ({"type": "object", "title": "x", "properties": {}}, {}, "没有任何字段"),
        ({"type": "object", "title": "x", "properties": {"a": TEXT}, "additionalProperties": True}, {}, "只能是 false"),
    ],
)
def test_what_is_not_of_the_vocabulary_is_refused(field: dict[str, Any], ui: dict[str, Any], problem: str) -> None:
    assert problem in problems({"name": field}, {"name": ui})


def test_every_problem_is_told_at_once() -> None:
    text = problems({"approved": TEXT, "x": {"type": "string"}}, {"y": {}}, required=["z"])
    for part in ("approved：字段名不可用", "x：缺少标题", "界面设置中的 y 没有定义", "required 中的 z 没有定义"):
        assert part in text


def test_conditions_may_not_go_in_circles_through_groups() -> None:
    group = {"type": "object", "title": "组", "properties": {"a": TEXT}}
    ui = {"g": {"ui:showIf": {"field": "b", "equals": "x"}}, "b": {"ui:showIf": {"field": "g.a", "equals": "x"}}}
    assert "成了循环" in problems({"g": group, "b": TEXT}, ui)


def test_a_condition_may_not_reach_into_an_item_from_outside() -> None:
    items = {"type": "array", "title": "组", "items": {"type": "object", "properties": {"a": TEXT}}}
    assert "不可引用" in problems({"g": items, "b": TEXT}, {"b": {"ui:showIf": {"field": "g.a", "equals": "x"}}})


def test_repeated_groups_do_not_nest_and_hold_no_files() -> None:
    inner = {"type": "array", "title": "内", "items": {"type": "object", "title": "项", "properties": {"a": TEXT}}}
    outer = {"type": "array", "title": "外", "items": {"type": "object", "title": "项", "properties": {"b": inner}}}
    assert "不能再有可增减的一组" in problems({"g": outer})
    files = {"type": "array", "title": "文件", "items": {"type": "string"}}
    holder = {"type": "array", "title": "外", "items": {"type": "object", "title": "项", "properties": {"f": files}}}
    assert "不能上传文件" in problems({"g": holder}, {"g": {"items": {"f": {"ui:widget": "file"}}}})


def test_sections_and_order_list_every_field_once() -> None:
    fields = {"a": TEXT, "b": TEXT}
    assert "须恰好列出全部字段" in problems(fields, {"ui:order": ["a"]})
    assert "须恰好列出全部字段" in problems(fields, {"ui:sections": [{"title": "节", "fields": ["a"]}]})
    assert "不是合法的表单定义" in problems(fields, {"ui:sections": [{"fields": ["a", "b"]}]})
    form = Form("t", {"type": "object", "title": "表", "properties": fields}, {"ui:order": ["b", "a"]})
    assert [field.path for field in form.fields()] == ["b", "a"]


def test_a_setting_of_the_wrong_shape_is_refused() -> None:
    for ui in ({"ui:order": 5}, {"a": 5}, {"a": {"ui:accept": "pdf"}}, {"a": {"ui:maxBytes": "1"}}):
        assert "不是合法的表单定义" in problems({"a": TEXT}, ui)
    assert "只能在最外层" in problems({"a": TEXT}, {"a": {"ui:sections": [{"title": "节", "fields": []}]}})


def parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from parts(value[key], (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = changed(value[path[0]], path[1:], new)
    return copied


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 10**6) | st.floats(allow_nan=False) | st.text(max_size=6)
    | st.sampled_from(["string", "object", "array", "file", "person", "ui:help", "applicant", "^a*$"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "title", "const", "field", "equals", "in", "a", "ui:widget"]), inner),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_to_a_definition_makes_a_form_that_breaks_later(data: st.DataObject) -> None:
    schema, ui = SCHEMA, UI
    if data.draw(st.booleans()):
        schema = changed(SCHEMA, data.draw(st.sampled_from([*parts(SCHEMA)][1:])), data.draw(anything))
    else:
        ui = changed(UI, data.draw(st.sampled_from([*parts(UI)][1:])), data.draw(anything))
    try:
        form = Form.from_json("roads/application", json.dumps(schema), json.dumps(ui))
    except FormError as refused:
        event(str(refused.problems[0].template))
        return
    posted = {name: list(texts) for name, texts in FILLED.items()}
    submission = form.parse(posted, {"plan": ["a1"]})
    assert form.check(submission.values).keys() <= submission.problems.keys()
    form.read_only(submission.values)
    assert form.fields()
    assert form.fields(submission.entered)


def test_another_dialect_is_refused() -> None:
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    assert "2020-12" in problems({"a": TEXT}, **draft)


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ("{", "不是合法的JSON"),
        ("[]", "最外层应是对象"),
        ('{"type": "object", "type": "array"}', "重复的名称"),
        ('{"maximum": NaN}', "不允许 NaN"),
        ("[" * 100_000, "不是合法的JSON"),
        (json.dumps({"title": "长" * 300_000}), "太大"),
        ('{"type": "array"}', "type 必须是 object"),
    ],
)
def test_broken_files_are_refused(schema: str, problem: str) -> None:
    with pytest.raises(FormError, match=problem):
        Form.from_json("test/form", schema)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"没有文件 x\.schema\.json"):
        Form.load(tmp_path, "x")


def test_forms_are_read_from_a_folder(tmp_path: Path) -> None:
    schema = json.dumps({"type": "object", "title": "表", "properties": {"a": TEXT}}, ensure_ascii=False)
    (tmp_path / "x.schema.json").write_text(schema, "utf-8")
    (tmp_path / "x.ui.json").write_text('{"a": {"ui:help": "提示"}}', "utf-8")
    forms = Form.load_folder(tmp_path)
    assert [field.hint for field in forms["x"].fields()] == ["提示"]
    assert forms["x"].key == f"{tmp_path.name}/x"
