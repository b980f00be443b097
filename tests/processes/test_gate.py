"""What must be right before a matter is published, beyond what the flow alone can show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.bpmn.checks import Problem
from engine.errors import Invalid
from processes.publishing import gate
from processes.registry import HERE, folders, load_folder


def problems(matter: Path, severity: str = "error") -> dict[str, Problem]:
    return {problem.rule: problem for problem in gate(load_folder(matter)) if problem.severity == severity}


def change(file: Path, old: str, new: str):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize("path", folders(), ids=lambda path: path.name)
def test_every_matter_of_the_product_may_be_published(path):
    assert gate(load_folder(path)) == ()


def test_a_promise_over_half_of_the_statutory_limit_is_refused(matter):
    change(matter / "matter.yaml", "promised: {value: {days: 7}", "promised: {value: {days: 8}")
    found = problems(matter)
    assert list(found) == ["promise-too-long"]
    assert found["promise-too-long"].element == "limits.promised"
    assert "8 天" in str(found["promise-too-long"].message)


def test_an_exception_with_its_reason_lets_it_pass(matter):
    change(
        matter / "matter.yaml",
        "  promised: {value: {days: 7}",
        "  promise_exception: {reason: 现场核查路程远, approved_by: 县行政审批服务局, document: 汉审批〔2026〕3号}\n"
        "  promised: {value: {days: 10}",
    )
    assert problems(matter) == {}


def test_limits_in_different_units_cannot_be_compared(matter):
    change(matter / "matter.yaml", "{days: 7}", "{days: 7, unit: calendar}")
    assert "promise-unit" in problems(matter)


def test_steps_must_fit_into_the_promise(matter):
    change(matter / "matter.yaml", "{days: 7}", "{days: 6}")
    found = problems(matter)["limits-exceed-promise"]
    assert "recheck" in found.path
    assert "acceptance" not in found.path
    assert "7 个工作日" in str(found.message)


def test_a_clock_from_receipt_counts_the_acceptance_too(matter):
    change(
        matter / "matter.yaml",
        "{value: acceptance, mark: found, source: 行政许可法 第四十二条}",
        "{value: receipt, mark: own, source: 试}",
    )
    assert "acceptance" in problems(matter)["limits-exceed-promise"].path


def test_long_waits_are_pointed_out(matter):
    change(matter / "process.bpmn", ">P3D<", ">P9D<")
    change(matter / "scenarios" / "refused_after_rectification_lapsed.yaml", "advance: [P3D]", "advance: [P9D]")
    assert problems(matter) == {}
    assert "rectification_due" in problems(matter, "warning")["waits-exceed-limit"].path


def test_folder_flow_and_facts_have_one_key(matter):
    (matter.parents[1] / "forms" / matter.name).rename(matter.parents[1] / "forms" / "other_key")
    found = gate(load_folder(matter.rename(matter.with_name("other_key"))))
    assert [problem.file for problem in found if problem.rule == "key-mismatch"] == ["matter.yaml", "process.bpmn"]


def test_a_form_that_is_not_there_is_missed(matter):
    (matter.parents[1] / "forms" / matter.name / "review.schema.json").unlink()
    (matter.parents[1] / "forms" / matter.name / "review.ui.json").unlink()
    assert problems(matter)["form"].element == "review"


def test_a_matter_without_an_application_form_is_refused(matter):
    (matter.parents[1] / "forms" / matter.name / "application.schema.json").unlink()
    assert "application-form" in problems(matter)


def test_only_materials_of_the_guide_may_be_asked_for(matter):
    change(matter / "matter.yaml", "key: management_rules", "key: bank_statement")
    assert problems(matter)["material-outside-guide"].element == "management_rules"
    assert problems(matter, "warning")["material-not-asked"].element == "bank_statement"


def test_a_condition_on_a_field_that_no_form_has_is_refused(matter):
    change(matter / "process.bpmn", "review.result == 'return'", "review.outcome == 'return'")
    assert problems(matter)


def test_a_function_that_is_not_registered_is_refused(matter):
    change(matter / "process.bpmn", '<bpmn:endEvent id="end_reminded"', '<bpmn:scriptTask id="end_reminded"')
    text = (matter / "process.bpmn").read_text()
    head, _, tail = text.partition('<bpmn:scriptTask id="end_reminded"')
    tail = tail.replace("</bpmn:endEvent>", "<bpmn:script>delete_everything</bpmn:script></bpmn:scriptTask>", 1)
    (matter / "process.bpmn").write_text(f'{head}<bpmn:scriptTask id="end_reminded"{tail}')
    assert any(problem.element == "end_reminded" for problem in gate(load_folder(matter)))


def test_a_process_that_nobody_calls_cannot_take_over_a_department(matter):
    change(matter / "process.bpmn", 'name="department" value="approval_bureau"', 'name="department" value="caller"')
    assert "caller-missing" in problems(matter)


def test_r09_a_material_that_leaves_open_what_to_bring_is_refused_with_the_words(matter):
    change(matter / "matter.yaml", "name: {value: 营业执照,", "name: {value: 法律、法规规定的其他材料,")
    found = problems(matter)
    assert list(found) == ["catch-all"]
    assert found["catch-all"].element == "materials.business_licence.name"
    assert "“规定的其他材料”" in str(found["catch-all"].message)


def test_r09_other_organisations_are_no_other_materials(matter):
    change(matter / "matter.yaml", "name: {value: 营业执照,", "name: {value: 法人或者其他组织登记证书复印件,")
    assert problems(matter) == {}


def test_r09_a_condition_that_leaves_something_open_is_remarked(matter):
    change(matter / "matter.yaml", "value: 操作间与就餐场所、卫生间有效隔离,", "value: 法律法规规定的其他条件,")
    assert problems(matter) == {}
    assert problems(matter, "warning")["catch-all"].element == "conditions.4"


def test_r09_words_that_must_stay_have_a_reason_and_somebody_who_agreed(matter):
    old, text = "standard: {value: 标明各功能区、设备位置和卫生设施,", "standard: {value: 标明各功能区、设备位置等,"
    excused = "catch_all_exceptions: [{{words: 等, reason: {reason}, approved_by: 县行政审批服务局}}]\n    "
    change(matter / "matter.yaml", old, text)
    assert list(problems(matter)) == ["catch-all"]
    change(matter / "matter.yaml", text, excused.format(reason="国家标准的图例以此收尾") + text)
    assert problems(matter) == {}
    change(matter / "matter.yaml", "设备位置等,", "设备位置等材料,")
    assert list(problems(matter)) == ["catch-all"], "other words were not agreed to"


def test_r09_an_exception_without_a_reason_is_none(matter):
    old = "standard: {value: 标明各功能区、设备位置和卫生设施,"
    change(matter / "matter.yaml", old, 'catch_all_exceptions: [{words: 等, reason: " ", approved_by: 局}]\n    ' + old)
    with pytest.raises(Invalid, match="reason：不能为空"):
        load_folder(matter)


@pytest.fixture
def renewal(tmp_path):
    """A copy of the one matter that silence grants."""
    for top in ("processes", "forms"):
        shutil.copytree(HERE.parent / top / "small_catering_renewal", tmp_path / top / "small_catering_renewal")
    shutil.copytree(HERE / "shared", tmp_path / "processes" / "shared")
    return tmp_path / "processes" / "small_catering_renewal"


def test_art_50_every_step_of_a_renewal_can_be_left_when_the_licence_ends(renewal):
    change(renewal / "process.bpmn", 'id="review_left"', 'id="review_left" cancelActivity="false"')
    found = problems(renewal)["silence-not-caught"]
    assert found.element == "review"
    assert "renewed_by_silence" in str(found.message)


def test_art_50_the_end_of_the_licence_is_a_date_that_has_to_be_given(renewal):
    change(renewal / "matter.yaml", "ends_on: {value: ends_on,", "ends_on: {value: licence_no,")
    assert list(problems(renewal)) == ["renewal-field"]


def test_art_50_silence_grants_the_renewal_of_a_licence_and_nothing_else(matter, renewal):
    change(matter / "matter.yaml", "silence_grants: {value: false,", "silence_grants: {value: true,")
    change(renewal / "matter.yaml", "item_type: {value: licence,", "item_type: {value: payment,")
    for folder in (matter, renewal):
        with pytest.raises(Invalid, match="第五十条"):
            load_folder(folder)
