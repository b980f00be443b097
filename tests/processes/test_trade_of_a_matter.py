"""What guide, forms, flow and people of a matter must be to each other before it is published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.bpmn.checks import Problem
from processes.people import people_problems
from processes.publishing import gate
from processes.registry import HERE, Folder, load_folder


@pytest.fixture
def paid(tmp_path: Path) -> Path:
    """The transfer of a house, for which a fee is charged, with its forms and the shared parts."""
    return copied(tmp_path, "house_transfer")


@pytest.fixture
def joint(tmp_path: Path) -> Path:
    return copied(tmp_path, "open_restaurant")


def copied(root: Path, key: str) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for name in (key, "shared"):
        shutil.copytree(HERE / name, root / "processes" / name, ignore=ignore)
    shutil.copytree(HERE.parent / "forms" / key, root / "forms" / key)
    return root / "processes" / key


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def found(matter: Path, rule: str) -> list[Problem]:
    return [problem for problem in gate(load_folder(matter)) if problem.rule == rule]


def test_a_guide_that_charges_needs_a_bill_in_the_flow(paid):
    change(paid.parent / "shared" / "shared_fee.bpmn", '<spiffworkflow:property name="fee" value="charged" />', "")
    assert [problem.element for problem in found(paid, "fee-missing")] == ["house_transfer"]


def test_a_guide_without_a_charge_allows_no_bill(matter):
    said = '<spiffworkflow:property name="document" value="certificate" />'
    change(matter / "process.bpmn", said, f'{said}<spiffworkflow:property name="fee" value="charged" />')
    assert [problem.element for problem in found(matter, "fee-not-charged")] == ["certificate"]


def test_a_certificate_before_the_fee_is_refused_with_the_way_to_it(paid):
    change(paid / "process.bpmn", 'sourceRef="registration_outcome" targetRef="collect_fee"',
           'sourceRef="registration_outcome" targetRef="certificate"')  # fmt: skip
    problem = found(paid, "fee-unpaid")[0]
    assert problem.element == "certificate"
    assert problem.path[-2:] == ("registration_outcome", "certificate")


def test_a_waiver_counts_only_where_it_was_approved(paid):
    change(paid.parent / "shared" / "shared_fee.bpmn", "exemption_decision.result == 'approve' and ", "")
    assert found(paid, "fee-unpaid")[0].path[-3:] == ("fee_waived", "collect_fee", "certificate")


def test_a_decision_form_must_offer_the_refusal(matter):
    file = matter.parents[1] / "forms" / matter.name / "approval.schema.json"
    change(file, '"const": "refuse"', '"const": "defer"')
    assert [problem.element for problem in found(matter, "refusal-not-offered")] == ["approval"]


def test_a_condition_on_a_choice_that_the_form_does_not_offer_is_dead(matter):
    change(matter / "process.bpmn", "review.result == 'return'", "review.result == 'back'")
    (problem,) = found(matter, "choice-unknown")
    assert "“review.result”没有“back”这个选项" in str(problem.message)
    assert problem.path == ("review_outcome", "assign_check")


def test_a_field_that_may_be_left_empty_is_not_read_unasked(matter):
    file = matter.parents[1] / "forms" / matter.name / "review.schema.json"
    form = json.loads(file.read_text())
    form["required"].remove("result")
    file.write_text(json.dumps(form))
    (problem,) = found(matter, "field-may-be-empty")
    assert problem.path == ("review_outcome", "assign_check")
    change(matter / "process.bpmn", "review.result == 'return'", "given(review.result) and review.result == 'return'")
    assert found(matter, "field-may-be-empty") == []


def test_every_branch_over_the_promise_is_told(joint):
    change(joint / "matter.yaml", "promised: {value: {days: 10}", "promised: {value: {days: 9}")
    assert {problem.element for problem in found(joint, "branch-exceeds-promise")} == {"tobacco_review", "fire_route"}


def staffed(folder: Folder, **less: set[str]) -> list[Problem]:
    posts = {"window_clerk": "a", "inspection_head": "b", "inspector": "cd", "reviewer": "e", "approver": "f"}
    posts["issuing_clerk"] = "g"
    places = {(post, place): set(who) for post, who in posts.items()
              for place in ("approval_bureau", "market_station", "market_bureau")}  # fmt: skip
    places |= {place: less[place[0]] for place in places if place[0] in less}
    return list(people_problems(folder, {place: frozenset(who) for place, who in places.items()}))


def test_with_somebody_for_each_step_nothing_is_told(matter):
    folder = load_folder(matter)
    assert [problem.element for problem in staffed(folder)] == []


@pytest.mark.parametrize(
    ("less", "said"),
    [
        ({"reviewer": set()}, "没有人担任审核人"),
        ({"inspector": {"c"}}, "担任核查员的人都办过"),  # a site check takes two
        ({"reviewer": {"f"}}, "不能由同一人办理"),  # who decides has not reviewed
    ],
)
def test_a_step_that_nobody_is_left_for_is_told(matter, less, said):
    problems = staffed(load_folder(matter), **less)
    assert {problem.rule for problem in problems} == {"nobody-left"}
    assert any(said in str(problem.message) for problem in problems)
