"""EM-13: handled elsewhere is what is decided within ten minutes of acceptance, or entered days afterwards: yellow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support import catering
from support.lights import rows
from support.training import TrainingHall, key

from engine.administration.hall_parameters import ChangeParameters


@pytest.mark.parametrize(("minutes", "found"), [(9, ["EM-13"]), (10, [])])
def test_a_decision_within_ten_minutes_is_looked_at(training: TrainingHall, minutes: int, found: list[str]) -> None:
    case = catering.to_approval(training)
    training.clock.advance(timedelta(minutes=minutes))
    catering.grant(training, case)
    assert [row.rule for row in rows(training, case)] == found
    if found:
        assert rows(training, case)[0].told == ("jiancha", "juzhang", "shenpi")


def delivered(training: TrainingHall, signed_on: str) -> str:
    """Return a case whose result is entered as handed over on Monday 9 March; it was signed for on ``signed_on``."""
    case = catering.to_approval(training)
    training.clock.advance(timedelta(minutes=10))
    catering.grant(training, case)
    catering.certify(training, case)
    training.pass_days(7)
    catering.deliver(training, case, signed_on=signed_on)
    return case


@pytest.mark.parametrize(("signed_on", "found"), [("2026-03-05", 1), ("2026-03-06", 0), ("2026-03-09", 0)])
def test_what_is_entered_more_than_a_working_day_later_is_looked_at(
    training: TrainingHall, signed_on: str, found: int
) -> None:
    case = delivered(training, signed_on)
    late = [row for row in rows(training, case) if row.rule == "EM-13"]
    assert [(row.colour, row.detail["happened_on"], row.detail["workdays"]) for row in late] == [
        ("yellow", signed_on, 2)
    ] * found
    if found:
        assert "2个工作日后才录入" in late[0].what
        assert late[0].told == ("jiancha", "juzhang", "shenpi")


def test_how_late_an_entry_may_be_is_for_the_hall_to_say(training: TrainingHall) -> None:
    by = training["admin"].actor
    training.hall.run(ChangeParameters(by=by, values={"entry_workdays": "2"}, key=key()))
    assert rows(training, delivered(training, "2026-03-05")) == []
