"""R-31, 优化营商环境条例 第三十六条: who passes a limit says publicly why; nobody is named in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support import catering
from support.training import TrainingHall, key

from engine.errors import Forbidden, Invalid, NotAllowed, NotFound
from engine.queries.orders import explanation_of, explanations
from engine.supervision.explain_overrun import ExplainOverrun

WHY = "核查人员因防汛抽调，现场核查推迟。"


def explain(training: TrainingHall, case: str, login: str = "shenpi", **said: Any) -> None:
    training.hall.run(ExplainOverrun(by=training[login].actor, key=key(), case_id=case, **({"why": WHY} | said)))


def test_a_passed_promise_is_explained_to_everybody(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Promised by Wednesday 11 March.
    training.pass_days(9)
    with pytest.raises(Forbidden, match="没有超过承诺时限"):
        explain(training, case)
    training.pass_days(1)
    explain(training, case, expected_on=training.today + timedelta(days=4))
    with training.hall.reading() as connection:
        one = explanation_of(connection, case)
        rows, _after = explanations(connection)
    assert one is not None
    assert (one.kind, one.due_on, one.text) == ("promised", date(2026, 3, 11), WHY)
    assert rows == (one,)
    assert [line.detail["text"] for line in training.supervisor.file(case).trail if line.act == "overrun_explained"]


def test_a_newer_text_replaces_the_older(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    explain(training, case)
    explain(training, case, why="现场核查已完成，正在审批。")
    with training.hall.reading() as connection:
        rows, _after = explanations(connection)
    assert [row.text for row in rows] == ["现场核查已完成，正在审批。"]


def test_the_graver_limit_is_named(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(60)
    explain(training, case)
    with training.hall.reading() as connection:
        one = explanation_of(connection, case)
    assert one is not None
    assert one.kind == "statutory"


def test_only_who_answers_for_the_authority_explains(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    with pytest.raises(NotAllowed, match="负责人"):
        explain(training, case, "chuangkou")
    with pytest.raises(NotFound):
        explain(training, case, "minzheng-shenpi")


@pytest.mark.parametrize("text", ["太短", "字" * 601, "申请人电话13812345678打不通，无法核查。"])
def test_what_everybody_reads_names_nobody(training: TrainingHall, text: str) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    with pytest.raises(Invalid) as caught:
        explain(training, case, why=text)
    assert list(caught.value.problems) == ["why"]


def test_the_applicant_is_not_named_either(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    name = training.supervisor.file(case).case["applicant_name"]
    with pytest.raises(Invalid):
        explain(training, case, why=f"{name}没有按时到场，现场核查推迟。")
