"""行政许可法 第三十二条: one notice with everything, within five working days, or the law accepts."""

from __future__ import annotations

from datetime import date

import pytest
from support import catering
from support.training import TrainingHall

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.cases.deem_accepted import DeemAccepted
from engine.errors import Forbidden, Invalid
from engine.jobs.worker import sweep_all


def test_a_second_notice_may_only_repeat_what_the_first_asked_for(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    catering.supplement(training, case, "layout_plan")
    with pytest.raises(Forbidden, match=r"第一次告知书没有提到：.*管理制度"):
        catering.ask_for(training, case, "layout_plan", "management_rules")
    assert training.open_elements(case) == ["acceptance"]

    catering.ask_for(training, case, "layout_plan")
    assert training.status(case) == "supplement_wait"


def test_after_the_fifth_working_day_no_supplement_can_be_asked_for(training: TrainingHall) -> None:
    case = catering.file_application(training)
    training.pass_days(7)  # Monday 9 March is the fifth working day.
    catering.ask_for(training, case, "layout_plan")
    late = catering.file_application(training)
    training.pass_days(8)
    with pytest.raises(Forbidden, match="自收到材料之日起即为受理"):
        catering.ask_for(training, late, "layout_plan")


def test_silence_accepts_as_of_the_day_of_receipt_and_eats_the_limit(training: TrainingHall) -> None:
    case = catering.file_application(training)
    training.pass_days(7)
    with pytest.raises(Forbidden, match="还没有届满"):
        training.hall.run(DeemAccepted(by=SYSTEM, case_id=case))
    training.pass_days(1)

    assert "accepted 1, failed 0" in sweep_all(training.hall)["due_work"]

    file = training.supervisor.file(case)
    assert file.case["accepted_on"] == date(2026, 3, 2)
    assert file.case["promised_due"] == date(2026, 3, 11)
    assert training.open_elements(case) == ["assign_check"]
    assert list(verify(training.hall)) == []


def test_a_supplement_must_have_everything_that_was_asked_for(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan", "management_rules")
    with pytest.raises(Invalid, match=r"还缺少：.*管理制度"):
        catering.supplement(training, case, "layout_plan")
    assert training.status(case) == "supplement_wait"


def test_the_hall_has_the_days_of_the_article_again_after_a_supplement(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    training.pass_days(30)
    catering.supplement(training, case, "layout_plan")
    running = [clock for clock in training.supervisor.file(case).clocks if clock.stopped_on is None]
    # Supplied on Wednesday 1 April; Monday 6 April is a holiday.
    assert [(clock.kind, clock.due_on) for clock in running] == [("intake", date(2026, 4, 9))]
    catering.accept(training, case)
    assert training.supervisor.file(case).case["accepted_on"] == date(2026, 4, 1)
