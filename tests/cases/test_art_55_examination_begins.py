"""行政许可法 第五十五条: the authority sends people to inspect, test or quarantine within five days of acceptance."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support import catering, limits
from support.training import TrainingHall

from engine.store.base import table_of
from engine.store.lights import RaisedLight


def lights(training: TrainingHall, case: str) -> list[tuple[str, str]]:
    light = table_of(RaisedLight).c
    with training.hall.reading() as connection:
        found = connection.execute(select(light.rule, light.detail).where(light.case_id == case)).all()
    return [(row.rule, str(row.detail)) for row in found if "第五十五条" in str(row.detail)]


def test_within_five_days_is_in_time(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(7)  # Monday 9 March is the fifth working day.
    limits.start(training.approver, case, "testing")
    assert lights(training, case) == []


@pytest.mark.parametrize("cause", ["testing", "inspection", "quarantine"])
def test_the_sixth_day_is_a_yellow_light_and_the_act_is_done_all_the_same(training: TrainingHall, cause: str) -> None:
    case = catering.to_approval(training)
    training.pass_days(8)
    limits.start(training.approver, case, cause)
    assert [rule for rule, _ in lights(training, case)] == ["EM-05"]


def test_an_expert_review_is_no_examination(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(8)
    limits.start(training.approver, case, "expert_review")
    assert lights(training, case) == []
