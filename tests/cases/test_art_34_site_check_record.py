"""行政许可法 第三十四条第三款: what two officers found on the site becomes one numbered record (现场核查笔录)."""

from __future__ import annotations

from typing import Any

import pytest
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.cases import site_check_record
from engine.queries.progress import document_fields


def records(training: TrainingHall, case: str) -> list[dict[str, Any]]:
    file = training.supervisor.file(case)
    with training.hall.reading() as connection:
        found = [one.id for one in file.documents if one.kind == "site_check_record"]
        return [dict(document_fields(training.hall, connection, file.case, one)[1]) for one in found]


@pytest.fixture
def assigned(training: TrainingHall) -> str:
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    return case


def test_the_record_is_written_when_the_last_officer_has_answered(training: TrainingHall, assigned: str) -> None:
    catering.check(training, assigned, "hecha2")
    assert records(training, assigned) == []
    catering.check(training, assigned, "hecha1", "rectify")
    (record,) = records(training, assigned)
    assert record["conclusion"] == "rectify"
    assert record["element"] == "site_check"
    said = {one["officer"]: one["values"]["result"] for one in record["records"]}
    assert said == {"秦川": "rectify", "叶知秋": "pass"}
    assert [one["instance"] for one in record["records"]] == [0, 1]
    assert record["records"][0]["values"]["rectification"] == "三日内补齐消毒设施"
    assert list(verify(training.hall)) == []


def test_its_number_is_told_to_who_answered_last(training: TrainingHall, assigned: str) -> None:
    catering.check(training, assigned, "hecha1")
    answer = training["hecha2"].complete(
        assigned,
        "site_check",
        result="fail",
        checked_on=training.today.isoformat(),
        findings="现场情况属实",
        reason="厨房与厕所相通",
    )
    assert answer["documents"] == ["汉市监核〔2026〕00001号"]
    assert records(training, assigned)[0]["conclusion"] == "fail"


def test_the_recheck_gets_a_record_of_its_own(training: TrainingHall, assigned: str) -> None:
    for login in ("hecha1", "hecha2"):
        catering.check(training, assigned, login, "rectify")
    catering.report_rectified(training, assigned)
    for login in ("hecha1", "hecha2"):
        training[login].complete(
            assigned,
            "recheck",
            result="pass",
            checked_on=training.today.isoformat(),
            findings="已经补齐",
            conditions=catering.conditions(training),
        )
    first, second = records(training, assigned)
    assert (first["element"], first["conclusion"]) == ("site_check", "rectify")
    assert (second["element"], second["conclusion"]) == ("recheck", "pass")
    assert {one["values"]["findings"] for one in second["records"]} == {"已经补齐"}


def test_a_second_round_does_not_mix_in_the_first(training: TrainingHall, assigned: str) -> None:
    for login in ("hecha1", "hecha2"):
        catering.check(training, assigned, login)
    training.reviewer.complete(assigned, "review", result="return", opinion="照片不清楚，重新核查")
    catering.assign(training, assigned, "hecha2", "hecha3")
    for login in ("hecha3", "hecha2"):
        catering.check(training, assigned, login)
    first, second = records(training, assigned)
    assert [one["officer"] for one in first["records"]] == ["秦川", "叶知秋"]
    assert [one["officer"] for one in second["records"]] == ["叶知秋", "康定"]


def test_without_its_record_the_check_is_not_done(training: TrainingHall, assigned: str, monkeypatch) -> None:
    """Record, answer and flow are one transaction: if the record fails, the officer has not answered."""

    def broken(*_: Any) -> str:
        raise RuntimeError("no paper")

    catering.check(training, assigned, "hecha1")
    monkeypatch.setattr(site_check_record, "issue_document", broken)
    with pytest.raises(RuntimeError):
        catering.check(training, assigned, "hecha2")
    monkeypatch.undo()
    assert training.open_elements(assigned) == ["site_check"]
    catering.check(training, assigned, "hecha2")
    assert len(records(training, assigned)) == 1
