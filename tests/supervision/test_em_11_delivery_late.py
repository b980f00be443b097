"""EM-11: a result not handed over within three working days is yellow (Shaanxi), after ten red (第四十四条)."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def test_yellow_after_three_working_days_and_red_after_ten(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)  # Monday 2 March.
    training.pass_days(3)
    sweep_all(training.hall)
    assert "EM-11" not in [row.rule for row in rows(training, case)]
    training.pass_days(1)
    sweep_all(training.hall)
    training.pass_days(11)
    sweep_all(training.hall)
    found = [(row.colour, row.since.isoformat()) for row in rows(training, case) if row.rule == "EM-11"]
    assert found == [("yellow", "2026-03-06"), ("red", "2026-03-17")]
