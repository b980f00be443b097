"""EM-14: a poor rating not put right and called back in time is red once, told to head and supervisor."""

from __future__ import annotations

from datetime import timedelta

from support import lights
from support.ratings import answer, call, rate, served
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.jobs.worker import sweep_all


def rows(training: TrainingHall, case: str) -> list[lights.Row]:
    """Return the lights of poor ratings; these cases are decided too quickly for EM-13."""
    return [one for one in lights.rows(training, case) if one.rule == "EM-14"]


def test_late_it_is_red_once(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)  # Monday 2 March: to be over by Monday 9 March.
    training.pass_days(7)
    sweep_all(training.hall)
    assert rows(training, case) == []
    training.pass_days(1)
    for _ in range(3):
        sweep_all(training.hall)
    (red,) = rows(training, case)
    assert (red.rule, red.colour, red.since.isoformat()) == ("EM-14", "red", "2026-03-10")
    assert {"jiancha", "juzhang", "shenpi", "pingjia"} <= set(red.told)
    assert list(verify(training.hall)) == []


def test_an_answer_alone_does_not_end_it(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    answer(training, case)
    training.pass_days(8)
    sweep_all(training.hall)
    assert [one.rule for one in rows(training, case)] == ["EM-14"]


def test_in_time_there_is_no_light(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    answer(training, case)
    call(training, case)
    training.pass_days(30)
    sweep_all(training.hall)
    assert rows(training, case) == []


def test_what_is_promised_for_a_later_day_is_late_after_it(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    answer(training, case, "by_day", by_day=training.today + timedelta(days=16))
    training.pass_days(16)
    sweep_all(training.hall)
    assert rows(training, case) == []
    training.pass_days(1)
    sweep_all(training.hall)
    assert [one.since.isoformat() for one in rows(training, case)] == ["2026-03-19"]
