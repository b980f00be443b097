"""check, play, chart and due: what they print, word by word where programs read it."""

from __future__ import annotations

import json
import shutil

import pytest
from test_bad_input import FINE


@pytest.fixture
def plain(tmp_path):
    """A process that knows nothing of the rules of the house."""
    path = tmp_path / "plain.bpmn"
    path.write_bytes(FINE)
    return path


def test_a_matter_of_the_hall_has_no_errors(banjian, permit):
    outcome = banjian("check", permit / "process.bpmn")
    assert outcome.code == 0
    assert outcome.err == ""


def test_a_problem_is_one_line_and_the_house_rules_can_be_left_out(banjian, plain):
    strict = banjian("check", plain)
    assert strict.code == 1
    assert strict.lines
    for line in strict.lines:
        file, element, rule, message = line.split(": ", 3)
        assert file == str(plain)
        assert all((element, rule, message))

    lenient = banjian("check", plain, "--lenient")
    assert (lenient.code, lenient.out) == (0, "")


def test_problems_as_json(banjian, plain):
    listed = json.loads(banjian("check", plain, "--json").out)
    assert {"file", "element", "rule", "severity", "message", "path"} == set(listed[0])
    assert listed[0]["file"] == str(plain)
    assert banjian("check", plain, "--json", "--lenient").out.strip() == "[]"


def test_what_is_no_bpmn_is_judged_and_found_wanting(banjian, tmp_path):
    path = tmp_path / "page.bpmn"
    path.write_text("<html/>")
    outcome = banjian("check", "--lenient", path)
    assert outcome.code == 1
    assert outcome.lines == [f"{path}: line 1: xml-unreadable: 不是 BPMN 2.0 文件：根元素是 html。"]


def test_several_files_are_judged_together(banjian, plain, tmp_path):
    page = tmp_path / "page.bpmn"
    page.write_text("<html/>")
    outcome = banjian("check", "--lenient", plain, page)
    assert outcome.code == 1
    assert len(outcome.lines) == 1


def test_a_process_is_played(banjian, plain, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers: {t: [{done: true}]}\n")
    outcome = banjian("play", plain, "--answers", answers, "--now", "2026-03-02T09:00:00+08:00", "--json", "--lenient")
    events = [json.loads(line) for line in outcome.lines]
    assert outcome.code == 0
    assert [(event["event"], event["element"]) for event in events] == [
        ("started", "s"),
        ("opened", "t"),
        ("done", "t"),
        ("ended", "e"),
    ]
    assert set(events[0]) == {"event", "element", "name", "type", "at"}
    assert events[1]["type"] == "userTask"
    assert {event["at"] for event in events} == {"2026-03-02T09:00:00+08:00"}


def test_without_answers_it_waits(banjian, plain):
    outcome = banjian("play", plain, "--json")
    assert [json.loads(line)["event"] for line in outcome.lines] == ["started", "opened"]


def test_a_scenario_of_a_matter_is_played_for_people(banjian, permit):
    outcome = banjian("play", permit / "process.bpmn", "--answers", permit / "scenarios" / "not_accepted.yaml")
    assert outcome.code == 0
    assert "受理审查" in outcome.out
    assert "ended" in outcome.lines[-1]


def test_a_script_that_names_what_is_not_there(banjian, plain, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("steps: [{complete: nothing}]\n")
    outcome = banjian("play", plain, "--answers", answers)
    assert outcome.code == 2
    assert "nothing" in outcome.err


def test_a_script_that_stops_half_way_says_where_and_what_is_left(banjian, plain, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers: {elsewhere: [{}]}\n")
    outcome = banjian("play", plain, "--answers", answers, "--json")
    assert outcome.code == 0
    assert outcome.err.splitlines() == ["流程还没有结束，停在：t。", "没有用到：answers.elsewhere。"]
    assert all(json.loads(line) for line in outcome.lines)


CALLER = FINE.replace(b'<userTask id="t"/>', b'<callActivity id="t" calledElement="second"/>')
TWO_PROCESSES = FINE.replace(b'id="p"', b'id="first"').replace(
    b"</definitions>",
    b'<process id="second"><startEvent id="s2"/><userTask id="t2"/><endEvent id="e2"/>'
    b'<sequenceFlow id="g1" sourceRef="s2" targetRef="t2"/><sequenceFlow id="g2" sourceRef="t2" targetRef="e2"/>'
    b"</process></definitions>",
)


def test_called_processes_are_found_in_the_files_beside(banjian, tmp_path):
    caller = tmp_path / "caller.bpmn"
    caller.write_bytes(CALLER)
    assert banjian("check", "--lenient", caller).lines == [
        f"{caller}: t: called-process: （提醒）找不到被调用的流程“second”"
    ]
    (tmp_path / "parts.bpmn").write_bytes(TWO_PROCESSES)
    (tmp_path / "no_bpmn.bpmn").write_bytes(b"\0")
    outcome = banjian("check", "--lenient", caller)
    assert (outcome.code, outcome.out) == (0, "")
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers: {t2: [{}]}\n")
    played = banjian("play", caller, "--answers", answers, "--json")
    assert [json.loads(line)["element"] for line in played.lines if '"done"' in line] == ["t2", "e2"]


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_a_chart_is_drawn(banjian, plain, tmp_path, ending, start):
    target = tmp_path / f"chart.{ending}"
    outcome = banjian("chart", plain, "-o", target)
    assert (outcome.code, outcome.err) == (0, "")
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["2019-09-26", "5"], "2019-10-09"),
        (["2020-01-20", "20"], "2020-02-25"),
        (["2026-02-14", "1"], "2026-02-24"),
        (["2025-09-15", "10", "--pause", "2025-09-22:2025-09-29"], "2025-10-13"),
        (["2026-09-14", "10", "--pause", "2026-09-21:2026-09-29"], "2026-10-10"),
        (["2026-03-02", "0"], "2026-03-02"),
    ],
)
def test_a_due_date_comes_first_and_then_why(banjian, words, due):
    outcome = banjian("due", *words)
    assert outcome.code == 0
    assert outcome.lines[0] == due
    assert len(outcome.lines) > 1
    assert "起算当日" in outcome.out


def test_check_judges_the_flow_of_a_matter_with_its_whole_folder(banjian, permit, tmp_path):
    flow = tmp_path / "processes" / permit.name / "process.bpmn"
    shutil.copytree(permit, flow.parent, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(permit.parents[1] / "forms" / permit.name, tmp_path / "forms" / permit.name)
    assert banjian("check", flow).out == ""
    scenario = flow.parent / "scenarios" / "not_accepted.yaml"
    scenario.write_text(scenario.read_text().replace("end: end_not_accepted", "end: end_delivered"))
    outcome = banjian("check", flow)
    assert outcome.code == 1
    assert "scenarios/not_accepted.yaml: end_not_accepted: scenario-failed: " in outcome.out
    assert banjian("check", flow, "--lenient").code == 0
