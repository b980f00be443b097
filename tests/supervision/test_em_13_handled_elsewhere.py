"""EM-13: a promised matter that is decided within ten minutes of its acceptance was handled elsewhere: yellow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support import catering
from support.lights import rows
from support.training import TrainingHall


@pytest.mark.parametrize(("minutes", "found"), [(9, ["EM-13"]), (10, [])])
def test_a_decision_within_ten_minutes_is_looked_at(training: TrainingHall, minutes: int, found: list[str]) -> None:
    case = catering.to_approval(training)
    training.clock.advance(timedelta(minutes=minutes))
    catering.grant(training, case)
    assert [row.rule for row in rows(training, case)] == found
    if found:
        assert rows(training, case)[0].told == ("jiancha", "juzhang", "shenpi")
