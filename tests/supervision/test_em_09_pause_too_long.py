"""EM-09: a pause needs a cause and a notice, and one that lasts longer than was told is a red light, once."""

from __future__ import annotations

import pytest
from support import catering, limits
from support.lights import rows
from support.training import TrainingHall

from engine.errors import Forbidden
from engine.jobs.worker import sweep_all


def test_past_the_days_told_it_is_red_once(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    limits.start(training.approver, case, days=5)  # Monday 2 March: told until Monday 9 March.
    training.pass_days(7)
    sweep_all(training.hall)
    assert rows(training, case) == []
    training.pass_days(1)
    for _ in range(3):
        sweep_all(training.hall)
    (red,) = rows(training, case)
    assert (red.rule, red.colour, red.since.isoformat()) == ("EM-09", "red", "2026-03-10")
    assert {"jiancha", "shenpi"} <= set(red.told)
    assert training.supervisor.file(case).case["paused_since"] is not None  # Nothing ends by itself.


def test_without_a_lawful_cause_there_is_no_pause(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Forbidden, match="第四十五条"):
        limits.start(training.approver, case, "现场核查")
