"""征求意见: another department is asked, in time or late, and its silence is never taken for consent."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from support import catering
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.answer_consultation import AnswerConsultation
from engine.cases.ask_department import AskDepartment
from engine.cases.receive_consultation import ReceiveConsultation
from engine.cases.withdraw_case import WithdrawCase
from engine.cases.withdraw_consultation import WithdrawConsultation
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.jobs.worker import sweep_all
from engine.queries import consultations as read
from engine.queries.attachment import stored_file
from engine.queries.progress import progress
from engine.store.base import table_of
from engine.store.office import Notice

URBAN = "urban_bureau"
URBAN_REVIEWER, URBAN_HEAD = "chengguanju-shenhe", "chengguanju-shenpi"


def ask(training: TrainingHall, case: str, login: str = "shenpi", **more: Any) -> str:
    said = {"department": URBAN, "question": "门前占道是否影响市容？", "days": 7} | more
    task = training[login].find(case, "approval")
    answer = training.hall.run(AskDepartment(by=training[login].actor, key=key(), task_id=task, **said))
    return str(answer["consultation_id"])


def act(training: TrainingHall, command: type, one: str, login: str, **said: Any) -> dict[str, Any]:
    return training.hall.run(command(by=training[login].actor, key=key(), consultation_id=one, **said))


def seen(training: TrainingHall, login: str, one: str) -> read.ConsultationLine:
    with training.hall.reading() as connection:
        return read.consultation(training.hall, connection, training[login].actor, one)[0]


def test_the_asked_department_answers_with_a_reason_and_the_decider_reads_it(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = training.approver.file(case).case["promised_due"]
    one = ask(training, case, materials=("premises_proof",))
    line = seen(training, URBAN_REVIEWER, one)
    # Seven working days from the day of the letter; the limit of the decision runs on.
    assert (line.number, line.due_on.isoformat(), line.answers) == ("汉市监函〔2026〕00001号", "2026-03-11", True)
    assert training.approver.file(case).case["promised_due"] == before
    assert training.approver.file(case).case["paused_since"] is None
    act(training, ReceiveConsultation, one, URBAN_REVIEWER)
    act(training, AnswerConsultation, one, URBAN_HEAD, opinion="disagree", reason="占道经营，须退后两米。")
    line = seen(training, "shenpi", one)
    assert (line.status, line.opinion, line.reason) == ("answered", "disagree", "占道经营，须退后两米。")
    assert (line.received_by, line.ended_by) == ("阮立诚", "尉迟敏")
    clock = next(clock for clock in training.approver.file(case).clocks if clock.kind == "consultation")
    assert clock.stopped_on == training.today
    catering.grant(training, case)
    assert training.status(case) == "decided"


def test_silence_is_no_consent(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    one = ask(training, case)
    with pytest.raises(Forbidden, match="不答复不视为同意"):
        catering.grant(training, case)
    training.pass_days(30)
    with pytest.raises(Forbidden, match="不答复不视为同意"):
        catering.grant(training, case)
    act(training, WithdrawConsultation, one, "shenpi", reason="改由本局现场认定。")
    with pytest.raises(NotFound):
        seen(training, URBAN_REVIEWER, one)
    catering.grant(training, case)


def test_a_late_answer_turns_lights_for_the_asked_department(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    ask(training, case, days=2)
    training.pass_days(3)
    sweep_all(training.hall)
    asked = training[URBAN_REVIEWER].actor.person_id
    notice = table_of(Notice).c
    with training.hall.reading() as connection:
        told = select(notice.kind, notice.params).where(notice.person_id == asked).order_by(notice.id)
        rows = connection.execute(told).all()
    assert [row.kind for row in rows] == ["consultation", "yellow", "red"]
    assert rows[-1].params["what"] == "征求意见期限"
    lights = [line.detail for line in training.supervisor.file(case).trail if line.act == "light"]
    assert ("consultation", "EM-05") in [(one["of"], one["rule"]) for one in lights]


def test_whom_it_does_not_concern_learns_nothing_and_who_sees_the_case_is_told_who_answers(
    training: TrainingHall,
) -> None:
    case = catering.to_approval(training)
    one = ask(training, case)
    for command, said in ((ReceiveConsultation, {}), (AnswerConsultation, {"opinion": "agree", "reason": "同意"})):
        with pytest.raises(NotFound):
            act(training, command, one, "xiaofang-shenhe", **said)
        with pytest.raises(NotAllowed, match="县城市管理局"):
            act(training, command, one, "shenpi", **said)
    with pytest.raises(NotAllowed, match="发函的人"):
        act(training, WithdrawConsultation, one, URBAN_HEAD, reason="不归我们")
    with pytest.raises(NotFound):
        seen(training, "xiaofang-shenhe", one)


def test_two_who_answer_at_once_and_two_letters_to_one_department(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    one = ask(training, case)
    with pytest.raises(Invalid) as refused:
        ask(training, case)
    assert "尚未答复" in str(refused.value.problems["department"])
    ask(training, case, department="fire_brigade")
    act(training, AnswerConsultation, one, URBAN_HEAD, opinion="agree", reason="不占道")
    for command, login, said in (
        (AnswerConsultation, URBAN_REVIEWER, {"opinion": "disagree", "reason": "占道"}),
        (ReceiveConsultation, URBAN_REVIEWER, {}),
        (WithdrawConsultation, "shenpi", {"reason": "不问了"}),
    ):
        with pytest.raises(Conflict, match=r"已由尉迟敏于.*答复"):
            act(training, command, one, login, **said)
    assert list(verify(training.hall)) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("question", {"question": "  "}),
        ("question", {"question": "问" * 1001}),
        ("department", {"department": "market_bureau"}),
        ("department", {"department": "nowhere"}),
        ("days", {"days": 31}),
        ("days", {"days": None}),
        ("materials", {"materials": ("secret_diary",)}),
    ],
)
def test_what_will_not_do_is_told_at_its_field(training: TrainingHall, field: str, wrong: dict[str, Any]) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Invalid) as refused:
        ask(training, case, **wrong)
    assert list(refused.value.problems) == [field]


def test_the_papers_stay_between_the_departments_and_end_with_the_case(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    one = ask(training, case)
    with training.hall.reading() as connection:
        told = progress(training.hall, connection, case)
    assert "consultation_letter" not in [paper.kind for paper in told.file.documents]
    assert "consultation_letter" not in [line.detail.get("kind") for line in told.lines]
    training.hall.run(WithdrawCase(by=applicant(case), key=key(), case_id=case, reason="不开了"))
    with pytest.raises(NotFound):
        seen(training, URBAN_HEAD, one)
    assert seen(training, "jiancha", one).status == "lapsed"


def test_the_asked_department_opens_what_the_letter_sent_along_and_nothing_else(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    ask(training, case, materials=("layout_plan",))
    files = {one.material: one.id for one in training.supervisor.file(case).attachments}

    def opens(login: str) -> set[str]:
        found = set()
        with training.hall.reading() as connection:
            for material, attachment in files.items():
                with suppress(NotFound):
                    stored_file(connection, training[login].actor, case, attachment)
                    found.add(material)
        return found

    assert opens(URBAN_REVIEWER) == {"layout_plan"}
    assert opens("shenpi") == opens("jiancha") == set(files)
    assert opens("xiaofang-shenhe") == set()
