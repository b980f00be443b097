"""行政许可法 第四十四条: the delivery receipt names every document that was served, and who took it."""

from __future__ import annotations

from support import catering
from support.training import TrainingHall

from engine.queries.progress import document_fields


def receipt(training: TrainingHall, case: str) -> dict[str, object]:
    file = training.supervisor.file(case)
    with training.hall.reading() as connection:
        return dict(document_fields(training.hall, connection, file.case, file.documents[-1].id)[1])


def test_decision_and_certificate_are_served_together(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.grant(training, case)
    catering.certify(training, case)
    catering.deliver(
        training, case, receiver="李四海", relation="agent", receiver_id_number=catering.ID_NUMBER, note="带走"
    )
    said = receipt(training, case)
    assert said["served"] == [
        {"kind": "grant_decision", "title": "准予行政许可决定书", "number": "汉市监准〔2026〕00001号"},
        {"kind": "certificate", "title": "小餐饮经营许可证", "number": "汉市监证〔2026〕00001号"},
    ]
    assert (said["receiver"], said["receiver_id_number"]) == ("李四海", catering.ID_NUMBER)
    assert (said["mode"], said["relation"], said["note"]) == ("window", "agent", "带走")


def test_a_refusal_is_served_alone(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    catering.refuse(training, case)
    training["chujian"].complete(case, "refusal_notice", checked=True, notified_on=training.today.isoformat())
    training["chujian"].complete(
        case,
        "delivery",
        result="delivered",
        mode="courier",
        receiver="王小明",
        tracking_no="EMS123456789",
        address="汉阴县城关镇北城街12号",
        signed_on=training.today.isoformat(),
    )
    said = receipt(training, case)
    assert [one["kind"] for one in said["served"]] == ["refusal_decision"]
    assert (said["tracking_no"], said["address"]) == ("EMS123456789", "汉阴县城关镇北城街12号")
    assert "receiver_id_number" not in said
