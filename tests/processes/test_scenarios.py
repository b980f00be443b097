"""Every scenario of every matter plays to the end that it names, by answers that its forms accept."""

from __future__ import annotations

import pytest

from engine.errors import Invalid
from processes.registry import Folder, folders, load_folder
from processes.scenarios import answer_problems, play_scenario, scenarios_of

MATTERS: dict[str, Folder] = {path.name: load_folder(path) for path in folders()}
PLAYS = [
    pytest.param(MATTERS[key], scenario, id=f"{key}-{name}")
    for key in MATTERS
    for name, scenario in scenarios_of(MATTERS[key]).items()
]


def catering() -> Folder:
    return MATTERS["small_catering_permit"]


def played(name: str):
    return play_scenario(catering(), scenarios_of(catering())[name])


@pytest.mark.parametrize(("folder", "scenario"), PLAYS)
def test_it_plays_to_its_end(folder, scenario):
    result = play_scenario(folder, scenario)
    assert result.of("incident") == ()
    assert result.end == scenario.expect.end
    assert result.done == scenario.expect.done


@pytest.mark.parametrize(("folder", "scenario"), PLAYS)
def test_its_answers_could_have_been_given(folder, scenario):
    assert answer_problems(folder, scenario) == ()


def test_the_small_catering_permit_is_played_to_all_its_ends():
    ends = {scenario.expect.end for scenario in scenarios_of(catering()).values()}
    drawn = {e.id for e in catering().model.main.elements.values() if e.type == "endEvent"}
    assert ends == drawn - {"end_reminded"}


def test_every_task_of_the_small_catering_permit_is_played():
    done = {task for scenario in scenarios_of(catering()).values() for task in scenario.expect.done}
    tasks = {e.id for e in catering().model.main.elements.values() if e.type == "userTask"}
    assert done == tasks


def test_a_late_site_check_reminds_without_stopping_it():
    result = played("granted_after_two_returns")
    assert result.of("timer") == ("site_check_reminder",)
    assert result.done.count("site_check") == 4


def test_rectification_ends_by_report_or_by_its_time():
    assert played("granted_after_rectification").of("caught") == ("rectification_reported",)
    assert played("refused_after_rectification_lapsed").of("timer")[-1] == "rectification_due"


def test_one_failed_finding_outweighs_a_rectification():
    assert "recheck" not in played("refused_after_failed_check").done


def test_a_scenario_with_an_unknown_key_is_refused(matter):
    (matter / "scenarios" / "wrong.yaml").write_text("expect: {end: end_delivered}\nanswer: {}\n")
    with pytest.raises(Invalid, match=r"scenarios/wrong\.yaml：answer"):
        scenarios_of(load_folder(matter))


def test_an_impossible_answer_is_told_by_field(matter):
    (matter / "scenarios" / "wrong.yaml").write_text(
        "expect: {end: x}\nanswers: {approval: [{result: grant, approved: true}], nobody: [{}]}\n"
        "steps: [{complete: review, answer: {result: maybe}}]\n"
    )
    folder = load_folder(matter)
    problems = "\n".join(answer_problems(folder, scenarios_of(folder)["wrong"]))
    assert "approval[1].approved" in problems
    assert "nobody[1]" in problems
    assert "steps[1].result" in problems
