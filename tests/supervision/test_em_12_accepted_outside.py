"""EM-12: a matter that resides in the hall and is accepted where the hall has no window is a red light."""

from __future__ import annotations

from support import catering
from support.lights import rows
from support.training import TrainingHall, key

from engine.actor import SYSTEM
from engine.administration.service_windows import SetUpWindow


def accepted(training: TrainingHall) -> list[str]:
    case = catering.file_application(training)
    catering.accept(training, case)
    return [row.rule for row in rows(training, case)]


def test_a_department_without_a_window_accepts_outside(training: TrainingHall) -> None:
    window = {"place": "一楼", "departments": ("civil_affairs_bureau",)}
    training.hall.run(SetUpWindow(by=SYSTEM, key=key(), number="A01", **window))
    assert accepted(training) == ["EM-12"]


def test_a_window_of_the_department_serves_it(training: TrainingHall) -> None:
    window = {"place": "一楼", "departments": ("market_bureau",)}
    training.hall.run(SetUpWindow(by=SYSTEM, key=key(), number="A01", **window))
    assert accepted(training) == []


def test_a_hall_without_windows_on_record_cannot_tell(training: TrainingHall) -> None:
    assert accepted(training) == []
