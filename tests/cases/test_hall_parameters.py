"""Parameters of the hall: typed rows with bounds, changed by administrators, and followed by what starts afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, text
from support.training import TrainingHall, key

from engine.administration.hall_parameters import ChangeParameters, values_of
from engine.administration.verify import verify
from engine.errors import Conflict, Invalid, NotAllowed
from engine.jobs.worker import sweep_all
from engine.parameters import HallParameters, parameters_by_name, parameters_from, problem_of
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.office import OfficeTrail
from engine.store.tasks import Task


def change(training: TrainingHall, login: str = "admin", shown: dict[str, str] | None = None, **values: str) -> None:
    training.hall.run(ChangeParameters(by=training[login].actor, key=key(), values=values, shown=shown))


def test_every_default_is_within_its_own_bounds_and_named_with_a_basis() -> None:
    about = parameters_by_name()
    assert all(problem_of(about[name], text) is None for name, text in values_of(HallParameters()).items())
    assert all(str(one.name) and str(one.group) and one.basis for one in about.values())
    assert parameters_from({}) == parameters_from({"parameter.office_closes": "25:00"}) == HallParameters()


def test_the_start_day_counts_for_what_begins_after_the_switch_and_for_nothing_before(training: TrainingHall) -> None:
    clock, task = table_of(CaseClock).c, table_of(Task).c

    def due(case: str) -> tuple[date, date]:
        with training.hall.reading() as connection:
            intake = connection.execute(select(clock.due_on).where(clock.case_id == case, clock.kind == "intake"))
            step = connection.execute(select(task.due_on).where(task.case_id == case))
            return intake.scalar_one(), step.scalars().first()

    before = training.file_case()
    assert due(before)[0] == date(2026, 3, 9)
    change(training, count_start_day="1")
    after = training.file_case()
    assert due(after)[0] == date(2026, 3, 6)
    assert due(before)[0] == date(2026, 3, 9)
    training.pass_days(5)  # Saturday: silence accepts what was due on Friday, and not what has until Monday
    sweep_all(training.hall)
    assert (training.status(before), training.status(after)) == ("received", "accepted")
    assert list(verify(training.hall)) == []


def test_who_changed_what_from_what_stands_in_the_office_trail(training: TrainingHall) -> None:
    change(training, office_closes="18:00", lights_turn="office_end")
    trail = table_of(OfficeTrail).c
    with training.hall.reading() as connection:
        row = connection.execute(select(trail.actor_id, trail.detail).where(trail.act == "change_parameters")).one()
        assert training.hall.parameters(connection).office_closes == time(18, 0)
    assert row.actor_id == training["admin"].actor.person_id
    assert row.detail["changed"] == {"office_closes": ["17:30", "18:00"]}


@pytest.mark.parametrize(
    "values",
    [
        {"office_closes": "24:30"},
        {"office_closes": "5pm"},
        {"office_closes": "08:00"},
        {"count_start_day": "是"},
        {"lights_turn": "noon"},
        {"colour": "red"},
    ],
)
def test_values_out_of_bounds_change_nothing(training: TrainingHall, values: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        change(training, **values)
    assert set(refusal.value.problems) == set(values)
    with training.hall.reading() as connection:
        assert training.hall.parameters(connection) == HallParameters()


def test_what_somebody_else_has_changed_is_not_changed_back_unseen(training: TrainingHall) -> None:
    change(training, office_closes="18:00")
    with pytest.raises(Conflict, match="下班时间"):
        change(training, shown={"office_closes": "17:30"}, office_closes="17:00")
    change(training, shown={"office_closes": "17:30"}, office_opens="08:30")  # another one than they changed


@pytest.mark.parametrize("login", ["rili", "jiancha", "shenpi"])
def test_only_administrators_change_parameters(training: TrainingHall, login: str) -> None:
    with pytest.raises(NotAllowed):
        change(training, login=login, count_start_day="1")


@pytest.mark.parametrize(
    ("turn", "hour", "expected"),
    [("office_end", 17, 2), ("office_end", 18, 3), ("midnight", 18, 2), ("midnight", 23, 2)],
)
def test_lights_turn_at_the_end_of_office_hours_or_at_midnight(turn: str, hour: int, expected: int) -> None:
    moment = datetime(2026, 3, 2, hour - 8, 0, tzinfo=UTC)
    assert HallParameters(lights_turn=turn).light_day(moment) == date(2026, 3, expected)


def test_a_row_that_was_written_by_hand_and_does_not_fit_counts_as_none(training: TrainingHall) -> None:
    change(training, office_closes="18:00")
    with training.hall.database.begin() as connection:
        connection.execute(text("UPDATE setting SET value = 'abc' WHERE name = 'parameter.office_closes'"))
        connection.execute(text("UPDATE setting SET value = 'other' WHERE name = 'in_force'"))
    with training.hall.reading() as connection:
        assert training.hall.parameters(connection).office_closes == time(17, 30)
