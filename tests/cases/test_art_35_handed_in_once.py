"""行政许可法 第三十五条: the lower level hands everything up, and nobody asks for the same material twice."""

from __future__ import annotations

import pytest
from documents_of import printed
from support import catering
from support.county import people
from support.matters import APPLICATION, bundle, flow, task
from support.training import TrainingHall, key, publish

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.file_case import FileCase
from engine.errors import Forbidden, Invalid

FILES = {"type": "array", "title": "身份证", "items": {"type": "string"}, "uniqueItems": True}
WHERE = {"town": {"type": "string", "title": "所在镇"}, "operator_id": FILES}
FORM = APPLICATION | {"properties": APPLICATION["properties"] | WHERE}
UI = {"operator_id": {"ui:widget": "file", "ui:material": "operator_id"}}


@pytest.fixture
def case(training: TrainingHall) -> str:
    """A case that the town has taken in, with one material, and looks at."""
    people(
        training,
        town_clerk=("window_clerk", "town_jianchi"),
        town_reviewer=("reviewer", "town_jianchi"),
        county_reviewer=("reviewer", "civil_affairs_bureau"),
    )
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        '<exclusiveGateway id="judged" default="judged__closed"/>',
        task("acceptance", stage="acceptance", post="window_clerk", department="town"),
        task("opinion", department="town", document="handover_slip"),
        task("county_review", department="civil_affairs_bureau", document="handover_slip"),
        flow("filed", "acceptance") + flow("acceptance", "opinion") + flow("opinion", "county_review"),
        flow("county_review", "judged") + flow("judged", "closed"),
        flow("judged", "opinion", "county_review.result == 'return'"),
    ]
    publish(training.hall, bundle("upward", "".join(body), forms={"application": FORM}, ui={"application": UI}))
    draft, files = catering.attach(training, ("operator_id",), "upward")
    values = {"applicant_name": "王小明", "town": "涧池镇", **files}
    filing = FileCase(by=applicant(), key=key(), matter_key="upward", values=values, draft_id=draft)
    filed = str(training.hall.run(filing)["case_id"])
    training["town_clerk"].complete(filed, "acceptance", result="accept")
    return filed


def test_the_hand_over_has_a_slip_with_its_date(training: TrainingHall, case: str) -> None:
    answer = training["town_reviewer"].complete(case, "opinion", result="pass", opinion="建议给予")
    assert len(answer["documents"]) == 1
    text = printed(training, case, "handover_slip")
    for said in ("涧池镇人民政府移〔2026〕00001号", "涧池镇人民政府（镇级）", "县民政局", "经营者身份证", "第三十五条",
                 "2026年3月2日9时30分", "county_review"):  # fmt: skip
        assert said in text
    line = next(line for line in training.supervisor.file(case).trail if line.act == "handed_over")
    assert line.detail == {
        "from": "town_jianchi",
        "from_level": "town",
        "to": "civil_affairs_bureau",
        "to_level": "county",
    }
    assert list(verify(training.hall)) == []


def test_what_was_handed_in_is_not_asked_for_again(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "opinion", result="pass")
    asked = [{"material": "premises_proof"}, {"material": "operator_id"}]
    with pytest.raises(Forbidden, match=r"经营者身份证已经提交过.*第三十五条"):
        training["county_reviewer"].complete(case, "county_review", result="return", materials=asked)
    with pytest.raises(Invalid, match="办事指南以外"):
        training["county_reviewer"].complete(case, "county_review", result="return", materials=[{"material": "x"}])


def test_what_is_missing_may_be_asked_for_and_comes_with_a_slip_again(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "opinion", result="pass")
    asked = [{"material": "premises_proof", "problem": "没有提交"}]
    training["county_reviewer"].complete(case, "county_review", result="return", materials=asked)
    assert training.open_elements(case) == ["opinion"]
    training["town_reviewer"].complete(case, "opinion", result="pass")
    slips = [one for one in training.supervisor.file(case).documents if one.kind == "handover_slip"]
    assert [one.number[:4] for one in slips] == ["涧池镇人", "县民政局", "涧池镇人"]


def test_a_step_in_the_same_office_hands_nothing_over(training: TrainingHall, case: str) -> None:
    assert training.open_elements(case) == ["opinion"]
    assert "handover_slip" not in [one.kind for one in training.supervisor.file(case).documents]
