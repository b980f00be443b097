"""Two versions of a matter in sentences: what was added, removed, renamed or changed, each once."""

from __future__ import annotations

import json

import pytest

from engine.bundle import Bundle
from processes.differences import differences
from processes.publishing import bundle_of
from processes.registry import HERE, load_folder


@pytest.fixture(scope="module")
def permit() -> Bundle:
    return bundle_of(load_folder(HERE / "small_catering_permit"))


def changed(permit: Bundle, name: str, *pairs: tuple[str, str]) -> Bundle:
    text = permit.files[name].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return Bundle.of(permit.key, {**permit.files, name: text.encode()})


def said(before: Bundle, after: Bundle) -> list[tuple[str, str, str]]:
    return [(one.about, one.kind, str(one.text)) for one in differences(before, after)]


def test_the_same_is_not_different(permit):
    assert said(permit, permit) == []


def test_a_promise_and_a_limit(permit):
    after = changed(permit, "matter.yaml", ("promised: {value: {days: 7}", "promised: {value: {days: 6}"))
    after = changed(after, "process.bpmn", ('name="limitWorkdays" value="2"', 'name="limitWorkdays" value="1"'))
    assert said(permit, after) == [
        ("steps", "changed", "“现场核查”的时限（工作日）：2 → 1"),
        ("facts", "changed", "承诺办结时限：7 个工作日 → 6 个工作日"),
    ]


def test_a_step_between_two_others(permit):
    review = '<bpmn:userTask id="review"'
    step = (
        '<bpmn:userTask id="second_look" name="复核"><bpmn:extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="stage" value="review"/><spiffworkflow:property name="post" value="reviewer"/>'
        '<spiffworkflow:property name="limitWorkdays" value="1"/>'
        "</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>"
        '<bpmn:sequenceFlow id="onward" sourceRef="second_look" targetRef="approval"/>'
    )
    between = ('sourceRef="review_outcome" targetRef="approval"', 'sourceRef="review_outcome" targetRef="second_look"')
    after = changed(permit, "process.bpmn", between, (review, step + review))
    found = said(permit, after)
    assert ("steps", "added", "新增步骤“复核”：审核人，1 个工作日") in found
    assert ("ways", "added", "新增从“复核”到“审批”的路径") in found
    assert sum(kind == "removed" for _about, kind, _text in found) == 1
    back = said(after, permit)
    assert ("steps", "removed", "删除“复核”") in back


def test_a_name_and_a_condition(permit):
    flow = next(one for one in permit.model.main.flows.values() if one.condition and "'" in one.condition)
    after = changed(permit, "process.bpmn", ('name="审批"', 'name="局长审批"'))
    assert ("steps", "changed", "“审批”改名为“局长审批”") in said(permit, after)
    after = changed(permit, "process.bpmn", (flow.condition, flow.condition.replace("'", "'x", 1)))
    ((about, kind, text),) = said(permit, after)
    assert (about, kind) == ("ways", "changed")
    assert f"{flow.condition} → " in text


def test_fields_of_forms(permit):
    name = "forms/application.schema.json"
    form = json.loads(permit.files[name])
    first = next(iter(form["required"]))
    title = form["properties"][first]["title"]
    form["required"].remove(first)
    form["properties"]["kitchen_area"] = {"type": "string", "title": "后厨面积"}
    shown = json.loads(permit.files["forms/application.ui.json"])
    shown["ui:sections"][0]["fields"].append("kitchen_area")
    made = {name: form, "forms/application.ui.json": shown}
    files = {file: json.dumps(one, ensure_ascii=False).encode() for file, one in made.items()}
    after = Bundle.of(permit.key, {**permit.files, **files})
    texts = [text for about, _kind, text in said(permit, after) if about == "forms"]
    assert any("新增“后厨面积”" in text for text in texts)
    assert any(f"“{title}”改为选填" in text for text in texts)
