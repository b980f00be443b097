"""R-40 投诉: named or not, decided on in time, looked into by others than whom it is about, answered, judged."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from support.complaints import (
    ANONYMOUS,
    HEAD,
    NAMED,
    OFFICER,
    SAID,
    SUPERVISOR,
    accepted,
    act,
    complain,
    listed,
    seen,
    write_down,
)
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.hall_parameters import ChangeParameters
from engine.administration.verify import verify
from engine.cases.official_documents import next_number
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.feedback.answer_complaint import AnswerComplaint, CloseComplaint
from engine.feedback.contents import FLOOD_WINDOW, MOST_AN_HOUR, TooMany
from engine.feedback.decide_complaint import AcceptComplaint, AssignComplaint, RefuseComplaint
from engine.feedback.look_into_complaint import ExtendComplaint, NoteInvestigation
from engine.feedback.receive_complaint import ReceiveComplaint, add_targets
from engine.jobs.feedback import raise_feedback_lights
from engine.queries.complaints import find_complaint, own_complaint
from engine.query_code import query_code
from engine.store.base import table_of
from engine.store.complaints import Complaint, ComplaintEntry
from engine.store.office import Notice, OfficeTrail
from engine.store.unit_of_work import UnitOfWork

HEAD_NAME, OTHER_HEAD = "宋明远", "juzhang"
ANSWER = {"finding": "upheld", "answer": "已批评教育当事人，向您道歉。"}


def test_an_anonymous_complaint_goes_its_whole_way_and_is_followed_by_number_and_code(training: TrainingHall) -> None:
    hall, complaint = training.hall, complain(training, **(NAMED | ANONYMOUS))
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    act(training, NoteInvestigation, complaint, HEAD, found="调取了监控录像。")
    act(training, AnswerComplaint, complaint, HEAD, **ANSWER)
    with hall.reading() as connection:
        number = own_complaint(hall, connection, complaint).line.number
        assert number == "TS2026000001"
        assert find_complaint(hall, connection, number, query_code(hall.key, complaint)) == complaint
        with pytest.raises(NotFound):
            find_complaint(hall, connection, number, "AAAAAAAA")
        one = own_complaint(hall, connection, complaint)
    assert (one.answer, one.line.status, one.name, one.phone, one.email) == (ANSWER["answer"], "answered", "", "", "")
    assert (one.line.decision_paper, one.line.answer_paper) == ("诉受〔2026〕00001号", "诉复〔2026〕00001号")
    hall.run(CloseComplaint(by=applicant(complaint), key=key(), complaint_id=complaint, satisfied="yes"))
    acts = [one.act for one in seen(training, OFFICER, complaint).acts]
    assert acts == ["received", "accepted", "looked_into", "answered", "closed"]
    with hall.reading() as connection:
        rows = repr(connection.execute(select(table_of(Complaint))).all())
        rows += repr(connection.execute(select(table_of(ComplaintEntry))).all())
    assert not any(word in rows for word in ("王小明", "13800005678", "没有人理睬", "监控录像", "道歉", "10.0.0.9"))


def test_for_whom_it_is_about_there_is_none(training: TrainingHall) -> None:
    complaint = complain(training, target_name=HEAD_NAME)
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    assert listed(training, HEAD) == []
    for command, said in ((NoteInvestigation, {"found": "没有的事"}), (AnswerComplaint, ANSWER)):
        with pytest.raises(NotFound):
            act(training, command, complaint, HEAD, **said)
    assert listed(training, OTHER_HEAD) == [complaint]
    assert HEAD_NAME in seen(training, OTHER_HEAD, complaint).targets
    with training.hall.reading() as connection:
        own = select(Notice.template).where(Notice.person_id == training[HEAD].actor.person_id)
        assert [one for one in connection.execute(own).scalars() if "投诉" in one] == []


def test_an_officer_or_supervisor_complained_about_neither_decides_nor_sees_it(training: TrainingHall) -> None:
    about_officer = complain(training, target_department="approval_bureau", target_name="安澜")
    with pytest.raises(NotFound):
        act(training, RefuseComplaint, about_officer, OFFICER, reason="没有的事。")
    assert listed(training, OFFICER) == []
    # The only officer is out of it, so that a supervisor decides.
    act(training, AcceptComplaint, about_officer, SUPERVISOR, department="market_bureau")
    about_supervisor = complain(training, target_department="approval_bureau", target_name="方正")
    assert about_supervisor not in listed(training, SUPERVISOR)


def test_the_officer_says_who_it_is_about_and_from_then_on_it_is_kept_from_them(training: TrainingHall) -> None:
    complaint = complain(training)
    head = training[HEAD].actor.person_id
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau", target_person=head)
    assert (listed(training, HEAD), listed(training, OTHER_HEAD)) == ([], [complaint])
    mine = complain(training)
    own = training[OFFICER].actor.person_id
    with pytest.raises(NotAllowed, match="您本人"):
        act(training, AcceptComplaint, mine, OFFICER, department="market_bureau", target_person=own)


def test_it_is_never_given_to_whom_it_is_about_alone(training: TrainingHall) -> None:
    complaint = complain(training, target_department="fee_hall", target_name="金铭")
    for place in ("", "nowhere"):
        with pytest.raises(Invalid, match="请选择部门"):
            act(training, AcceptComplaint, complaint, OFFICER, department=place)
    with UnitOfWork(training.hall) as uow:
        add_targets(uow, complaint, [training["shoufei2"].actor.person_id])
    # The fee hall has two cashiers and no head.
    with pytest.raises(Invalid, match="除被投诉的人以外没有人可以承办"):
        act(training, AcceptComplaint, complaint, OFFICER, department="fee_hall")


def test_one_that_is_not_accepted_has_a_reason_which_is_told(training: TrainingHall) -> None:
    complaint = complain(training)
    for empty in ("", " \u3000 "):
        with pytest.raises(Invalid, match="不予受理的理由"):
            act(training, RefuseComplaint, complaint, OFFICER, reason=empty)
    act(training, RefuseComplaint, complaint, OFFICER, reason="所述事项不属于本大厅职责，请向法院起诉。")
    with training.hall.reading() as connection:
        one = own_complaint(training.hall, connection, complaint)
    assert (one.line.status, one.answer) == ("refused", "所述事项不属于本大厅职责，请向法院起诉。")
    assert one.line.decision_paper == "诉不受〔2026〕00001号"
    with pytest.raises(Conflict, match=r"已由安澜于 .* 09:30不予受理投诉"):
        act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")


def test_only_officers_decide_and_only_who_looks_into_it_answers(training: TrainingHall) -> None:
    complaint = write_down(training)
    for login, error in ((SUPERVISOR, NotAllowed), ("chuangkou2", NotAllowed), (HEAD, NotFound)):
        with pytest.raises(error):
            act(training, RefuseComplaint, complaint, login, reason="不受理。")
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    for login, error in ((SUPERVISOR, NotAllowed), ("chuangkou2", NotAllowed), ("shenhe", NotFound)):
        with pytest.raises(error):
            act(training, AnswerComplaint, complaint, login, **ANSWER)


def test_nothing_is_closed_without_an_answer(training: TrainingHall) -> None:
    complaint = complain(training)
    close = CloseComplaint(by=applicant(complaint), key=key(), complaint_id=complaint, satisfied="yes")
    with pytest.raises(Conflict):
        training.hall.run(close)
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    for wrong in ({"answer": " \u3000"}, {"answer": "答" * 2001}, {"finding": "perhaps"}):
        with pytest.raises(Invalid):
            act(training, AnswerComplaint, complaint, HEAD, **(ANSWER | wrong))
    with pytest.raises(Conflict):
        act(training, CloseComplaint, complaint, OFFICER, satisfied="unsaid")
    act(training, AnswerComplaint, complaint, HEAD, **ANSWER)
    with pytest.raises(NotAllowed):
        act(training, CloseComplaint, complaint, SUPERVISOR, satisfied="yes")
    with pytest.raises(Invalid):
        training.hall.run(CloseComplaint(by=applicant(complaint), complaint_id=complaint, satisfied="unsaid"))
    other = complain(training)
    with pytest.raises(NotFound):
        training.hall.run(CloseComplaint(by=applicant(other), complaint_id=complaint, satisfied="yes"))
    act(training, CloseComplaint, complaint, OFFICER, satisfied="no")
    assert seen(training, OFFICER, complaint).line.satisfied == "no"


def test_limits_are_five_days_to_decide_and_what_the_hall_says_to_answer(training: TrainingHall) -> None:
    complaint = complain(training)
    assert seen(training, OFFICER, complaint).line.due_on == date(2026, 3, 9)
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    assert seen(training, OFFICER, complaint).line.due_on == date(2026, 3, 23)
    training.hall.run(ChangeParameters(by=training["admin"].actor, key=key(), values={"complaint_days": "7"}))
    assert seen(training, OFFICER, accepted(training)).line.due_on == date(2026, 3, 11)


def test_the_answer_is_put_off_once_with_the_reason(training: TrainingHall) -> None:
    complaint = accepted(training)
    for days, reason in ((0, "要核实"), (11, "要核实"), (2, ""), (2, "请打 13800005678")):
        with pytest.raises(Invalid):
            act(training, ExtendComplaint, complaint, HEAD, days=days, reason=reason)
    act(training, ExtendComplaint, complaint, HEAD, days=2, reason="需要找当事人核实。")
    assert seen(training, OFFICER, complaint).line.due_on == date(2026, 3, 25)
    with pytest.raises(Forbidden, match="不能再次延期"):
        act(training, ExtendComplaint, complaint, OFFICER, days=1, reason="再延。")
    late = accepted(training)
    training.pass_days(22)
    with pytest.raises(Forbidden, match="已经逾期"):
        act(training, ExtendComplaint, late, HEAD, days=1, reason="晚了。")


def test_it_may_be_given_to_another_department(training: TrainingHall) -> None:
    complaint = accepted(training)
    act(training, AssignComplaint, complaint, OFFICER, department="urban_bureau", reason="属于城管职责。")
    assert (listed(training, HEAD), listed(training, "chengguanju-shenpi")) == ([], [complaint])
    with pytest.raises(NotFound):
        act(training, AnswerComplaint, complaint, HEAD, **ANSWER)


def test_who_complained_is_shown_to_who_works_on_it_and_masked_for_who_watches(training: TrainingHall) -> None:
    complaint = write_down(training)
    act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau")
    for login in (OFFICER, HEAD, "chuangkou2"):
        one = seen(training, login, complaint)
        assert (one.name, one.is_personal) == ("王小明", True)
    watched = seen(training, SUPERVISOR, complaint)
    assert (watched.name, watched.phone, watched.is_personal) == ("王*明", "138****5678", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "\u3000"),
        ("content", "投" * 2001),
        ("name", ""),
        ("phone", "电话"),
        ("email", "wang"),
        ("target_department", "nowhere"),
        ("target_department", ""),
        ("target_name", "人" * 61),
        ("case_number", "1" * 61),
        ("channel", "phone"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(training: TrainingHall, field: str, value: str) -> None:
    said = SAID | NAMED | {"channel": "online", field: value}
    with pytest.raises(Invalid) as refused:
        training.hall.run(ReceiveComplaint(by=applicant(), key=key(), **said))
    assert list(refused.value.problems) == [field]


def test_a_case_is_found_by_its_number_and_nobody_is_told_whether_there_is_one(training: TrainingHall) -> None:
    case = training.file_case()
    number = training.supervisor.file(case).case["number"]
    assert seen(training, OFFICER, complain(training, case_number=number)).case_id == case
    unknown = seen(training, OFFICER, complain(training, case_number="6109990000000000000"))
    assert (unknown.case_id, unknown.case_number) == (None, "6109990000000000000")


def test_a_double_click_is_one_complaint_and_one_address_cannot_flood(training: TrainingHall) -> None:
    command = ReceiveComplaint(by=applicant(), key=key(), channel="online", **SAID, **ANONYMOUS)
    assert training.hall.run(command) == training.hall.run(command)
    for _ in range(MOST_AN_HOUR):
        complain(training)
    with pytest.raises(TooMany):
        complain(training)


def test_the_trail_of_the_office_names_every_act_and_nobody(training: TrainingHall) -> None:
    complaint = accepted(training, **NAMED)
    act(training, AnswerComplaint, complaint, HEAD, **ANSWER)
    act(training, CloseComplaint, complaint, OFFICER, satisfied="unsaid")
    trail = table_of(OfficeTrail).c
    with training.hall.reading() as connection:
        rows = connection.execute(
            select(trail.act, trail.detail).where(trail.subject == "TS2026000001").order_by(trail.id)
        ).all()
    assert [row.act for row in rows] == [f"complaint_{one}" for one in ("received", "accepted", "answered", "closed")]
    assert "王小明" not in repr(rows)


def test_the_doctor_knows_the_numbers_of_complaints_and_their_papers(training: TrainingHall) -> None:
    act(training, AnswerComplaint, accepted(training), HEAD, **ANSWER)
    act(training, RefuseComplaint, complain(training), OFFICER, reason="不属于本大厅职责。")
    assert list(verify(training.hall)) == []
    with UnitOfWork(training.hall) as uow:
        next_number(uow, "TS", 2026)
    assert [(one.subject, one.detail) for one in verify(training.hall)] == [("TS〔2026〕", "3 numbers, 2 documents")]


def test_where_a_complaint_came_from_is_forgotten_when_no_flood_is_told_by_it(training: TrainingHall) -> None:
    complain(training, **(NAMED | ANONYMOUS))
    kept = select(table_of(Complaint).c.origin)
    raise_feedback_lights(training.hall, "test")
    with training.hall.reading() as connection:
        assert connection.execute(kept).scalar_one() != ""
    training.clock.advance(FLOOD_WINDOW)
    raise_feedback_lights(training.hall, "test")
    with training.hall.reading() as connection:
        assert connection.execute(kept).scalar_one() == ""
