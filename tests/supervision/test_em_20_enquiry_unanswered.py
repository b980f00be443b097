"""EM-20 咨询未答复: an enquiry that was not answered in time is yellow once, told and listed, and counted by month."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support.enquiries import act, ask, listed, record
from support.training import TrainingHall

from engine.errors import NotFound
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.extend_enquiry import ExtendEnquiry
from engine.feedback.overdue_enquiry import RaiseEnquiryLight
from engine.jobs.feedback import raise_feedback_lights
from engine.queries.feedback_months import Figures, feedback_months
from engine.queries.light_weeks import light_weeks
from engine.queries.raised_lights import LightFilters, raised_lights
from engine.store.base import table_of
from engine.store.office import Notice
from engine.store.people import Person


def raised(training: TrainingHall) -> list[tuple[str, str, str, bool]]:
    with training.hall.reading() as connection:
        page = raised_lights(connection, training.supervisor.actor, LightFilters(rule="EM-20"))
    return [(one.colour, one.case_number, one.about, one.over) for one in page.rows]


def told(training: TrainingHall) -> list[tuple[str, str]]:
    notice, person = table_of(Notice).c, table_of(Person).c
    with training.hall.reading() as connection:
        wanted = select(person.login, notice.about_id).join(Person, person.id == notice.person_id)
        return sorted((row.login, row.about_id) for row in connection.execute(wanted.where(notice.kind == "yellow")))


def test_yellow_once_after_the_last_day_and_told_to_owner_head_and_supervisor(training: TrainingHall) -> None:
    enquiry = record(training)
    training.pass_days(3)  # Thursday is the last day.
    assert raise_feedback_lights(training.hall, "w") == "raised 0, failed 0"
    assert listed(training, "jiancha", "overdue") == []
    training.pass_days(1)
    assert [raise_feedback_lights(training.hall, "w") for _ in range(2)] == ["raised 1, failed 0", "raised 0, failed 0"]
    assert raised(training) == [("yellow", "ZX2026000001", "enquiry", False)]
    assert {login for login, about in told(training) if about == enquiry} >= {"chuangkou", "jiancha"}
    assert listed(training, "jiancha", "overdue") == [enquiry]
    training.pass_days(1)
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证。")
    assert raised(training) == [("yellow", "ZX2026000001", "enquiry", True)]
    assert listed(training, "jiancha", "overdue") == []
    assert raise_feedback_lights(training.hall, "w") == "raised 0, failed 0"


def test_one_that_nobody_has_taken_is_told_to_the_officers(training: TrainingHall) -> None:
    enquiry = ask(training)
    training.pass_days(4)
    raise_feedback_lights(training.hall, "w")
    assert told(training) == [("jiancha", enquiry), ("pingjia", enquiry)]


def test_an_extended_one_turns_after_its_new_last_day(training: TrainingHall) -> None:
    enquiry = record(training)
    act(training, ExtendEnquiry, enquiry, "chuangkou", days=1, reason="需要核实。")
    training.pass_days(4)
    assert raise_feedback_lights(training.hall, "w") == "raised 0, failed 0"
    training.pass_days(3)  # Monday 9 March; Friday was the last day.
    assert raise_feedback_lights(training.hall, "w") == "raised 1, failed 0"


def test_the_light_is_in_the_list_of_lights_and_in_its_week(training: TrainingHall) -> None:
    record(training)
    training.pass_days(4)
    raise_feedback_lights(training.hall, "w")
    with training.hall.reading() as connection:
        week = light_weeks(connection, training.supervisor.actor, training.today)[-1]
    assert week.lights == {("EM-20", "yellow"): 1}


def test_the_figures_of_a_month_are_its_enquiries(training: TrainingHall) -> None:
    late, in_time = record(training), record(training)
    act(training, AnswerEnquiry, in_time, "chuangkou", answer="带身份证。")
    training.pass_days(4)
    act(training, AnswerEnquiry, late, "chuangkou", answer="带身份证。")
    record(training)
    with training.hall.reading() as connection:
        months = feedback_months(connection, training.supervisor.actor, training.today)
        with pytest.raises(NotFound):
            feedback_months(connection, training.clerk.actor, training.today)
    assert months[0].by_register["enquiries"] == Figures(received=3, in_time=1, late=1, unanswered=1, overdue=0)
    assert months[1].by_register["enquiries"] == Figures()
    assert [one.first.isoformat() for one in months[:4]] == ["2026-03-01", "2026-02-01", "2026-01-01", "2025-12-01"]


def test_only_the_system_raises_it(training: TrainingHall) -> None:
    enquiry = record(training)
    with pytest.raises(NotFound):
        act(training, RaiseEnquiryLight, enquiry, "jiancha")
