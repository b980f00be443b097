"""EM-06: a refusal without reason and basis is none; one that says them tells the remedies (第三十八条第二款)."""

from __future__ import annotations

from typing import Any

import pytest
from support import catering
from support.training import TrainingHall

from engine.errors import Invalid


@pytest.mark.parametrize("lacking", [{"reason": ""}, {"reason": "　"}, {"basis": ""}])
def test_a_refusal_without_reason_or_basis_is_impossible(training: TrainingHall, lacking: dict[str, Any]) -> None:
    case = catering.to_approval(training)
    said = {"result": "refuse", "opinion": "不同意", "reason": "场所不符", "basis": "条例第三条"} | lacking
    with pytest.raises(Invalid):
        training.approver.complete(case, "approval", **said)
    assert training.status(case) == "accepted"


def test_a_refusal_tells_the_remedies(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.refuse(training, case)
    assert training.status(case) == "decided"
    assert "refusal_decision" in [one.kind for one in training.supervisor.file(case).documents]
