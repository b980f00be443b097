"""R-38 督办: an order goes to a department, is received, answered, judged and closed, in time or in the red."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from support import catering
from support.training import TrainingHall, key

from engine.actor import SYSTEM
from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.jobs.orders import turn_overdue_orders_red
from engine.queries import orders as read
from engine.store.base import table_of
from engine.store.office import Notice
from engine.store.orders import SupervisionOrder
from engine.supervision.answer_order import AnswerOrder
from engine.supervision.issue_order import IssueOrder
from engine.supervision.judge_answer import AcceptAnswer, CloseOrder, ReturnAnswer, WithdrawOrder
from engine.supervision.receive_order import ReceiveOrder

HEAD = "shenpi"  # Approves for the market bureau.


def issue(training: TrainingHall, case: str | None = None, **more: Any) -> str:
    said = {"department": "market_bureau", "demand": "说明超期原因并限期办结。", "case_id": case} | more
    answer = training.hall.run(IssueOrder(by=training.supervisor.actor, key=key(), **said))
    order_id: str = answer["order_id"]
    return order_id


def seen(training: TrainingHall, login: str, order_id: str) -> read.Order:
    with training.hall.reading() as connection:
        return read.order(connection, training[login].actor, order_id, training.hall.today(connection))


def told(training: TrainingHall, login: str) -> list[str]:
    notice = table_of(Notice).c
    with training.hall.reading() as connection:
        mine = select(notice.kind, notice.template, notice.params).where(
            notice.person_id == training[login].actor.person_id
        )
        rows = connection.execute(mine.order_by(notice.id)).all()
    return [f"{row.kind} {row.template.format(**row.params)}" for row in rows]


def act(training: TrainingHall, command: type, order_id: str, login: str = "jiancha", **said: Any) -> dict[str, Any]:
    return training.hall.run(command(by=training[login].actor, key=key(), order_id=order_id, **said))


def test_from_issue_to_close_every_act_is_on_record(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    order_id = issue(training, case, rule="EM-04")
    assert told(training, HEAD)[-1] == "order 收到督办单 督〔2026〕0001号，请于 2026-03-05 前签收并答复。"
    act(training, ReceiveOrder, order_id, HEAD)
    act(training, AnswerOrder, order_id, HEAD, answer="经办人病假，已转办，明日决定。")
    assert told(training, "jiancha") == ["order 督办单 督〔2026〕0001号 已答复，请审阅。"]
    act(training, AcceptAnswer, order_id)
    act(training, CloseOrder, order_id, conclusion="已按期决定。")
    order = seen(training, HEAD, order_id)
    assert [(one.act, one.who) for one in order.acts] == [
        ("issued", "方正"),
        ("received", "宋明远"),
        ("answered", "宋明远"),
        ("accepted", "方正"),
        ("closed", "方正"),
    ]
    assert order.line.light == "stopped"
    trail = [line.detail for line in training.supervisor.file(case).trail if line.act == "order_issued"]
    assert trail == [{"number": "督〔2026〕0001号", "rule": "EM-04", "answer_by": "2026-03-05"}]
    with pytest.raises(Conflict, match=r"已由方正于 .* 09:30办结"):
        act(training, AnswerOrder, order_id, HEAD, answer="再答一次")


def test_an_overdue_answer_turns_red_once_and_tells_head_and_supervisor(training: TrainingHall) -> None:
    order_id = issue(training, answer_within=2)  # Monday 2 March: by Wednesday.
    training.pass_days(2)
    assert turn_overdue_orders_red(training.hall, "worker") == "raised 0, failed 0"
    assert seen(training, HEAD, order_id).line.light == "green"
    training.pass_days(1)
    assert seen(training, HEAD, order_id).line.light == "red"
    assert [turn_overdue_orders_red(training.hall, "worker") for _ in range(2)] == [
        "raised 1, failed 0",
        "raised 0, failed 0",
    ]
    for login in (HEAD, "jiancha"):
        assert told(training, login)[-1].startswith("red 督办单")
    act(training, AnswerOrder, order_id, HEAD, answer="迟到的答复。")
    assert [one.act for one in seen(training, HEAD, order_id).acts] == ["issued", "overdue", "received", "answered"]


def test_an_answer_sent_back_is_owed_anew_and_may_be_late_anew(training: TrainingHall) -> None:
    order_id = issue(training, answer_within=2)
    training.pass_days(3)
    turn_overdue_orders_red(training.hall, "worker")
    act(training, AnswerOrder, order_id, HEAD, answer="正在了解。")
    act(training, ReturnAnswer, order_id, reason="没有写明整改措施。")  # Thursday: by Monday 9 March.
    order = seen(training, HEAD, order_id)
    assert (order.line.status, order.line.answer_by, order.line.light) == ("received", date(2026, 3, 9), "green")
    training.pass_days(5)
    assert turn_overdue_orders_red(training.hall, "worker") == "raised 1, failed 0"


def test_the_day_of_an_answer_is_counted_in_working_days(training: TrainingHall) -> None:
    training.pass_days(33)  # Saturday 4 April, before the holiday of Monday 6 April.
    order_id = issue(training, answer_within=1)
    assert seen(training, HEAD, order_id).line.answer_by == date(2026, 4, 7)


def test_a_double_click_is_one_order_and_the_series_has_no_gap(training: TrainingHall) -> None:
    command = IssueOrder(
        by=training.supervisor.actor, key=key(), department="market_bureau", demand="说明原因。", answer_within=3
    )
    assert training.hall.run(command) == training.hall.run(command)
    issue(training)
    with pytest.raises(Invalid):
        issue(training, department="")
    issue(training)
    with training.hall.reading() as connection:
        numbers = connection.execute(select(SupervisionOrder.number).order_by(SupervisionOrder.id)).scalars().all()
    assert numbers == ["督〔2026〕0001号", "督〔2026〕0002号", "督〔2026〕0003号"]


def test_the_system_issues_one_order_for_one_cause(training: TrainingHall) -> None:
    command = IssueOrder(by=SYSTEM, department="market_bureau", demand="超过法定时限。", cause="clock-1:2026-03-30")
    first = training.hall.run(command)
    assert training.hall.run(replace(command, demand="又说一次。"))["order_id"] == first["order_id"]


@pytest.mark.parametrize("login", ["shenhe", "chuangkou", "minzheng-shenpi", "admin"])
def test_who_neither_supervises_nor_answers_sees_no_order(training: TrainingHall, login: str) -> None:
    order_id = issue(training)
    with pytest.raises(NotFound):
        seen(training, login, order_id)
    with pytest.raises(NotFound):
        act(training, AnswerOrder, order_id, login, answer="替人答复")
    with pytest.raises(NotFound):
        act(training, CloseOrder, order_id, login, conclusion="替人办结")


def test_a_supervisor_does_not_answer_for_the_department(training: TrainingHall) -> None:
    order_id = issue(training)
    with pytest.raises(NotAllowed, match="由收到它的部门"):
        act(training, ReceiveOrder, order_id)


def test_where_a_station_has_no_head_the_bureau_above_answers(training: TrainingHall) -> None:
    order_id = issue(training, department="market_station")
    assert seen(training, HEAD, order_id).answers
    with training.hall.reading() as connection:
        page = read.own_orders(connection, training[HEAD].actor, training.today, "open")
        nothing = read.own_orders(connection, training["shenhe"].actor, training.today, "open")
    assert [row.id for row in page.rows] == [order_id]
    assert nothing.rows == ()


def test_where_nobody_heads_an_office_whoever_is_in_it_answers(training: TrainingHall) -> None:
    order_id = issue(training, department="finance_bureau")
    assert seen(training, "caizheng1", order_id).answers


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"demand": "  "}, "demand"),
        ({"demand": "字" * 1001}, "demand"),
        ({"demand": "请联系13812345678的申请人"}, "demand"),
        ({"department": "nowhere"}, "department"),
        ({"answer_within": 0}, "answer_within"),
        ({"answer_within": 31}, "answer_within"),
        ({"rule": "EM-99"}, "rule"),
    ],
)
def test_an_order_that_cannot_be_one_is_refused_beside_its_field(
    training: TrainingHall, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        issue(training, **wrong)
    assert list(caught.value.problems) == [field]


def test_a_withdrawn_order_stays_on_record_and_owes_nothing(training: TrainingHall) -> None:
    order_id = issue(training, answer_within=1)
    act(training, WithdrawOrder, order_id, reason="发错了部门。")
    training.pass_days(9)
    assert turn_overdue_orders_red(training.hall, "worker") == "raised 0, failed 0"
    assert [one.act for one in seen(training, HEAD, order_id).acts] == ["issued", "withdrawn"]
