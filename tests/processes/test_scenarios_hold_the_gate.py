"""A matter with a scenario that comes out otherwise than expected is not published, and the clerk is told where."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn.checks import Problem
from processes.publishing import gate
from processes.registry import load_folder

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
