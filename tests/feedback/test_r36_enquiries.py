"""R-36 咨询: by every channel, answered in words, extended once, followed by number and code, published."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from support import catering
from support.enquiries import ASKED, act, ask, record, seen
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.hall_parameters import ChangeParameters
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.contents import MOST_AN_HOUR, TooMany
from engine.feedback.extend_enquiry import ExtendEnquiry
from engine.feedback.hand_over_enquiry import AcceptEnquiry, OfferEnquiry
from engine.feedback.publish_enquiry import PublishEnquiry, UnpublishEnquiry
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from engine.queries.enquiries import find_enquiry, own_enquiry, published_answers
from engine.query_code import query_code
from engine.store.base import table_of
from engine.store.enquiries import Enquiry
from engine.store.messages import OutgoingMessage
from engine.store.office import OfficeTrail

WHO = {"name": "王小明", "phone": "13800005678", "email": "wang@example.com"}


class Mailbox:
    """Stands for a mail server that takes everything."""

    def send(self, message: object) -> None:
        pass


@pytest.mark.parametrize("channel", ["window", "phone", "mail"])
def test_staff_record_by_every_other_channel(training: TrainingHall, channel: str) -> None:
    one = seen(training, "chuangkou", record(training, channel=channel))
    assert (one.line.channel, one.line.due_on) == (channel, date(2026, 3, 5))  # Monday, three working days.


@pytest.mark.parametrize("answer", ["", "   ", "\u3000\n\u3000"])
def test_no_enquiry_ends_without_the_text_of_an_answer(training: TrainingHall, answer: str) -> None:
    enquiry = record(training)
    with pytest.raises(Invalid, match="事事有答复"):
        act(training, AnswerEnquiry, enquiry, "chuangkou", answer=answer)
    with pytest.raises(Invalid, match="最多写 2000 字"):
        act(training, AnswerEnquiry, enquiry, "chuangkou", answer="答" * 2001)
    assert seen(training, "chuangkou", enquiry).line.status == "held"


def test_who_asked_reads_the_answer_by_number_and_code(training: TrainingHall) -> None:
    hall, enquiry = training.hall, ask(training, **WHO)
    with hall.reading() as connection:
        number = own_enquiry(hall, connection, enquiry).line.number
        assert number == "ZX2026000001"
        assert find_enquiry(hall, connection, number, query_code(hall.key, enquiry).lower()) == enquiry
        for wrong in ((number, "AAAAAAAA"), ("ZX2026000002", query_code(hall.key, enquiry)), ("", "")):
            with pytest.raises(NotFound):
                find_enquiry(hall, connection, *wrong)
    act(training, TakeEnquiry, enquiry, "chuangkou")
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证即可。")
    with hall.reading() as connection:
        one = own_enquiry(hall, connection, enquiry)
    assert (one.answer, one.name, one.phone, one.email) == (
        "带身份证即可。",
        "王*明",
        "138****5678",
        "w***@example.com",
    )


def test_what_was_asked_and_by_whom_is_sealed_and_masked_for_who_only_supervises(training: TrainingHall) -> None:
    enquiry = record(training, content="我的身份证是 61092119900307001X。", **WHO)
    with training.hall.reading() as connection:
        row = connection.execute(select(table_of(Enquiry)).where(table_of(Enquiry).c.id == enquiry)).one()
    assert not any(word in repr(row) for word in ("王小明", "13800005678", "wang@", "小吃店"))
    owner, supervisor = (seen(training, login, enquiry) for login in ("chuangkou", "jiancha"))
    assert (owner.name, owner.phone, owner.is_personal) == ("王小明", "13800005678", True)
    assert (supervisor.name, supervisor.phone, supervisor.is_personal) == ("王*明", "138****5678", False)
    assert "61092119900307001X" not in supervisor.content


def test_the_answer_is_mailed_to_who_left_an_address(training: TrainingHall) -> None:
    training.hall.senders = {"mail": Mailbox()}
    act(training, AnswerEnquiry, record(training), "chuangkou", answer="不寄。")
    act(training, AnswerEnquiry, record(training, **WHO), "chuangkou", answer="请打 13900001234 询问。" + "长" * 800)
    with training.hall.reading() as connection:
        mails = connection.execute(select(OutgoingMessage.recipient, OutgoingMessage.text)).all()
    ((recipient, text),) = mails
    assert recipient == "wang@example.com"
    assert text.startswith("您的咨询 ZX2026000002 已答复：请打 139****1234 询问。")
    assert len(text) <= 600


def test_the_limit_is_extended_once_with_the_reason_and_within_bounds(training: TrainingHall) -> None:
    enquiry = record(training)
    for days in (0, 6, -1):
        with pytest.raises(Invalid, match="1 到 5 个工作日"):
            act(training, ExtendEnquiry, enquiry, "chuangkou", days=days, reason="需要核实。")
    with pytest.raises(Invalid):
        act(training, ExtendEnquiry, enquiry, "chuangkou", days=2, reason="")
    act(training, ExtendEnquiry, enquiry, "chuangkou", days=2, reason="需要向市局核实。")
    one = seen(training, "chuangkou", enquiry)
    assert (one.line.due_on, one.line.extension_reason) == (date(2026, 3, 9), "需要向市局核实。")
    with pytest.raises(Forbidden, match="不能再次延期"):
        act(training, ExtendEnquiry, enquiry, "chuangkou", days=1, reason="再延。")
    late = record(training)
    training.pass_days(4)
    with pytest.raises(Forbidden, match="已经逾期，不能延期"):
        act(training, ExtendEnquiry, late, "chuangkou", days=1, reason="晚了。")


def test_the_hall_sets_the_limit(training: TrainingHall) -> None:
    training.hall.run(ChangeParameters(by=training["admin"].actor, key=key(), values={"enquiry_days": "1"}))
    assert seen(training, "chuangkou", record(training)).line.due_on == date(2026, 3, 3)


def test_question_and_answer_are_published_without_personal_data(training: TrainingHall) -> None:
    enquiry = record(training, matter_key=catering.KEY, **WHO)
    said = {"question": "开小吃店要带什么？", "answer": "带身份证。"}
    with pytest.raises(Forbidden):
        act(training, PublishEnquiry, enquiry, "chuangkou", **said)
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证。")
    for wrong in ("王小明问：要带什么？", "请打 13800005678", "wang@example.com", "", "问" * 501):
        with pytest.raises(Invalid) as refused:
            act(training, PublishEnquiry, enquiry, "chuangkou", **(said | {"question": wrong}))
        assert list(refused.value.problems) == ["question"]
    with pytest.raises(NotAllowed):
        act(training, PublishEnquiry, enquiry, "jiancha", **said)
    act(training, PublishEnquiry, enquiry, "pingjia", **said)
    with training.hall.reading() as connection:
        (row,), after = published_answers(connection, catering.KEY)
        assert published_answers(connection, "another")[0] == ()
    assert (row.question, row.answer, row.answered_on, after) == (
        "开小吃店要带什么？",
        "带身份证。",
        date(2026, 3, 2),
        None,
    )
    act(training, UnpublishEnquiry, enquiry, "chuangkou")
    with training.hall.reading() as connection:
        assert published_answers(connection)[0] == ()
    with pytest.raises(Conflict):
        act(training, UnpublishEnquiry, enquiry, "chuangkou")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "\u3000"),
        ("title", "问" * 61),
        ("content", ""),
        ("content", "😀" * 2001),
        ("name", "名" * 61),
        ("phone", "打我电话"),
        ("phone", "9" * 31),
        ("email", "nobody"),
        ("matter_key", "no_such_matter"),
        ("channel", "phone"),
        ("channel", "smoke"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(training: TrainingHall, field: str, value: str) -> None:
    said = ASKED | {"channel": "online", field: value}
    with pytest.raises(Invalid) as refused:
        training.hall.run(ReceiveEnquiry(by=applicant(), key=key(), **said))
    assert list(refused.value.problems) == [field]


def test_a_double_click_is_one_enquiry_and_the_numbers_have_no_gap(training: TrainingHall) -> None:
    command = ReceiveEnquiry(by=applicant(), key=key(), channel="online", **ASKED)
    assert training.hall.run(command) == training.hall.run(command)
    with pytest.raises(Invalid):
        ask(training, title="")
    assert seen(training, "pingjia", ask(training)).line.number == "ZX2026000002"


def test_one_address_cannot_flood_the_register(training: TrainingHall) -> None:
    for _ in range(MOST_AN_HOUR):
        ask(training)
    with pytest.raises(TooMany, match="一小时后再试"):
        ask(training)
    ask(training, address="10.0.0.10")
    training.pass_days(1)
    ask(training)


def test_every_act_leaves_an_entry_in_the_trail_of_the_office(training: TrainingHall) -> None:
    enquiry = record(training, **WHO)
    act(training, OfferEnquiry, enquiry, "chuangkou", department="market_bureau", reason="请解释。")
    act(training, AcceptEnquiry, enquiry, "shenpi")
    act(training, ExtendEnquiry, enquiry, "shenpi", days=1, reason="需要核实。")
    act(training, AnswerEnquiry, enquiry, "shenpi", answer="带身份证。")
    act(training, PublishEnquiry, enquiry, "shenpi", question="问", answer="答")
    trail = table_of(OfficeTrail).c
    with training.hall.reading() as connection:
        mine = select(trail.act, trail.detail).where(trail.subject == "ZX2026000001").order_by(trail.id)
        rows = connection.execute(mine).all()
    names = ("received", "offered", "handed_over", "extended", "answered", "published")
    assert [row.act for row in rows] == [f"enquiry_{one}" for one in names]
    assert "王小明" not in repr(rows)
