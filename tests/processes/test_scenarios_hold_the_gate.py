"""A matter with a scenario that comes out otherwise than expected is not published, and the clerk is told where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.bpmn.checks import Problem
from processes.publishing import gate
from processes.registry import load_folder
from processes.scenario_checks import scenario_problems
from processes.scenarios import scenarios_of
from processes.try_out import Script as TryOut
from processes.try_out import standing_of

NOT_ACCEPTED = "answers: {acceptance: [{result: refuse, reason: 不属于本机关, basis: 食品安全法 第三十五条}]}\n"


def failures(matter: Path, scenario: str) -> list[Problem]:
    (matter / "scenarios" / "tried.yaml").write_text(scenario)
    return [problem for problem in gate(load_folder(matter)) if problem.rule == "scenario-failed"]


def told(matter: Path, expect: str, answers: str = NOT_ACCEPTED) -> tuple[str, str]:
    (problem,) = failures(matter, f"{answers}expect: {expect}\n")
    assert problem.file == "scenarios/tried.yaml"
    assert problem.severity == "error"
    return problem.element, str(problem.message)


def test_a_scenario_that_comes_out_as_expected_says_nothing(matter):
    expect = (
        "{end: end_not_accepted, done: [acceptance], documents: [acceptance_refusal], due: {acceptance: 2026-03-03}}"
    )
    assert failures(matter, f"{NOT_ACCEPTED}expect: {expect}\n") == []


def test_a_step_that_was_not_expected_is_told_with_its_number(matter):
    element, said = told(matter, "{end: end_not_accepted, done: [acceptance, review]}")
    assert element == "review"
    assert said == "第 2 步应当是“review”，实际是“（无）”"


def test_another_end_is_told(matter):
    assert told(matter, "{end: end_delivered, done: [acceptance]}") == (
        "end_not_accepted",
        "应当到“end_delivered”结束，实际是“end_not_accepted”",
    )


def test_a_case_that_stays_open_says_where(matter):
    materials = "[{material: operator_id, problem: 没有提交, correction: 补交}]"
    answers = f"answers: {{acceptance: [{{result: supplement, materials: {materials}}}]}}\n"
    _, said = told(matter, "{end: end_no_supplement, done: [acceptance]}", answers)
    assert "supplement_received、supplement_lapsed" in said


def test_the_documents_written_are_held(matter):
    _, said = told(matter, "{end: end_not_accepted, done: [acceptance], documents: [acceptance_notice]}")
    assert said == "应当出具的文书是 acceptance_notice，实际是 acceptance_refusal"


def test_the_last_day_of_a_step_is_held_by_working_days(matter):
    element, said = told(matter, "{end: end_not_accepted, done: [acceptance], due: {acceptance: 2026-03-04}}")
    assert element == "acceptance"
    assert "2026-03-03" in said


def test_answers_that_were_not_needed_are_told(matter):
    _, said = told(
        matter, "{end: end_not_accepted, done: [acceptance]}", f"{NOT_ACCEPTED}messages: [supplement_received]\n"
    )
    assert "messages" in said


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("expect: {end: x}\nanswer: {}\n", "answer"),
        ("answers: {acceptance: [{result: perhaps}]}\nexpect: {end: x}\n", "acceptance[1].result"),
        ("steps: [{message: nobody_waits}]\nexpect: {end: x}\n", "nobody_waits"),
        ("advance: [P9999Y]\nexpect: {end: x}\n", ""),
    ],
)
def test_a_scenario_that_cannot_be_played_is_an_error_too(matter, scenario, said):
    found = failures(matter, scenario)
    assert found
    assert said in str(found[0].message)


def test_a_changed_flow_fails_the_scenarios_that_knew_it_otherwise(matter):
    file = matter / "process.bpmn"
    file.write_text(file.read_text().replace("review.result == 'return'", "review.result == 'pass'"))
    found = [problem for problem in gate(load_folder(matter)) if problem.rule == "scenario-failed"]
    assert {problem.file for problem in found} >= {"scenarios/granted_at_window.yaml"}
    assert all(problem.element for problem in found)


GATE = '<bpmn:exclusiveGateway id="review_outcome" name="审核意见" default="to_approval">'
TO_APPROVAL = 'name="提出审核意见" sourceRef="review_outcome" targetRef="approval" />'


def asking(matter: Path, condition: str) -> list[str]:
    """Let the way to the approval ask for something, and return where and why the scenarios do not pass."""
    file = matter / "process.bpmn"
    asked = TO_APPROVAL.replace(
        " />", f'><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
    )
    drawn = file.read_text().replace(GATE, GATE.replace(' default="to_approval"', ""))
    file.write_text(drawn.replace(TO_APPROVAL, f"{asked}</bpmn:sequenceFlow>"))
    found = [problem for problem in scenario_problems(load_folder(matter)) if problem.element == "review_outcome"]
    return [str(problem.message) for problem in found]


def test_an_answer_that_no_way_takes_is_named_with_what_is_wanted(matter):
    said = asking(matter, "review.result == 'fail'")
    assert said
    assert set(said) == {
        "演练走到“审核意见”不能继续：没有一条路走得通："
        "“审核”的“审核结论”填的是“建议准予许可（pass）”，条件要的是“退回重新核查（return）”、“建议不予许可（fail）”"
    }


def test_who_tries_a_draft_out_reads_the_same(matter):
    asking(matter, "review.result == 'fail'")
    folder = load_folder(matter)
    left = {name: [*answers] for name, answers in scenarios_of(folder)["granted_at_window"].answers.items()}
    steps = ("acceptance", "assign_check", "site_check", "site_check", "review")
    acts = tuple({"complete": step, "answer": dict(left[step].pop(0))} for step in steps)
    assert standing_of(folder, TryOut({}, acts[:-1])).stuck is None
    assert "“审核”的“审核结论”填的是“建议准予许可（pass）”" in str(standing_of(folder, TryOut({}, acts)).stuck)


def test_a_step_that_was_not_asked_is_named(matter):
    assert "演练走到“审核意见”不能继续：步骤“整改复查”还没有答复" in asking(matter, "recheck.result == 'pass'")


def test_a_field_that_was_not_filled_in_is_named(matter):
    (said, *_) = asking(matter, "review.reason == '不合格'")
    assert said.endswith("不能继续：“审核”没有填“建议不予许可的理由”")


def test_a_function_that_nobody_registered_is_named(matter):
    file = matter / "process.bpmn"
    node = '<bpmn:scriptTask id="tell" name="通知监管所"><bpmn:script>tell_office</bpmn:script></bpmn:scriptTask>'
    way = '<bpmn:sequenceFlow id="told" sourceRef="tell" targetRef="recheck" />'
    drawn = file.read_text().replace("</bpmn:process>", f"{node}{way}</bpmn:process>", 1)
    kept = 'sourceRef="rectification_reported" targetRef="recheck"'
    file.write_text(drawn.replace(kept, kept.replace("recheck", "tell")))
    found = [str(one.message) for one in scenario_problems(load_folder(matter)) if one.element == "tell"]
    assert found == ["演练走到“通知监管所”不能继续：函数“tell_office”没有登记，情景里也没有写这一步的答案"]


def test_a_step_without_an_answer_in_the_script_is_named(matter):
    scenario = (matter / "scenarios" / "granted_at_window.yaml").read_text()
    found = failures(matter, re.sub(r"  certificate:\n.*\n", "", scenario))
    said = "应当到“end_delivered”结束，却停在“制证办结”（certificate）：情景里没有它的答案"
    assert said in [str(one.message) for one in found]
