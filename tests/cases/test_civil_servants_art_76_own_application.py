"""公务员法 第七十六条: nobody handles their own application, at claim, completion or transfer."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support import catering
from support.county import people
from support.training import TrainingHall, key

from engine.administration.set_id_number import SetIdNumber
from engine.cases.transfer_task import TransferTask
from engine.errors import Invalid, NotAllowed
from engine.law.codes import id_number_check
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Person

OTHER = "61092119880101002" + id_number_check("61092119880101002")


def is_citizen(training: TrainingHall, login: str, number: str) -> None:
    """Let the hall know whose identity number this is."""
    person = str(training[login].actor.person_id)
    training.hall.run(SetIdNumber(by=training["admin"].actor, key=key(), person_id=person, id_number=number))


@pytest.mark.parametrize("agent", [False, True])
def test_neither_as_applicant_nor_as_agent(training: TrainingHall, agent: bool) -> None:
    people(training, second_clerk=("window_clerk", "approval_bureau"))
    is_citizen(training, "chuangkou", OTHER if agent else catering.ID_NUMBER)
    more = {"has_agent": True, "agent": {"name": "李四海", "id_number": OTHER, "phone": "13900005678"}} if agent else {}
    case = catering.file_application(training, **more)
    with pytest.raises(NotAllowed) as refusal:
        training.clerk.claim(case, "acceptance")
    said = str(refusal.value)
    for words in ("您是本件的申请人或代理人，应当回避", "公务员法 第七十六条", "其他窗口人员", "second_clerk（练习）"):
        assert words in said
    with pytest.raises(NotAllowed):
        catering.accept(training, case)
    training["second_clerk"].claim(case, "acceptance")
    task = training["second_clerk"].find(case, "acceptance")
    to = str(training.clerk.actor.person_id)
    with pytest.raises(NotAllowed, match="林小满是本件的申请人或代理人"):
        training.hall.run(TransferTask(by=training["second_clerk"].actor, task_id=task, to_person_id=to, reason="下班"))


def test_where_nobody_else_holds_the_post_that_is_said(training: TrainingHall) -> None:
    is_citizen(training, "suozhang", catering.ID_NUMBER)
    case = catering.file_application(training)
    catering.accept(training, case)
    with training.hall.reading() as connection:
        held = select(Case.party_digests).where(Case.id == case)
        assert len(connection.execute(held).scalar_one()) == 1
    with pytest.raises(NotAllowed, match="没有其他监管所所长可以办理"):
        training["suozhang"].claim(case, "assign_check")


def test_others_cases_are_no_concern(training: TrainingHall) -> None:
    is_citizen(training, "chuangkou", OTHER)
    catering.accept(training, catering.file_application(training))


def test_the_number_is_kept_nowhere(training: TrainingHall) -> None:
    is_citizen(training, "chuangkou", catering.ID_NUMBER)
    case = catering.file_application(training)
    with training.hall.reading() as connection:
        person = connection.execute(select(table_of(Person)).where(Person.login == "chuangkou")).one()
        row = connection.execute(select(Case.party_digests, Case.applicant_id_masked).where(Case.id == case)).one()
    assert catering.ID_NUMBER not in str(person) + str(row)
    assert person.id_number_digest in row.party_digests
    is_citizen(training, "chuangkou", "")
    training.clerk.claim(case, "acceptance")


def test_only_an_administrator_notes_it_and_only_a_real_one(training: TrainingHall) -> None:
    with pytest.raises(Invalid):
        is_citizen(training, "chuangkou", "610921199003070010")
    with pytest.raises(NotAllowed):
        training.hall.run(SetIdNumber(by=training.clerk.actor, person_id="x", id_number=OTHER))
