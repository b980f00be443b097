"""EM-03: a passed promise is a red light to the heads and the supervisors; it grants nothing."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def test_red_comes_the_day_after_and_decides_nothing(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)  # Thursday 12 March, the day after the promise.
    sweep_all(training.hall)
    (red,) = (row for row in rows(training, case) if row.rule == "EM-03")
    assert (red.since.isoformat(), red.told) == ("2026-03-12", ("jiancha", "juzhang", "shenpi"))
    assert training.status(case) == "accepted"
    training.pass_days(300)
    sweep_all(training.hall)
    assert training.status(case) == "accepted"  # Silence never grants.
