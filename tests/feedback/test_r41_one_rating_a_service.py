"""R-41, 国办发〔2019〕51号: a service is rated once, in five levels, by its applicant or through a feedback officer."""

from __future__ import annotations

import pytest
from support import catering
from support.ratings import OFFICER, rate, rows, served, sheet
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.feedback.rate import Rate


def test_the_applicant_rates_once(training: TrainingHall) -> None:
    case = served(training)
    answer = rate(training, case, 2, "mobile", tags=("quick", "nonsense"), text=" 办得很快 ")
    assert (answer["round"], answer["rectification"]) == (1, "")
    (row,) = rows(training, case)
    assert (row.level, row.channel, row.is_named, row.tags) == (2, "mobile", True, ["quick"])
    assert (row.department, row.rated_on) == ("market_bureau", training.today)
    assert sheet(training, case) is None
    with pytest.raises(Conflict, match="已于 2026-03-02 09:30 由申请人评价过（移动服务端）"):
        rate(training, case, 5)
    assert len(rows(training, case)) == 1
    assert list(verify(training.hall)) == []


def test_the_same_form_twice_is_one_rating(training: TrainingHall) -> None:
    case = served(training)
    command = Rate(by=applicant(case), key="once", case_id=case, level=1, channel="pc")
    assert training.hall.run(command) == training.hall.run(command)
    assert len(rows(training, case)) == 1


def test_the_text_is_sealed_and_the_trail_tells_the_level(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 3, text="等了很久的排队机")
    (row,) = rows(training, case)
    assert "排队机".encode() not in row.sealed_text
    line = training.approver.file(case).trail[-1]
    assert (line.act, line.detail["level"]) == ("rated", 3)


def test_there_is_nothing_to_rate_before_the_result(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Forbidden, match="还没有办出结果"):
        rate(training, case, 1)


def test_who_was_refused_at_the_door_rates_too(training: TrainingHall) -> None:
    case = catering.file_application(training)
    training.clerk.complete(
        case, "acceptance", result="refuse", reason="不属于本机关职权", basis="行政许可法 第三十二条"
    )
    assert rate(training, case, 4)["rectification"] == "汉市监整〔2026〕00001号"


def test_who_withdrew_has_no_service_to_rate(training: TrainingHall) -> None:
    case = catering.file_application(training)
    training.hall.run(WithdrawCase(by=applicant(case), key=key(), case_id=case, reason="不办了"))
    with pytest.raises(Forbidden):
        rate(training, case, 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": None}, "level"),
        ({"level": 0}, "level"),
        ({"level": 6}, "level"),
        ({"level": 1, "text": "好" * 501}, "text"),
        ({"level": 1, "channel": "fax"}, "channel"),
        ({"level": 1, "tags": ("friendly", "quick", "clear", "one_visit", "rude", "slow")}, "tags"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(training: TrainingHall, said: dict, field: str) -> None:
    case = served(training)
    with pytest.raises(Invalid) as refusal:
        rate(training, case, **{"channel": "pc"} | said)
    assert field in refusal.value.problems
    assert rows(training, case) == []


@pytest.mark.parametrize("blank", ["　　", "\u200b\u200b", " \n\t"])
def test_blank_text_is_no_text(training: TrainingHall, blank: str) -> None:
    case = served(training)
    rate(training, case, 1, text=blank)
    assert rows(training, case)[0].sealed_text is None


def test_nobody_rates_for_another(training: TrainingHall) -> None:
    case, other = served(training), served(training, subject="别家面馆")
    with pytest.raises(NotFound):
        training.hall.run(Rate(by=applicant(other), key=key(), case_id=case, level=1, channel="pc"))
    for login in ("chuangkou", "shenpi", "jiancha", "admin"):
        for channel in ("pc", "phone"):
            command = Rate(by=training[login].actor, key=key(), case_id=case, level=1, channel=channel)
            with pytest.raises(NotFound):
                training.hall.run(command)
    # On the telephone it is the officer who writes it down; an applicant does not say that they called.
    with pytest.raises(NotFound):
        rate(training, case, 1, "phone")
    training.hall.run(Rate(by=training[OFFICER].actor, key=key(), case_id=case, level=2, channel="phone"))
    (row,) = rows(training, case)
    assert (row.channel, row.recorded_by_name) == ("phone", "安澜")
    with pytest.raises(Conflict, match="由安澜登记"):
        rate(training, case, 1)
