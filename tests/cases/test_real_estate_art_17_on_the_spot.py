"""不动产登记暂行条例 第十七条: what is missing is said in writing on the spot, or it counts as accepted."""

from __future__ import annotations

import pytest
from support.notices import RETURN
from support.training import TrainingHall
from test_market_art_18_returned_materials import ASKED, registration

from engine.administration.verify import verify
from engine.errors import Forbidden
from engine.jobs.sweep import work_through

ON_THE_SPOT = (
    RETURN[0],
    "supplement_mode: {value: on_the_spot_or_accepted, mark: found, source: 不动产登记暂行条例 第十七条}",
)
ONE_DAY = ("intake: {value: {days: 5}", "intake: {value: {days: 1}")


@pytest.fixture
def case(training: TrainingHall) -> str:
    return registration(training, ON_THE_SPOT, ONE_DAY)


def test_it_can_be_asked_for_on_the_day_of_receipt(training: TrainingHall, case: str) -> None:
    training.clerk.complete(case, "acceptance", result="supplement", materials=ASKED)
    assert training.status(case) == "supplement_wait"


def test_on_the_next_day_it_is_too_late(training: TrainingHall, case: str) -> None:
    training.pass_days(1)
    with pytest.raises(Forbidden, match="不动产登记暂行条例第十七条"):
        training.clerk.complete(case, "acceptance", result="supplement", materials=ASKED)


def test_silence_accepts_when_the_day_is_over_from_the_day_of_receipt(training: TrainingHall, case: str) -> None:
    received = training.today
    work_through(training.hall, "worker")
    assert training.status(case) == "received"
    training.pass_days(1)
    work_through(training.hall, "worker")
    file = training.approver.file(case)
    assert (file.case["status"], file.case["accepted_on"]) == ("accepted", received)
    assert list(verify(training.hall)) == []


def test_what_comes_in_on_a_rest_day_is_answered_on_the_next_working_day(training: TrainingHall) -> None:
    training.pass_days(5)  # to a Saturday
    case = registration(training, ON_THE_SPOT, ONE_DAY)
    training.pass_days(2)
    work_through(training.hall, "worker")
    training.clerk.complete(case, "acceptance", result="supplement", materials=ASKED)
    assert training.status(case) == "supplement_wait"
