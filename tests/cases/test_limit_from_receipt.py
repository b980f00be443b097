"""Matters whose law counts from receipt and not from acceptance (建筑法 第八条, 人力资源市场暂行条例 第十九条)."""

from __future__ import annotations

from datetime import date

from support import catering
from support.training import TrainingHall, publish

from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.jobs.sweep import work_through
from processes.registry import HERE, load_folder


def from_receipt(training: TrainingHall) -> None:
    files = dict(load_folder(HERE / catering.KEY).files)
    facts = files["matter.yaml"].replace(b"clock_origin: {value: acceptance", b"clock_origin: {value: receipt")
    publish(training.hall, Bundle.of(catering.KEY, files | {"matter.yaml": facts}))


def origins(training: TrainingHall, case: str) -> set[date]:
    file = training.supervisor.file(case)
    return {clock.origin for clock in file.clocks if clock.kind in ("statutory", "promised")}


def test_the_days_before_acceptance_count(training: TrainingHall) -> None:
    from_receipt(training)
    case = catering.file_application(training)
    training.pass_days(2)
    catering.accept(training, case)
    assert origins(training, case) == {date(2026, 3, 2)}
    assert training.supervisor.file(case).case["accepted_on"] == date(2026, 3, 4)
    assert list(verify(training.hall)) == []


def test_the_time_that_the_applicant_took_to_supplement_does_not(training: TrainingHall) -> None:
    from_receipt(training)
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    training.pass_days(14)
    catering.supplement(training, case, "layout_plan")
    training.pass_days(1)
    catering.accept(training, case)
    assert origins(training, case) == {date(2026, 3, 16)}


def test_silence_accepts_from_the_same_day(training: TrainingHall) -> None:
    from_receipt(training)
    case = catering.file_application(training)
    training.pass_days(8)
    work_through(training.hall, "worker")
    assert origins(training, case) == {date(2026, 3, 2)}
