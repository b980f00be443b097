"""The small catering permit from filing to the signed delivery receipt, and its other ends."""

from __future__ import annotations

from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify


def documents(training: TrainingHall, case: str) -> list[str]:
    return [document.kind for document in training.supervisor.file(case).documents]


def test_a_permit_is_granted_and_handed_over_at_the_window(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)
    assert training.status(case) == "decided"
    catering.certify(training, case)
    assert training.status(case) == "completed"
    catering.deliver(training, case)

    assert training.status(case) == "closed"
    file = training.supervisor.file(case)
    assert file.case["outcome"] == "granted"
    assert documents(training, case) == [
        "receipt",
        "acceptance_notice",
        "site_check_record",
        "grant_decision",
        "certificate",
        "delivery_receipt",
    ]
    assert [clock.kind for clock in file.clocks if clock.stopped_on is None] == []
    assert list(verify(training.hall)) == []


def test_the_acceptance_notice_prints_the_dates_that_the_clocks_say(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)

    file = training.supervisor.file(case)
    due = {clock.kind: clock.due_on.isoformat() for clock in file.clocks}
    # Accepted on Monday 2 March 2026: fifteen and seven working days.
    assert (due["statutory"], due["promised"]) == ("2026-03-23", "2026-03-11")
    assert file.case["statutory_due"].isoformat() == "2026-03-23"
    assert file.case["promised_due"].isoformat() == "2026-03-11"


def test_a_supplement_is_asked_for_once_and_the_case_goes_on(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan", "management_rules")
    assert training.status(case) == "supplement_wait"
    assert training.open_elements(case) == []

    catering.supplement(training, case, "layout_plan", "management_rules")
    assert training.status(case) == "received"
    assert training.open_elements(case) == ["acceptance"]

    catering.accept(training, case)
    assert training.open_elements(case) == ["assign_check"]
    assert documents(training, case) == [
        "receipt",
        "supplement_notice",
        "supplement_receipt",
        "acceptance_notice",
    ]
    assert list(verify(training.hall)) == []


def test_an_application_is_not_accepted_with_reason_and_remedies(training: TrainingHall) -> None:
    case = catering.file_application(training)
    training.clerk.complete(
        case, "acceptance", result="refuse", reason="不属于本机关职权范围", basis="行政许可法 第三十二条第一款第二项"
    )
    assert training.status(case) == "not_accepted"
    assert documents(training, case) == ["receipt", "acceptance_refusal"]
    assert list(verify(training.hall)) == []


def test_a_permit_is_refused_with_reasons_and_the_refusal_is_delivered(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.refuse(training, case)
    assert training.open_elements(case) == ["refusal_notice"]
    assert "refusal_decision" in documents(training, case)
    assert training.supervisor.file(case).case["outcome"] == "refused"


def test_a_review_sent_back_starts_a_new_site_check_by_both_inspectors(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    catering.check(training, case, "hecha1")
    catering.check(training, case, "hecha2")
    training.reviewer.complete(case, "review", result="return", opinion="照片不清楚，重新核查")
    assert training.open_elements(case) == ["assign_check"]

    catering.assign(training, case, "hecha2", "hecha3")
    assert training.open_elements(case) == ["site_check", "site_check"]
    catering.check(training, case, "hecha3")
    assert training.open_elements(case) == ["site_check"]
    catering.check(training, case, "hecha2")
    assert training.open_elements(case) == ["review"]
