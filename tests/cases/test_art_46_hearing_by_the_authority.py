"""行政许可法 第四十六条: the authority calls a hearing by itself, announces it to the public, and holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support import catering, hearings
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.call_hearing import CallHearing
from engine.cases.withdraw_hearing import WithdrawHearing
from engine.errors import Forbidden, Invalid, NotFound
from engine.queries.hearings import announced_hearings


def test_it_is_announced_and_held_and_the_decision_rests_on_it(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.call(training.approver, case)
    assert training.approver.file(case).case["paused_since"] == training.today
    with pytest.raises(Forbidden, match="第四十八条第二款"):
        catering.grant(training, case)
    hearings.schedule(training, hearing)
    kinds = [one.kind for one in training.approver.file(case).documents]
    assert kinds[-2:] == ["hearing_notice", "hearing_announcement"]
    training.pass_days(7)
    hearings.record(training, hearing)
    catering.grant(training, case)
    assert training.status(case) == "decided"
    assert list(verify(training.hall)) == []


def test_the_hall_announces_it_without_a_name_until_it_is_over(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.call(training.approver, case)
    hearings.schedule(training, hearing, place="王小明家门前，电话 13800001234")
    with training.hall.reading() as connection:
        (shown,) = announced_hearings(connection, training.today)
        assert (shown.day, shown.time) == (training.today + timedelta(days=7), "09:30")
        assert shown.number == "汉市监听公〔2026〕00001号"
        assert "王小明" not in repr(shown)
        assert "13800001234" not in repr(shown)
        assert announced_hearings(connection, training.today + timedelta(days=8)) == ()
    training.pass_days(7)
    hearings.record(training, hearing)
    with training.hall.reading() as connection:
        assert announced_hearings(connection, training.today) == ()


def test_nobody_withdraws_what_the_authority_called(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.call(training.approver, case)
    for by in (applicant(case), training.approver.actor):
        with pytest.raises(Forbidden, match="第四十六条"):
            training.hall.run(WithdrawHearing(by=by, key=key(), hearing_id=hearing, reason="不听了"))


def test_only_who_reviews_or_decides_calls_one_and_says_why(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    task = training.approver.find(case, "approval")
    with pytest.raises(NotFound):
        training.hall.run(CallHearing(by=training.clerk.actor, key=key(), task_id=task, reason="公共利益"))
    with pytest.raises(Invalid, match="公共利益"):
        training.hall.run(CallHearing(by=training.approver.actor, key=key(), task_id=task, reason="　"))
