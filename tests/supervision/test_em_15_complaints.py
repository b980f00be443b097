"""EM-15 投诉未处理: a complaint not decided on in five days, or not answered in time, is red once for each."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support.complaints import HEAD, OFFICER, accepted, act, complain, listed
from support.training import TrainingHall

from engine.errors import NotFound
from engine.feedback.answer_complaint import AnswerComplaint
from engine.feedback.decide_complaint import AcceptComplaint, RefuseComplaint
from engine.feedback.look_into_complaint import ExtendComplaint
from engine.feedback.overdue_complaint import RaiseComplaintLight
from engine.jobs.feedback import raise_feedback_lights
from engine.queries.feedback_months import Figures, feedback_months
from engine.queries.raised_lights import LightFilters, raised_lights
from engine.store.base import table_of
from engine.store.office import Notice
from engine.store.orders import SupervisionOrder
from engine.store.people import Person


def raised(training: TrainingHall) -> list[tuple[str, str, bool]]:
    with training.hall.reading() as connection:
        page = raised_lights(connection, training.supervisor.actor, LightFilters(rule="EM-15"))
    return [(one.what, one.case_number, one.over) for one in page.rows]


def told(training: TrainingHall, kind: str = "red") -> list[str]:
    notice, person = table_of(Notice).c, table_of(Person).c
    with training.hall.reading() as connection:
        wanted = select(person.login).join(Notice, person.id == notice.person_id).where(notice.kind == kind)
        return sorted(connection.execute(wanted).scalars())


def orders(training: TrainingHall) -> list[tuple[str, str]]:
    order = table_of(SupervisionOrder).c
    with training.hall.reading() as connection:
        return [(row.department, row.rule) for row in connection.execute(select(order.department, order.rule))]


def test_red_once_after_five_working_days_without_a_decision(training: TrainingHall) -> None:
    complaint = complain(training)
    training.pass_days(7)  # Monday 9 March is the last day.
    assert raise_feedback_lights(training.hall, "w") == "raised 0, failed 0"
    training.pass_days(1)
    assert [raise_feedback_lights(training.hall, "w") for _ in range(2)] == ["raised 1, failed 0", "raised 0, failed 0"]
    assert raised(training) == [("投诉受理期限", "TS2026000001", False)]
    assert told(training) == ["jiancha", "pingjia"]
    assert listed(training, "jiancha", "overdue") == [complaint]
    act(training, RefuseComplaint, complaint, OFFICER, reason="不属于本大厅职责。")
    assert raised(training) == [("投诉受理期限", "TS2026000001", True)]
    assert listed(training, "jiancha", "overdue") == []


def test_red_again_where_the_answer_is_late_told_to_the_heads_and_followed_by_an_order(training: TrainingHall) -> None:
    complaint = accepted(training)
    training.pass_days(22)  # Monday 23 March was the last day.
    assert [raise_feedback_lights(training.hall, "w") for _ in range(2)] == ["raised 1, failed 0", "raised 0, failed 0"]
    assert raised(training) == [("投诉答复期限", "TS2026000001", False)]
    assert told(training) == ["jiancha", "juzhang", "pingjia", "shenpi"]
    assert orders(training) == [("market_bureau", "EM-15")]
    act(training, AnswerComplaint, complaint, HEAD, finding="unfounded", answer="经查不属实。")
    assert raised(training) == [("投诉答复期限", "TS2026000001", True)]


def test_whom_it_is_about_is_told_nothing_and_their_department_gets_no_order(training: TrainingHall) -> None:
    accepted(training, target_name="宋明远")
    training.pass_days(22)
    raise_feedback_lights(training.hall, "w")
    assert told(training) == ["jiancha", "juzhang", "pingjia"]
    assert orders(training) == []
    assert "shenpi" not in told(training, "complaint") + told(training, "order")


def test_both_limits_may_be_passed_and_each_is_told_once(training: TrainingHall) -> None:
    complaint = complain(training)
    training.pass_days(8)
    raise_feedback_lights(training.hall, "w")
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    act(training, ExtendComplaint, complaint, HEAD, days=1, reason="需要核实。")
    training.pass_days(21)  # Tuesday 31 March: the answer was due on Wednesday 1 April.
    assert raise_feedback_lights(training.hall, "w") == "raised 0, failed 0"
    training.pass_days(3)
    assert raise_feedback_lights(training.hall, "w") == "raised 1, failed 0"
    assert sorted(raised(training)) == [("投诉受理期限", "TS2026000001", True), ("投诉答复期限", "TS2026000001", False)]


def test_the_figures_of_a_month_are_its_complaints(training: TrainingHall) -> None:
    refused, late = complain(training), accepted(training)
    act(training, RefuseComplaint, refused, OFFICER, reason="不属于本大厅职责。")
    training.pass_days(22)
    act(training, AnswerComplaint, late, HEAD, finding="upheld", answer="已改正。")
    complain(training)
    with training.hall.reading() as connection:
        months = feedback_months(connection, training.supervisor.actor, training.today)
    assert months[0].by_register["complaints"] == Figures(received=3, in_time=1, late=1, unanswered=1, overdue=0)


def test_only_the_system_raises_it(training: TrainingHall) -> None:
    complaint = complain(training)
    with pytest.raises(NotFound):
        act(training, RaiseComplaintLight, complaint, "jiancha")
