"""电子监察 EM-02, EM-05, EM-11, EM-13: each hall sets when it warns, and running cases follow without a restart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from support import catering
from support.lights import notices, rows
from support.training import TrainingHall, key

from engine.administration.hall_parameters import ChangeParameters
from engine.administration.verify import verify
from engine.errors import Invalid
from engine.hall import Hall
from engine.jobs.worker import sweep_all


def set_to(training: TrainingHall, **values: int) -> None:
    given = {name: str(value) for name, value in values.items()}
    training.hall.run(ChangeParameters(by=training["admin"].actor, values=given, key=key()))


def of(training: TrainingHall, case: str, rule: str) -> list[tuple[str, str, bool]]:
    """Return the lights of a rule: the colour, who was told, and whether it burns."""
    found = [row for row in rows(training, case) if row.rule == rule]
    return [(row.colour, " ".join(row.told), row.ended_on is None) for row in found]


def burning(training: TrainingHall, case: str) -> list[tuple[str, bool]]:
    return [(colour, burns) for colour, _told, burns in of(training, case, "EM-05")]


def yellow_days(training: TrainingHall, case: str) -> dict[str, str]:
    with training.hall.reading() as connection:
        wanted = text("SELECT kind, yellow_on FROM case_clock WHERE case_id = :case AND stopped_on IS NULL")
        return {row.kind: str(row.yellow_on) for row in connection.execute(wanted, {"case": case})}


def test_another_process_warns_by_a_new_share_and_nothing_is_told_twice(
    training: TrainingHall, hall_url: str, tmp_path: Path
) -> None:
    other = Hall(hall_url, tmp_path, clock=training.clock, training=True)
    case = catering.to_approval(training)  # Promised by Wednesday 11 March: ten working days, yellow on the 10th.
    before = yellow_days(training, case)
    training.pass_days(4)
    sweep_all(other)
    assert of(training, case, "EM-02") == []

    set_to(training, yellow_percent=50)
    assert yellow_days(training, case) == before, "the worker moves the days, not the administrator"
    sweep_all(other)
    assert yellow_days(training, case)["promised"] < before["promised"]
    assert of(training, case, "EM-02") == [("yellow", "shenpi", True)]
    assert training.supervisor.file(case).case["promised_yellow_on"].isoformat() < "2026-03-07"
    assert list(verify(training.hall)) == []
    told = notices(training, "shenpi")

    set_to(training, yellow_percent=90)
    sweep_all(other)
    assert yellow_days(training, case) == before
    assert of(training, case, "EM-02") == [("yellow", "shenpi", False)], "no longer true"
    for percent in (50, 90, 50):
        set_to(training, yellow_percent=percent)
        sweep_all(other)
    assert of(training, case, "EM-02") == [("yellow", "shenpi", True)]
    assert notices(training, "shenpi") == told
    assert list(verify(training.hall)) == []
    entry = next(line for line in training.supervisor.file(case).trail if line.act == "light_days_moved")
    assert "promised" in entry.detail["moved"]
    lit = [line for line in training.supervisor.file(case).trail if line.act == "light"][-1]
    assert lit.at >= entry.at, "no light is from before the rule that brought it"
    other.close()


def test_a_late_step_is_red_at_the_factor_of_the_hall(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # One working day for the approval.
    training.pass_days(3)
    sweep_all(training.hall)
    raised = len(of(training, case, "EM-05"))
    assert burning(training, case)[-1] == ("red", True)
    told = notices(training, "shenpi")
    set_to(training, step_red_factor=4)
    sweep_all(training.hall)
    assert burning(training, case)[-2:] == [
        ("yellow", True),
        ("red", False),
    ]
    set_to(training, step_red_factor=2)
    sweep_all(training.hall)
    assert burning(training, case)[-2:] == [
        ("yellow", False),
        ("red", True),
    ]
    assert (notices(training, "shenpi"), len(of(training, case, "EM-05"))) == (told, raised)
    assert list(verify(training.hall)) == []


def test_pushing_a_result_is_late_by_the_days_of_the_hall(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)  # On Monday 2 March.
    before = yellow_days(training, case)["delivery"]
    set_to(training, push_workdays=5)
    sweep_all(training.hall)
    assert (before, yellow_days(training, case)["delivery"]) == ("2026-03-06", "2026-03-10")


@pytest.mark.parametrize(("minutes", "found"), [(29, ["EM-13"]), (30, [])])
def test_how_quick_is_too_quick_is_for_the_hall_to_say(training: TrainingHall, minutes: int, found: list[str]) -> None:
    set_to(training, quick_minutes=30)
    case = catering.to_approval(training)
    training.clock.advance(timedelta(minutes=minutes))
    catering.grant(training, case)
    assert [row.rule for row in rows(training, case)] == found


@pytest.mark.parametrize(
    "values", [{"push_workdays": 10}, {"yellow_percent": 49}, {"yellow_percent": 101}, {"step_red_factor": 1}]
)
def test_no_hall_may_warn_only_when_the_law_is_broken(training: TrainingHall, values: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        set_to(training, **values)
