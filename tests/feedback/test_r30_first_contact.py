"""R-30 首问负责制: who records an enquiry first answers for it until somebody else has accepted it."""

from __future__ import annotations

import pytest
from support.enquiries import act, ask, listed, record, seen
from support.training import TrainingHall

from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.hand_over_enquiry import AcceptEnquiry, DeclineEnquiry, KeepEnquiry, OfferEnquiry
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.feedback.take_enquiry import TakeEnquiry

HEAD, OTHER_CLERK, OFFICER, SUPERVISOR = "shenpi", "chuangkou2", "pingjia", "jiancha"


def test_who_records_it_first_owns_it_and_nobody_else_may_end_it(training: TrainingHall) -> None:
    enquiry = record(training)
    assert seen(training, "chuangkou", enquiry).line.owner_name == "林小满"
    for login in (OFFICER, SUPERVISOR):
        with pytest.raises(NotAllowed, match=r"首问负责制.*林小满负责到底"):
            act(training, AnswerEnquiry, enquiry, login, answer="带身份证即可。")
    with pytest.raises(NotFound):
        act(training, AnswerEnquiry, enquiry, OTHER_CLERK, answer="带身份证即可。")
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证即可。")
    assert seen(training, "chuangkou", enquiry).line.status == "answered"


def test_an_online_enquiry_belongs_to_who_takes_it_first(training: TrainingHall) -> None:
    enquiry = ask(training)
    assert [listed(training, one, "waiting") for one in ("chuangkou", OTHER_CLERK, OFFICER)] == [[enquiry]] * 3
    with pytest.raises(NotFound):
        act(training, TakeEnquiry, enquiry, "shenhe")
    with pytest.raises(NotAllowed, match="首问负责制：请先登记"):
        act(training, AnswerEnquiry, enquiry, OFFICER, answer="带身份证即可。")
    with pytest.raises(NotAllowed):
        act(training, TakeEnquiry, enquiry, SUPERVISOR)
    act(training, TakeEnquiry, enquiry, "chuangkou")
    with pytest.raises(Conflict, match=r"已由林小满于 .* 09:30登记为首问责任人"):
        act(training, TakeEnquiry, enquiry, OFFICER)
    assert listed(training, OTHER_CLERK) == []


def test_until_it_is_accepted_the_first_owner_answers_for_it(training: TrainingHall) -> None:
    enquiry = record(training)
    act(training, OfferEnquiry, enquiry, "chuangkou", department="market_bureau", reason="由监管部门解释更准确。")
    assert seen(training, "chuangkou", enquiry).owns
    assert listed(training, HEAD, "offered") == [enquiry]
    with pytest.raises(NotAllowed, match="首问负责制"):
        act(training, AnswerEnquiry, enquiry, HEAD, answer="带身份证即可。")
    act(training, AcceptEnquiry, enquiry, HEAD)
    with pytest.raises(NotAllowed, match=r"首问负责制.*宋明远"):
        act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证即可。")
    act(training, AnswerEnquiry, enquiry, HEAD, answer="带身份证即可。")
    acts = [(one.act, one.who) for one in seen(training, "chuangkou", enquiry).acts]
    assert acts == [("received", "林小满"), ("offered", "林小满"), ("handed_over", "宋明远"), ("answered", "宋明远")]


def test_the_owner_may_answer_while_it_is_offered_and_the_offer_ends(training: TrainingHall) -> None:
    enquiry = record(training)
    act(training, OfferEnquiry, enquiry, "chuangkou", department="market_bureau", reason="由监管部门解释。")
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证即可。")
    with pytest.raises(NotFound):
        act(training, AcceptEnquiry, enquiry, "shichang")
    assert listed(training, HEAD, "offered") == []


def test_an_offer_may_be_declined_or_taken_back_and_only_by_whom_it_concerns(training: TrainingHall) -> None:
    enquiry = record(training)
    person = training[OFFICER].actor.person_id
    act(training, OfferEnquiry, enquiry, "chuangkou", person_id=person, reason="请核实后答复。")
    with pytest.raises(NotFound):
        act(training, AcceptEnquiry, enquiry, OTHER_CLERK)
    with pytest.raises(NotAllowed, match="由对方接收"):
        act(training, AcceptEnquiry, enquiry, SUPERVISOR)
    with pytest.raises(Invalid):
        act(training, DeclineEnquiry, enquiry, OFFICER, reason=" \u3000 ")
    act(training, DeclineEnquiry, enquiry, OFFICER, reason="属于窗口职责。")
    assert seen(training, "chuangkou", enquiry).line.owner_name == "林小满"
    act(training, OfferEnquiry, enquiry, "chuangkou", department="market_bureau", reason="请解释。")
    act(training, KeepEnquiry, enquiry, "chuangkou")
    with pytest.raises(Conflict, match="收回移交"):
        act(training, AcceptEnquiry, enquiry, HEAD)
    with pytest.raises(Conflict, match="收回移交"):
        act(training, KeepEnquiry, enquiry, "chuangkou")


NOWHERE: list[dict[str, str]] = [{}, {"person_id": "nobody"}, {"department": "nowhere"}]


@pytest.mark.parametrize("to", NOWHERE)
def test_it_cannot_be_offered_where_nobody_could_accept_it(training: TrainingHall, to: dict[str, str]) -> None:
    enquiry = record(training)
    with pytest.raises(Invalid) as refused:
        act(training, OfferEnquiry, enquiry, "chuangkou", reason="请解释。", **to)
    assert "to" in refused.value.problems


def test_who_has_no_post_for_it_records_nothing(training: TrainingHall) -> None:
    said = {"channel": "phone", "title": "问", "content": "问"}
    with pytest.raises(NotAllowed):
        training.hall.run(ReceiveEnquiry(by=training["shenhe"].actor, **said))
