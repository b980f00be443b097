"""What HTML posts becomes typed values of declared fields, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from road_works import SCHEMA, UI

from forms import Form
from forms.formats import FORMATS, SENTENCES


def said(problems: dict[str, Any]) -> dict[str, str]:
    return {path: str(text) for path, text in problems.items()}


def test_a_filled_form_becomes_typed_values(form: Form, filled: dict[str, list[str]]) -> None:
    submission = form.parse(filled, {"plan": ["a1", "a2"]})
    assert said(submission.problems) == {}
    assert submission.ok
    assert submission.values == {
        "project": "北城街雨污分流",
        "cost": 1250,
        "lanes": 2,
        "night": False,
        "method": "push",
        "plan": ["a1", "a2"],
        "applicant": {"name": "张三", "phone": "13812345678"},
        "units": [{"name": "汉阴县第一建筑公司", "kind": "施工", "licence": "D1234"}],
        "pledge": True,
    }
    assert form.check(submission.values) == {}


def test_an_empty_form_asks_for_what_is_required_in_its_order(form: Form) -> None:
    problems = said(form.parse({}).problems)
    assert problems == {
        "project": "请填写工程名称",
        "cost": "请填写工程造价",
        "lanes": "请填写占用车道",
        "night": "请选择是否夜间施工",
        "method": "请选择施工方式",
        "applicant.name": "请填写申请人姓名",
        "applicant.phone": "请填写申请人手机",
        "units.0.name": "请填写单位名称",
        "units.0.kind": "请选择单位类型",
        "pledge": "请勾选“按期恢复路面”",
    }
    assert list(problems)[:3] == ["project", "cost", "lanes"]
    assert list(problems)[-1] == "pledge"


def test_blanks_are_no_answer(form: Form, filled: dict[str, list[str]]) -> None:
    submission = form.parse({**filled, "project": ["　 \t "], "remarks": [""]})
    assert said(submission.problems) == {"project": "请填写工程名称"}
    assert "remarks" not in submission.values


@pytest.mark.parametrize(
    "name",
    [
        "approved",
        "typename",
        "__class__",
        "_act",
        "applicant.approved",
        "applicant",
        "units",
        "units.0",
        "units.0.x",
        "units.00.name",
        "units.1234.name",
        "units.-1.name",
        "units.².name",
        "project.0",
        "",
        ".",
        "a" * 5000,
    ],
)
def test_an_undeclared_name_is_a_problem_and_no_value(form: Form, filled: dict[str, list[str]], name: str) -> None:
    submission = form.parse({**filled, name: ["1"]})
    assert list(submission.problems) == [name[:200]]
    assert "表单中没有" in str(submission.problems[name[:200]])
    assert submission.values == form.parse(filled).values


def test_names_of_the_page_are_passed_over(form: Form, filled: dict[str, list[str]]) -> None:
    assert form.parse({**filled, "csrf_token": ["x"]}, ignore={"csrf_token"}).ok


def test_an_attachment_cannot_be_posted_as_text(form: Form, filled: dict[str, list[str]]) -> None:
    submission = form.parse({**filled, "plan": ["someone-elses"]})
    assert "plan" in submission.problems
    assert "plan" not in submission.values
    assert form.parse(filled, {"project": ["a1"]}).problems.keys() == {"project"}


def test_too_many_names_are_refused_at_once(form: Form) -> None:
    submission = form.parse({f"x{n}": ["1"] for n in range(2000)})
    assert said(submission.problems) == {"": "提交的内容太多"}


def test_what_is_hidden_is_dropped_and_not_asked_for(form: Form, filled: dict[str, list[str]]) -> None:
    posted = {**filled, "night_reason": ["白天交通繁忙"], "method": ["open"]}
    assert "night_reason" not in form.parse(posted).values
    shown = form.parse({**posted, "night": ["true"]})
    assert shown.values["night_reason"] == "白天交通繁忙"
    missing = form.parse({**posted, "night": ["true"], "night_reason": [""]})
    assert said(missing.problems) == {"night_reason": "请填写夜间施工理由"}
    optional = form.parse({**posted, "night": ["true"], "night_reason": [""], "method": ["push"]})
    assert optional.ok


def test_a_condition_inside_an_item_looks_at_the_same_item(form: Form, filled: dict[str, list[str]]) -> None:
    posted = {**filled, "units.1.name": ["某监理公司"], "units.1.kind": ["监理"], "units.1.licence": ["E5678"]}
    submission = form.parse(posted)
    assert submission.ok
    assert submission.values["units"][1] == {"name": "某监理公司", "kind": "监理"}
    assert submission.values["units"][0]["licence"] == "D1234"


def test_items_are_numbered_without_gaps_and_blank_ones_dropped(form: Form, filled: dict[str, list[str]]) -> None:
    posted = {**filled, "units.4.name": ["某监理公司"], "units.4.kind": [""], "units.2.name": [" "]}
    submission = form.parse(posted)
    assert said(submission.problems) == {"units.1.kind": "请选择单位类型"}
    assert submission.entered["units.1.name"] == ("某监理公司",)
    assert "units.4.name" not in submission.entered


def test_more_items_than_allowed(form: Form, filled: dict[str, list[str]]) -> None:
    more = {f"units.{n}.{name}": [text] for n in (1, 2, 3) for name, text in (("name", "甲"), ("kind", "监理"))}
    assert said(form.parse({**filled, **more}).problems) == {"units": "参建单位最多3项"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("lanes", "两条", "占用车道应填写整数"),
        ("lanes", "2.5", "占用车道应填写整数"),
        ("lanes", "0", "占用车道不能小于1"),
        ("lanes", "5", "占用车道不能大于4"),
        ("lanes", "9" * 400, "占用车道应填写整数"),
        ("length", "1e9", "占用长度应填写数字"),
        ("length", "nan", "占用长度应填写数字"),
        ("length", "0", "占用长度应大于0米"),
        ("cost", "12.345", "工程造价应填写金额，单位为元，最多两位小数"),
        ("cost", "-1", "工程造价应填写金额，单位为元，最多两位小数"),
        ("cost", "0.5", "工程造价不能小于1.00元"),
        ("cost", "1000000.01", "工程造价不能大于1000000.00元"),
        ("project", "长" * 21, "工程名称不能超过20个字"),
        ("remarks", "长" * 2001, "说明不能超过2000个字"),
        ("method", "other", "施工方式只能从所列选项中选择"),
        ("night", "maybe", "请选择是否夜间施工"),
        ("starts_on", "2026-02-29", "没有这一天，请核对日期。"),
        ("starts_on", "20260302", "日期应写成2026-03-02这样的形式。"),
        ("starts_on", "next week", "日期应写成2026-03-02这样的形式。"),
        ("applicant.phone", "12345", "手机号码应为11位数字，以1开头。"),
        ("applicant.id_number", "110105194912310021", "身份证号码的校验位不对，请核对。"),
        ("units.0.licence", "D12", "资质证书编号由一个大写字母和四位数字组成"),
        ("units.0.licence", "D1234\nx", "资质证书编号由一个大写字母和四位数字组成"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    form: Form, filled: dict[str, list[str]], name: str, text: str, message: str
) -> None:
    submission = form.parse({**filled, name: [text]})
    assert said(submission.problems) == {name: message}
    assert submission.entered[name] == (text,)


@pytest.mark.parametrize(
    ("format", "wrong"),
    [
        ("date", ["x", "2026-02-30"]),
        ("id-number", ["1", "110105194913310021", "110105194912310021"]),
        ("credit-code", ["1", "911100006000373411"]),
        ("phone", ["1"]),
    ],
)
def test_every_sentence_of_a_format_can_be_translated(format: str, wrong: list[str]) -> None:
    collected = {text.template for text in SENTENCES}
    assert {FORMATS[format](value) for value in wrong} <= collected


def test_lists_are_checked_member_by_member(form: Form, filled: dict[str, list[str]]) -> None:
    assert form.parse({**filled, "signs": ["围挡", "", "标牌"]}).values["signs"] == ["围挡", "标牌"]
    twice = form.parse({**filled, "signs": ["围挡", "围挡"]})
    assert said(twice.problems) == {"signs": "警示设施有重复的项"}
    other = form.parse({**filled, "signs": ["围挡", "狗"]})
    assert said(other.problems) == {"signs": "警示设施只能从所列选项中选择"}
    files = form.parse(filled, {"plan": ["a", "b", "c"]})
    assert said(files.problems) == {"plan": "施工方案最多2项"}


def test_the_end_may_not_come_before_the_beginning(form: Form, filled: dict[str, list[str]]) -> None:
    posted = {**filled, "starts_on": ["2026-03-02"]}
    assert form.parse({**posted, "ends_on": ["2026-03-02"]}).ok
    early = form.parse({**posted, "ends_on": ["2026-03-01"]})
    assert said(early.problems) == {"ends_on": "完工日期不能早于开工日期"}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("project", " 北城街\u0000雨\u202e污\u200b分流\r\n ", "北城街雨污分流"),
        ("project", "cafe\u0301 👨‍👩‍👧 🧧", "café 👨‍👩‍👧 🧧"),
        ("project", "a\ud800b", "ab"),
        ("project", "一行\n两行", "一行 两行"),
        ("remarks", "一行\r\n\x07两行\r三行", "一行\n两行\n三行"),
        ("cost", "￥１，２３４．５元", 123450),
        ("cost", "0.07", None),
        ("lanes", "２", 2),
        ("length", "1,200.5", 1200.5),
        ("starts_on", "2026年3月2日", "2026-03-02"),
        ("starts_on", "2026/3/2", "2026-03-02"),
        ("applicant.phone", "+86 138-1234-5678", "13812345678"),
        ("applicant.id_number", "110105 19491231 002x", "11010519491231002X"),
    ],
)
def test_what_people_type_is_made_fit_for_keeping(
    form: Form, filled: dict[str, list[str]], name: str, typed: str, kept: object
) -> None:
    value: Any = form.parse({**filled, name: [typed]}).values
    for step in name.split("."):
        value = value[step]
    assert value == (kept if kept is not None else 7)


def test_stored_values_are_checked_as_strictly(form: Form, filled: dict[str, list[str]]) -> None:
    values = form.parse(filled).values
    assert said(form.check({**values, "approved": True})) == {"approved": "表单中没有“approved”这一项"}
    assert said(form.check({**values, "night_reason": "x"})) == {"night_reason": "此处不应填写夜间施工理由"}
    assert said(form.check({**values, "lanes": "2"})) == {"lanes": "占用车道的格式不对"}
    assert said(form.check({**values, "lanes": True})) == {"lanes": "占用车道的格式不对"}
    assert said(form.check({**values, "project": ""})) == {"project": "请填写工程名称"}
    assert said(form.check({**values, "units": "x"})) == {"units": "参建单位的格式不对"}
    assert said(form.check({**values, "units": []})) == {"units": "参建单位至少填写一项"}
    assert said(form.check({**values, "applicant": ["x"]})) == {"applicant": "申请人的格式不对"}
    assert said(form.check({**values, "pledge": False})) == {"pledge": "请勾选“按期恢复路面”"}
    assert "units.0.approved" in form.check({**values, "units": [{**values["units"][0], "approved": 1}]})


names = st.sampled_from(
    [
        "project",
        "cost",
        "lanes",
        "length",
        "starts_on",
        "night",
        "night_reason",
        "method",
        "signs",
        "applicant.name",
        "applicant.phone",
        "units.0.name",
        "units.7.kind",
        "units.2.licence",
        "pledge",
        "approved",
        "units.x.name",
    ]
)
texts = st.lists(st.text(max_size=30) | st.sampled_from(["true", "on", "open", "施工", "2", "2026-03-02"]), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(names | st.text(max_size=12), texts, max_size=12))
def test_no_posting_breaks_the_form_or_brings_in_a_name(posted: dict[str, list[str]]) -> None:
    form = Form("roads/application", SCHEMA, UI)
    submission = form.parse(posted)
    problems = form.check(submission.values)
    assert problems.keys() <= submission.problems.keys()
    assert submission.values.keys() <= SCHEMA["properties"].keys()
    again = form.parse({name: list(texts) for name, texts in form.entered(submission.values).items() if name != "plan"})
    if submission.ok:
        assert again.values == submission.values
    assert form.fields(posted)
