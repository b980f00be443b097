"""水土保持方案: report or form by size, expert review outside the limit, no delivery that waits for the tax office."""

from __future__ import annotations

import pytest
from support.played_matters import PlayedMatter
from support.training import TrainingHall, key

from engine.bpmn.play import play
from engine.cases.start_special_procedure import StartSpecialProcedure
from engine.errors import Forbidden, Invalid
from processes.registry import HERE, Folder, load_folder

REPORT = ("plan_report", "project_basis", "unit_licence")


@pytest.fixture(scope="module")
def folder() -> Folder:
    return load_folder(HERE / "soil_plan")


@pytest.mark.parametrize(
    ("kind", "area", "earthwork", "step"),
    [
        ("form", 4.9, 49_999, "commitment_check"),
        ("form", 5, 8_000, "review"),
        ("form", 1.2, 50_000, "review"),
        ("report", 1.2, 8_000, "review"),
    ],
)
def test_only_a_form_below_both_thresholds_is_decided_at_once(
    folder: Folder, kind: str, area: float, earthwork: int, step: str
) -> None:
    """水利部令第53号: five hectares or fifty thousand cubic metres need a report."""
    facts = {"application": {"plan_kind": kind, "area": area, "earthwork": earthwork}}
    steps = [{"complete": "acceptance", "answer": {"result": "accept"}}]
    run = play(folder.model, {"facts": facts, "steps": steps}, called=folder.called)
    assert [event["element"] for event in run if event["event"] == "opened"][-1] == step


def test_the_expert_review_takes_thirty_days_at_most_and_is_over_before_the_decision(training: TrainingHall) -> None:
    played = PlayedMatter(training, "soil_plan")
    case = played.file(REPORT)
    played.play(case, "granted_after_return", until="review")
    (task,) = training.supervisor.file(case).open_tasks
    from_review = training[played._person(None, task)]
    asked = {"task_id": task.id, "cause": "expert_review", "reason": "由评审中心组织专家评审"}
    with pytest.raises(Invalid):
        training.hall.run(StartSpecialProcedure(by=from_review.actor, key=key(), days=31, **asked))
    training.hall.run(StartSpecialProcedure(by=from_review.actor, key=key(), days=30, **asked))
    played.complete(case, "review", {"result": "pass", "technical_review": False, "opinion": "建议准予"})
    with pytest.raises(Forbidden):
        played.complete(case, "approval", {"result": "grant", "opinion": "同意"})
    assert "special_procedure_notice" in [one.kind for one in training.supervisor.file(case).documents]


def test_the_decision_is_delivered_before_the_fee_is_paid_and_keeps_its_day(training: TrainingHall) -> None:
    played = PlayedMatter(training, "soil_plan")
    case = played.file(REPORT)
    played.play(case, "granted_after_expert_review", until="tax_receipt")
    before = training.supervisor.file(case)
    assert [one.element_id for one in before.open_tasks] == ["tax_receipt"]
    assert "delivery_receipt" in [one.kind for one in before.documents]
    training.pass_days(3)
    paid = {"result": "paid", "receipt_no": "361000260300077001", "amount_fen": 10_540_000, "paid_on": "2026-03-05"}
    played.complete(case, "tax_receipt", paid)
    after = training.supervisor.file(case)
    assert after.case["completed_at"] == before.case["completed_at"]
    assert training.status(case) == "closed"
