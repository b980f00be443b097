"""Yellow and red are raised once each, into the trail and into the notices of the people concerned."""

from __future__ import annotations

from sqlalchemy import select
from support import catering
from support.training import TrainingHall

from engine.jobs.worker import sweep_all
from engine.store.base import table_of
from engine.store.office import Notice


def lights(training: TrainingHall, case: str) -> list[tuple[str, str]]:
    return [
        (line.detail["of"], line.detail["light"])
        for line in training.supervisor.file(case).trail
        if line.act == "light"
    ]


def notices(training: TrainingHall, login: str) -> list[str]:
    notice = table_of(Notice).c
    with training.hall.reading() as connection:
        rows = connection.execute(
            select(notice.kind, notice.params)
            .where(notice.person_id == training[login].actor.person_id)
            .order_by(notice.id)
        ).all()
    return [f"{row.kind} {row.params['what']}" for row in rows]


def test_each_light_is_raised_once_however_often_the_worker_looks(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # Promised by Wednesday 11 March; the approval by 3 March.
    sweep_all(training.hall)
    assert lights(training, case) == [("step", "yellow")]  # One working day left for the approval.

    training.pass_days(8)  # Tuesday 10 March.
    for _ in range(3):
        sweep_all(training.hall)
    assert lights(training, case) == [("step", "yellow"), ("step", "red"), ("promised", "yellow")]

    training.pass_days(2)
    for _ in range(3):
        sweep_all(training.hall)
    assert lights(training, case)[3:] == [("promised", "red")]
    assert notices(training, "shenpi") == [
        "yellow 审批",
        "red 审批",
        "yellow 承诺办结时限",
        "red 承诺办结时限",
    ]
    assert notices(training, "jiancha") == ["red 承诺办结时限"]


def test_a_finished_step_raises_nothing_any_more(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)
    training.pass_days(20)
    sweep_all(training.hall)
    assert ("step", "red") in lights(training, case)  # The certificate is late,
    assert ("promised", "red") not in lights(training, case)  # but the decision was in time.


def test_a_worker_that_was_away_raises_what_is_true_now(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.pass_days(60)
    sweep_all(training.hall)
    found = lights(training, case)
    assert ("promised", "red") in found
    assert ("statutory", "red") in found
    assert len(found) == len(set(found))
