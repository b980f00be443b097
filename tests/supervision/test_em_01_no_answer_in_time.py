"""EM-01: five working days without acceptance, notice or refusal are a red light; the law has accepted then."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def test_silence_for_five_working_days_is_red_and_accepts(training: TrainingHall) -> None:
    case = catering.file_application(training)  # Monday 2 March: an answer by Monday 9 March.
    training.pass_days(7)
    sweep_all(training.hall)
    assert [row for row in rows(training, case) if row.rule == "EM-01"] == []
    training.pass_days(1)
    sweep_all(training.hall)
    (red,) = (row for row in rows(training, case) if row.rule == "EM-01")
    assert (red.colour, red.since.isoformat()) == ("red", "2026-03-10")
    assert "jiancha" in red.told
    assert training.supervisor.file(case).case["accepted_on"].isoformat() == "2026-03-02"
