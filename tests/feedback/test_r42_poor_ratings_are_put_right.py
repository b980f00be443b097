"""R-42, 国办发〔2019〕51号: a poor rating is looked into and answered, the rater called back, and not without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from support.ratings import HEAD, OFFICER, act, answer, call, rate, rows, served, sheet
from support.training import TrainingHall, key

from engine.administration.hall_parameters import ChangeParameters
from engine.administration.verify import verify
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.feedback.answer_rectification import ReportRectified
from engine.feedback.judge_appeal import JudgeAppeal
from engine.feedback.receive_rectification import ReceiveRectification
from engine.store.base import table_of
from engine.store.office import Notice
from engine.store.people import Person


def clock(training: TrainingHall, case: str):
    return [one for one in training.approver.file(case).clocks if one.kind == "rectification"][-1]


def told(training: TrainingHall, kind: str) -> set[str]:
    notice, person = table_of(Notice).c, table_of(Person).c
    with training.hall.reading() as connection:
        rows = select(person.login).join_from(table_of(Notice), table_of(Person), person.id == notice.person_id)
        return set(connection.execute(rows.where(notice.kind == kind)).scalars())


@pytest.mark.parametrize("level", [4, 5])
def test_a_poor_rating_orders_the_department_at_once(training: TrainingHall, level: int) -> None:
    case = served(training)
    number = rate(training, case, level, tags=("rude",), text="窗口无人")["rectification"]
    one = sheet(training, case)
    assert (number, one.document) == ("汉市监整〔2026〕00001号",) * 2
    assert (one.status, one.department, one.rating_id) == ("issued", "market_bureau", rows(training, case)[0].id)
    # Five working days from the day after: Monday 2 March to Monday 9 March.
    assert (clock(training, case).due_on.isoformat(), clock(training, case).stopped_on) == ("2026-03-09", None)
    paper = training.approver.file(case).documents[-1]
    assert (paper.kind, paper.number, paper.title) == ("rectification_sheet", number, "不满意评价整改单")
    assert {"juzhang", "shenpi", OFFICER} <= told(training, "rectification")
    assert list(verify(training.hall)) == []


def test_a_fair_rating_orders_nothing(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 3)
    assert sheet(training, case) is None


def test_the_days_are_those_of_the_hall(training: TrainingHall) -> None:
    admin = training["admin"].actor
    with pytest.raises(Invalid):
        training.hall.run(ChangeParameters(by=admin, key=key(), values={"rectification_days": "16"}))
    training.hall.run(ChangeParameters(by=admin, key=key(), values={"rectification_days": "15"}))
    case = served(training)
    rate(training, case, 5)
    assert clock(training, case).due_on.isoformat() == "2026-03-23"


def test_from_the_rating_to_its_end(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)
    act(training, ReceiveRectification, case, HEAD)
    answer(training, case)
    assert sheet(training, case).status == "answered"
    assert clock(training, case).stopped_on is None
    call(training, case)
    one = sheet(training, case)
    assert (one.status, one.outcome, one.closed_on) == ("closed", "satisfied", training.today)
    assert clock(training, case).stopped_on == training.today
    # Once, and once only, the rater may say how it is now.
    assert rate(training, case, 2)["round"] == 2
    with pytest.raises(Conflict, match="一次服务只评价一次"):
        rate(training, case, 1)
    assert [(one.round, one.level) for one in rows(training, case)] == [(1, 5), (2, 2)]
    assert list(verify(training.hall)) == []


def test_before_it_is_over_nobody_rates_again(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    answer(training, case)
    with pytest.raises(Conflict):
        rate(training, case, 1)


def test_nothing_ends_without_an_answer_and_a_call(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    with pytest.raises(Conflict, match="发出整改单"):
        call(training, case)
    answer(training, case)
    for _ in range(2):
        call(training, case, "unreached")
        assert sheet(training, case).status == "answered"
    call(training, case, "unreached")
    assert (sheet(training, case).status, sheet(training, case).calls) == ("closed", 3)


def test_who_did_not_say_who_they_are_is_called_once(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4, "tablet", is_named=False)
    answer(training, case, "explained")
    call(training, case, "unreached")
    assert sheet(training, case).status == "closed"


def test_what_takes_time_has_a_day_and_a_report(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 4)
    for day in (None, training.today, training.today + timedelta(days=90)):
        with pytest.raises(Invalid) as refusal:
            answer(training, case, "by_day", by_day=day)
        assert "by_day" in refusal.value.problems
    answer(training, case, "by_day", by_day=training.today + timedelta(days=16))
    assert (sheet(training, case).status, clock(training, case).due_on.isoformat()) == ("promised", "2026-03-18")
    with pytest.raises(Conflict):
        call(training, case)
    act(training, ReportRectified, case, HEAD, report="排队机已更换。")
    call(training, case, "accepted")
    assert sheet(training, case).status == "closed"
    assert list(verify(training.hall)) == []


def test_an_upheld_appeal_keeps_the_rating_and_counts_it_no_more(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)
    answer(training, case, "appealed", answer="评价人把别的窗口写成了本窗口。")
    with pytest.raises(NotAllowed, match="评价投诉专员或者监察员"):
        act(training, JudgeAppeal, case, HEAD, verdict="upheld", reason="是误评")
    act(training, JudgeAppeal, case, OFFICER, verdict="upheld", reason="评价内容与本件无关。")
    (row,) = rows(training, case)
    assert (row.level, row.excluded_on) == (5, training.today)
    assert sheet(training, case).status == "answered"
    call(training, case, "accepted")
    assert sheet(training, case).status == "closed"


def test_after_a_rejected_appeal_it_is_put_right(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)
    answer(training, case, "appealed")
    training.pass_days(3)
    act(training, JudgeAppeal, case, "jiancha", verdict="rejected", reason="录像显示情况属实。")
    assert rows(training, case)[0].excluded_on is None
    assert (sheet(training, case).status, clock(training, case).due_on.isoformat()) == ("received", "2026-03-12")
    with pytest.raises(Forbidden, match="不能再次申诉"):
        answer(training, case, "appealed")
    answer(training, case)
    assert sheet(training, case).status == "answered"


def test_who_is_still_dissatisfied_may_send_it_back(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)
    answer(training, case, "explained")
    with pytest.raises(Forbidden):
        call(training, case, "satisfied", again=True)
    call(training, case, "dissatisfied", again=True)
    assert sheet(training, case).status == "received"
    answer(training, case)
    call(training, case, "dissatisfied")
    assert sheet(training, case).status == "closed"


def test_who_does_what(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 5)
    for login in (OFFICER, "jiancha"):
        with pytest.raises(NotAllowed, match="被评价部门的负责人"):
            answer(training, case, login=login)
    for login in ("chuangkou", "chengguanju-shenpi", "admin"):
        with pytest.raises(NotFound):
            answer(training, case, login=login)
    answer(training, case)
    with pytest.raises(NotAllowed, match="评价投诉专员"):
        call(training, case, login=HEAD)
    with pytest.raises(NotFound):
        call(training, case, login="chengguanju-shenpi")
    with pytest.raises(Conflict, match=r"已由.*于 2026-03-02 09:30答复"):
        answer(training, case)


@pytest.mark.parametrize("text", ["", "　", "长" * 1001, "申请人电话 13800001234"])
def test_what_is_written_is_of_use_and_names_nobody(training: TrainingHall, text: str) -> None:
    case = served(training)
    rate(training, case, 5)
    with pytest.raises(Invalid) as refusal:
        answer(training, case, answer=text)
    assert "answer" in refusal.value.problems
