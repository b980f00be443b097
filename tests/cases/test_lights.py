"""Each light is raised once for its cause, into the trail, the notices of the people concerned and its own row."""

from __future__ import annotations

from support import catering
from support.lights import lights, notices, rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all


def test_each_light_is_raised_once_however_often_the_worker_looks(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Promised by Wednesday 11 March; the approval by 3 March.
    for _ in range(3):
        sweep_all(training.hall)
    assert lights(training, case) == []  # One working day is left for the approval: a reminder, and no light.
    assert notices(training, "shenpi") == ["soon 审批"]

    training.pass_days(8)  # Tuesday 10 March.
    for _ in range(3):
        sweep_all(training.hall)
    assert lights(training, case) == [("step", "yellow"), ("step", "red"), ("promised", "yellow")]

    training.pass_days(2)
    for _ in range(3):
        sweep_all(training.hall)
    assert lights(training, case)[3:] == [("promised", "red")]
    assert notices(training, "jiancha") == ["red 承诺办结时限"]


def test_a_finished_step_raises_nothing_any_more(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)
    training.pass_days(20)
    sweep_all(training.hall)
    assert ("step", "red") in lights(training, case)  # The certificate is late,
    assert ("promised", "red") not in lights(training, case)  # but the decision was in time.


def test_a_worker_that_was_away_raises_all_that_came_to_be_true(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(60)
    sweep_all(training.hall)
    found = lights(training, case)
    assert ("promised", "red") in found
    assert ("statutory", "red") in found
    assert len(found) == len(set(found))


def test_who_was_told_of_a_light_stands_beside_it(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    sweep_all(training.hall)
    (red,) = (row for row in rows(training, case) if row.rule == "EM-03")
    assert (red.colour, red.since.isoformat(), red.due_on.isoformat()) == ("red", "2026-03-12", "2026-03-11")
    assert red.told == ("jiancha", "juzhang", "shenpi")
    assert red.ended_on is None
    yellow = next(row for row in rows(training, case) if row.rule == "EM-02")
    assert yellow.ended_on is not None  # The red one took its place.
