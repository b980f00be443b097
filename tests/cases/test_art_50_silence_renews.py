"""行政许可法 第五十条第二款: a renewal that nobody decided before the licence ended is granted; nothing else is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from support import catering, renewal
from support.training import TrainingHall

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.cases.ask_department import AskDepartment
from engine.cases.deem_renewed import DeemRenewed
from engine.errors import Forbidden, NotFound
from engine.jobs.worker import sweep_all
from engine.store.base import table_of
from engine.store.lights import RaisedLight

ENDS = date(2026, 4, 15)
"""44 days after the day of the tests, Monday 2 March."""


def clocks(training: TrainingHall, case: str) -> dict[str, date]:
    return {one.kind: one.due_on for one in training.supervisor.file(case).clocks if one.stopped_on is None}


def accepted(training: TrainingHall, ends_on: date = ENDS) -> str:
    case = renewal.file_application(renewal.matter(training), ends_on)
    renewal.accept(training, case)
    return case


def rules(training: TrainingHall, case: str) -> list[str]:
    light = table_of(RaisedLight).c
    with training.hall.reading() as connection:
        return list(connection.execute(select(light.rule).where(light.case_id == case).order_by(light.id)).scalars())


def test_the_limit_is_the_last_day_of_the_old_licence(training: TrainingHall) -> None:
    assert clocks(training, accepted(training))["renewal"] == ENDS


def test_silence_grants_on_the_day_after_and_the_applicant_is_told(training: TrainingHall) -> None:
    case = accepted(training)
    training.pass_days((ENDS - training.today).days)
    sweep_all(training.hall)
    assert training.status(case) == "accepted"
    with pytest.raises(Forbidden, match="还没有届满"):
        training.hall.run(DeemRenewed(by=SYSTEM, case_id=case))

    training.pass_days(1)
    assert "renewed 1, failed 0" in sweep_all(training.hall)["due_work"]

    file = training.supervisor.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("decided", "granted")
    assert file.case["decided_on"] == ENDS + timedelta(days=1)
    assert [one.kind for one in file.documents][-1] == "renewal_by_silence"
    assert training.open_elements(case) == ["certificate"]
    assert "renewal" not in clocks(training, case)
    assert "EM-04" in rules(training, case), "silence grants, and the authority answers for it"
    assert list(verify(training.hall)) == []


def test_the_flow_goes_on_to_the_licence_and_its_delivery(training: TrainingHall) -> None:
    case = accepted(training)
    training["shenhe"].complete(case, "review", result="pass", opinion="建议准予")
    training.pass_days(60)
    sweep_all(training.hall)
    # However late the worker comes, the day is that of the law.
    assert training.supervisor.file(case).case["decided_on"] == ENDS + timedelta(days=1)
    assert training.open_elements(case) == ["certificate"]
    catering.certify(training, case)
    catering.deliver(training, case)
    assert training.status(case) == "closed"
    assert list(verify(training.hall)) == []


def test_what_was_still_asked_of_another_department_comes_too_late(training: TrainingHall) -> None:
    case = accepted(training)
    asking = training["shenhe"]
    training.hall.run(
        AskDepartment(
            by=asking.actor,
            task_id=asking.find(case, "review"),
            department="urban_bureau",
            question="原址是否已经列入拆迁范围？",
            materials=(),
            days=7,
        )
    )
    training.pass_days(60)
    sweep_all(training.hall)
    assert training.open_elements(case) == ["certificate"]
    assert list(clocks(training, case)) == ["delivery"]
    assert list(verify(training.hall)) == []


def test_who_asked_too_late_waits_for_a_decision(training: TrainingHall) -> None:
    case = accepted(training, training.today + timedelta(days=29))
    assert "renewal" not in clocks(training, case)
    training.pass_days(60)
    sweep_all(training.hall)
    assert training.status(case) == "accepted"
    with pytest.raises(Forbidden, match="不适用视为准予延续"):
        training.hall.run(DeemRenewed(by=SYSTEM, case_id=case))


def test_what_was_decided_in_time_is_not_renewed_again(training: TrainingHall) -> None:
    case = accepted(training)
    training["shenhe"].complete(case, "review", result="fail", opinion="不符合", reason="经营场所已经改作他用")
    training.approver.complete(
        case, "approval", result="refuse", opinion="不同意", reason="经营场所已经改作他用", basis="行政许可法 第五十条"
    )
    training.pass_days(60)
    sweep_all(training.hall)
    file = training.supervisor.file(case)
    assert file.case["outcome"] == "refused"
    assert "renewal_by_silence" not in [one.kind for one in file.documents]


def test_nothing_else_is_granted_by_silence(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    training.pass_days(400)
    sweep_all(training.hall)
    assert training.status(case) == "accepted"
    with pytest.raises(Forbidden, match="不适用视为准予延续"):
        training.hall.run(DeemRenewed(by=SYSTEM, case_id=case))


def test_nobody_but_the_worker_says_so(training: TrainingHall) -> None:
    case = accepted(training)
    training.pass_days(60)
    with pytest.raises(NotFound):
        training.hall.run(DeemRenewed(by=training.approver.actor, case_id=case))
