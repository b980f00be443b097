"""The forms of the small catering permit, filled in by the people who use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from forms import Form

MATTER = Path(__file__).parents[2] / "processes" / "small_catering_permit" / "matter.yaml"
APPLICATION = {
    "applicant_name": ["张三"],
    "id_number": ["11010519491231002X"],
    "phone": ["13812345678"],
    "subject": ["张三面馆"],
    "credit_code": ["91110000600037341L"],
    "town": ["城关镇"],
    "address": ["北城街12号"],
    "area": ["38.5"],
    "business_items": ["hot_food", "drinks"],
    "staff_count": ["2"],
    "has_agent": ["false"],
    "delivery_mode": ["window"],
    "commitment": ["on"],
}
MATERIALS = ("business_licence", "operator_id", "health_certificates", "premises_proof", "layout_plan")
FILES = {key: [f"file-{key}"] for key in (*MATERIALS, "management_rules")}


def problems(form: Form, posted: dict[str, Any], files: dict[str, list[str]] | None = None) -> dict[str, str]:
    raw = {name: text if isinstance(text, list) else [text] for name, text in posted.items()}
    return {path: str(text) for path, text in form.parse(raw, files).problems.items()}


def test_every_step_has_its_form(catering: dict[str, Form]) -> None:
    assert set(catering) == {
        "application",
        "supplement",
        "acceptance",
        "assign_check",
        "site_check",
        "recheck",
        "review",
        "approval",
        "certificate",
        "refusal_notice",
        "delivery",
    }


def test_an_applicant_files(catering: dict[str, Form]) -> None:
    form = catering["application"]
    submission = form.parse(APPLICATION, FILES)
    assert submission.ok
    assert submission.values["business_items"] == ["hot_food", "drinks"]
    assert submission.values["area"] == 38.5
    assert "agent" not in submission.values
    assert dict(form.read_only(submission.values))["许可证领取方式"] == "到政务大厅出件窗口领取"


def test_an_agent_and_a_courier_bring_their_own_questions(catering: dict[str, Form]) -> None:
    posted = {**APPLICATION, "has_agent": "true", "delivery_mode": "courier"}
    assert problems(catering["application"], posted, FILES) == {
        "agent.name": "请填写代理人姓名",
        "agent.id_number": "请填写代理人身份证号码",
        "agent.phone": "请填写代理人手机号码",
        "recipient": "请填写收件人",
        "recipient_phone": "请填写收件人手机号码",
        "postal_address": "请填写邮寄地址",
    }


@pytest.mark.parametrize("missing", sorted(FILES))
def test_every_material_must_be_handed_in(catering: dict[str, Form], missing: str) -> None:
    files = {key: ids for key, ids in FILES.items() if key != missing}
    found = problems(catering["application"], APPLICATION, files)
    assert list(found) == [missing]
    assert found[missing].startswith("请上传")


def test_the_application_asks_for_exactly_the_materials_of_the_guide(catering: dict[str, Form]) -> None:
    guide = {material["key"] for material in yaml.safe_load(MATTER.read_text("utf-8"))["materials"]}
    assert set(catering["application"].materials.values()) == guide
    assert set(catering["supplement"].materials.values()) == guide
    listed = next(field for field in catering["acceptance"].fields() if field.path == "checked")
    assert {value for value, _ in listed.choices} == guide


def test_the_window_accepts_only_with_all_six_materials_checked(catering: dict[str, Form]) -> None:
    form = catering["acceptance"]
    assert problems(form, {"result": "accept", "checked": sorted(FILES)}) == {}
    assert "checked" in problems(form, {"result": "accept", "checked": ["operator_id"]})
    assert "checked" in problems(form, {"result": "accept"})


def test_the_window_asks_for_supplements_item_by_item(catering: dict[str, Form]) -> None:
    form = catering["acceptance"]
    asked = {
        "result": ["supplement"],
        "materials.0.material": ["premises_proof"],
        "materials.0.problem": ["缺少房东签字"],
        "materials.0.correction": ["补交双方签字的租赁协议"],
        "checked": ["operator_id"],
    }
    submission = form.parse(asked)
    assert submission.ok
    assert submission.values == {
        "result": "supplement",
        "materials": [
            {"material": "premises_proof", "problem": "缺少房东签字", "correction": "补交双方签字的租赁协议"}
        ],
    }
    assert "materials.0.material" in problems(form, {"result": "supplement"})


def test_the_window_refuses_with_reason_and_article(catering: dict[str, Form]) -> None:
    form = catering["acceptance"]
    assert problems(form, {"result": "refuse"}) == {
        "reason": "请填写不予受理的理由",
        "basis": "请填写法律依据",
    }
    answer = {"result": "refuse", "reason": "不属于本局职权", "basis": "行政许可法 第三十二条第一款第二项"}
    assert problems(form, answer) == {}


@pytest.mark.parametrize(
    ("inspectors", "problem"),
    [
        ([], "请选择核查人员"),
        (["p1"], "核查人员至少2人"),
        (["p1", "p1"], "核查人员不能是同一人"),
        (["p1", "p2", "p3"], "核查人员最多2人"),
    ],
)
def test_two_different_inspectors(catering: dict[str, Form], inspectors: list[str], problem: str) -> None:
    assert problems(catering["assign_check"], {"inspectors": inspectors}) == {"inspectors": problem}
    assert problems(catering["assign_check"], {"inspectors": ["p1", "p2"]}) == {}


@pytest.mark.parametrize(
    ("form", "result", "needed"),
    [
        ("site_check", "pass", {"conditions"}),
        ("site_check", "rectify", {"rectification"}),
        ("site_check", "fail", {"reason"}),
        ("recheck", "pass", {"conditions"}),
        ("recheck", "fail", {"reason"}),
        ("review", "pass", set()),
        ("review", "fail", {"reason"}),
        ("review", "return", set()),
        ("approval", "grant", set()),
        ("approval", "refuse", {"reason", "basis"}),
        ("approval", "return", set()),
    ],
)
def test_each_result_needs_its_grounds(catering: dict[str, Form], form: str, result: str, needed: set[str]) -> None:
    always = {"checked_on": "2026-03-04", "findings": "已到现场核查"} if "check" in form else {"opinion": "情况属实"}
    found = problems(catering[form], {**always, "result": result})
    assert set(found) == needed
    without = problems(catering[form], {"result": result})
    assert set(without) == needed | set(always)


def test_a_certificate_ends_after_it_begins(catering: dict[str, Form]) -> None:
    answer = {"certificate_no": "陕餐610921-0001", "scope": "热食类食品制售", "valid_from": "2026-03-10"}
    assert problems(catering["certificate"], {**answer, "valid_to": "2029-03-09"}) == {}
    assert "valid_to" in problems(catering["certificate"], {**answer, "valid_to": "2026-03-09"})


def test_delivery_at_the_window_and_by_courier(catering: dict[str, Form]) -> None:
    form = catering["delivery"]
    common = {"result": "delivered", "receiver": "张三", "signed_on": "2026-03-12"}
    window = {**common, "mode": "window"}
    assert problems(form, {**window, "relation": "self"}) == {}
    assert set(problems(form, window)) == {"relation"}
    assert set(problems(form, {**window, "relation": "agent"})) == {"receiver_id_number"}
    courier = {**common, "mode": "courier"}
    assert set(problems(form, courier)) == {"tracking_no", "address"}
    assert problems(form, {**courier, "tracking_no": "SF1234567890", "address": "汉阴县城关镇北城街12号"}) == {}


def test_a_supplement_may_hold_some_of_the_materials(catering: dict[str, Form]) -> None:
    assert problems(catering["supplement"], {"note": "已补签字"}, {"premises_proof": ["f1"]}) == {}
