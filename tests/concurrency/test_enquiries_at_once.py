"""Two people at once on one enquiry: one act is done, the other is told who was first."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from support.enquiries import act, ask, record, seen
from support.training import TrainingHall

from engine.errors import Refused
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.hand_over_enquiry import AcceptEnquiry, OfferEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from engine.jobs.feedback import raise_feedback_lights

BUREAU = {"department": "market_bureau", "reason": "请解释。"}


def at_once(*acts: Callable[[], object]) -> list[Refused | None]:
    """Run all at the same time and return what each was refused with."""
    told: list[Refused | None] = [None] * len(acts)

    def run(place: int, one: Callable[[], object]) -> None:
        try:
            one()
        except Refused as refusal:
            told[place] = refusal

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_two_take_it_and_one_is_its_first_contact(training: TrainingHall) -> None:
    enquiry = ask(training)
    told = at_once(*[lambda login=one: act(training, TakeEnquiry, enquiry, login) for one in ("chuangkou", "pingjia")])
    assert sorted(one is None for one in told) == [False, True]
    assert [one.act for one in seen(training, "pingjia", enquiry).acts] == ["received", "taken"]


def test_two_of_a_department_accept_it_and_one_owns_it(training: TrainingHall) -> None:
    enquiry = record(training)
    act(training, OfferEnquiry, enquiry, "chuangkou", **BUREAU)
    told = at_once(*[lambda login=one: act(training, AcceptEnquiry, enquiry, login) for one in ("shenpi", "juzhang")])
    assert sorted(one is None for one in told) == [False, True]
    assert [one.act for one in seen(training, "pingjia", enquiry).acts] == ["received", "offered", "handed_over"]


def test_it_is_answered_while_it_is_handed_over_and_has_one_owner(training: TrainingHall) -> None:
    enquiry = record(training)
    act(training, OfferEnquiry, enquiry, "chuangkou", **BUREAU)
    told = at_once(
        lambda: act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证。"),
        lambda: act(training, AcceptEnquiry, enquiry, "shenpi"),
    )
    assert sorted(one is None for one in told) == [False, True]
    acts = [one.act for one in seen(training, "pingjia", enquiry).acts]
    assert acts in (["received", "offered", "answered"], ["received", "offered", "handed_over"])


def test_two_workers_raise_one_light(training: TrainingHall) -> None:
    enquiry = record(training)
    training.pass_days(4)
    at_once(*[lambda: raise_feedback_lights(training.hall, "w")] * 3)
    assert [one.act for one in seen(training, "pingjia", enquiry).acts] == ["received", "overdue"]
