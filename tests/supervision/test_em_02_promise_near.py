"""EM-02: nine tenths of the promise used, or one working day left, is a yellow light to who has the work."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def test_yellow_comes_one_working_day_before_the_end(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Promised by Wednesday 11 March.
    training.pass_days(7)
    sweep_all(training.hall)
    assert "EM-02" not in [row.rule for row in rows(training, case)]
    training.pass_days(1)
    sweep_all(training.hall)
    (yellow,) = (row for row in rows(training, case) if row.rule == "EM-02")
    assert (yellow.colour, yellow.since.isoformat(), yellow.told) == ("yellow", "2026-03-10", ("shenpi",))
