"""EM-05: a step that is late is yellow, at twice its limit red; nothing is taken for consent."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def of_step(training: TrainingHall, case: str) -> list[tuple[str, str]]:
    return [(row.colour, row.since.isoformat()) for row in rows(training, case) if row.rule == "EM-05"]


def test_yellow_when_late_and_red_at_twice_the_limit(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # One working day for the approval: by Tuesday 3 March.
    training.pass_days(1)
    sweep_all(training.hall)
    assert of_step(training, case) == []
    training.pass_days(1)
    sweep_all(training.hall)
    assert of_step(training, case) == [("yellow", "2026-03-04")]
    training.pass_days(1)
    sweep_all(training.hall)
    assert of_step(training, case) == [("yellow", "2026-03-04"), ("red", "2026-03-05")]
    assert training.open_elements(case) == ["approval"]


def test_the_head_of_who_is_late_is_told(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)  # Inspectors of the station, which belongs to the bureau.
    training.pass_days(6)
    sweep_all(training.hall)
    late = [row for row in rows(training, case) if row.rule == "EM-05"]
    assert late
    assert all("shenpi" in row.told for row in late)
    assert any({"hecha1", "hecha2"} & set(row.told) for row in late)
