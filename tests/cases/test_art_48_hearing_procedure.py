"""行政许可法 第四十八条: notice seven days before, a chair who does not review, and minutes to decide by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support import catering, hearings
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.ask_chair_to_withdraw import AskChairToWithdraw, DecideRecusal
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed
from engine.queries.progress import document_fields


@pytest.fixture
def asked(training: TrainingHall) -> tuple[str, str]:
    """A case at the approver's desk whose hearing was asked for on Monday 2 March."""
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    return case, hearing


def fields(training: TrainingHall, case: str, kind: str) -> dict[str, object]:
    file = training.supervisor.file(case)
    paper = [one for one in file.documents if one.kind == kind][-1]
    with training.hall.reading() as connection:
        return dict(document_fields(training.hall, connection, file.case, paper.id)[1])


def test_the_notice_is_given_seven_days_before_and_the_earliest_day_is_named(training: TrainingHall, asked) -> None:
    _case, hearing = asked
    with pytest.raises(Invalid) as refused:
        hearings.schedule(training, hearing, date(2026, 3, 8))
    told = str(refused.value.problems["day"])
    assert "2026-03-09" in told
    assert "第四十八条第一款第一项" in told
    hearings.schedule(training, hearing, date(2026, 3, 9))


def test_it_is_not_fixed_after_the_twenty_days(training: TrainingHall, asked) -> None:
    _case, hearing = asked
    with pytest.raises(Invalid) as refused:
        hearings.schedule(training, hearing, date(2026, 3, 31))
    assert "第四十七条" in str(refused.value.problems["day"])
    # Late already: the first lawful day is the one that is least late.
    training.pass_days(40)
    with pytest.raises(Invalid):
        hearings.schedule(training, hearing, training.today + timedelta(days=8))
    hearings.schedule(training, hearing)


def test_another_day_needs_another_notice_of_seven_days(training: TrainingHall, asked) -> None:
    case, hearing = asked
    hearings.schedule(training, hearing, date(2026, 3, 10))
    training.pass_days(4)
    with pytest.raises(Invalid):
        hearings.schedule(training, hearing, date(2026, 3, 12))
    hearings.schedule(training, hearing, date(2026, 3, 13))
    assert fields(training, case, "hearing_notice")["before"] == "汉市监听通〔2026〕00001号"


@pytest.mark.parametrize("login", ["shenhe", "hecha1"])
def test_who_reviewed_the_application_does_not_chair(training: TrainingHall, asked, login) -> None:
    _case, hearing = asked
    with pytest.raises(Invalid) as refused:
        hearings.schedule(training, hearing, chair=login)
    assert "第四十八条第一款第三项" in str(refused.value.problems["chair"])


def test_who_chairs_does_not_decide(training: TrainingHall, asked) -> None:
    case, hearing = asked
    hearings.schedule(training, hearing, chair="shenpi", by="shenpi")
    training.pass_days(7)
    hearings.record(training, hearing)
    with pytest.raises(NotAllowed, match="主持人"):
        catering.grant(training, case)


def test_strangers_of_the_authority_do_not_chair(training: TrainingHall, asked) -> None:
    _case, hearing = asked
    for chair in ("yancao-shenhe", "chengguanju-shenpi"):
        with pytest.raises(Invalid):
            hearings.schedule(training, hearing, chair=chair)


def test_every_wrong_field_is_told_at_once(training: TrainingHall, asked) -> None:
    _case, hearing = asked
    command = {"time": "25:00", "place": "　", "day": None}
    with pytest.raises(Invalid) as refused:
        hearings.schedule(training, hearing, **{**command, "day": date(2026, 3, 3)})
    assert set(refused.value.problems) == {"day", "time", "place"}


def test_a_party_asks_the_chair_to_withdraw_and_nothing_is_held_before_the_answer(
    training: TrainingHall, asked
) -> None:
    case, hearing = asked
    hearings.schedule(training, hearing)
    ask = AskChairToWithdraw(by=applicant(case), key=key(), hearing_id=hearing, reason="主持人是邻居的亲属")
    training.hall.run(ask)
    with pytest.raises(Conflict, match="已经提出"):
        training.hall.run(AskChairToWithdraw(by=applicant(case), key=key(), hearing_id=hearing, reason="再提"))
    with pytest.raises(Forbidden, match="先决定"):
        hearings.schedule(training, hearing, chair="shichang")
    training.pass_days(7)
    with pytest.raises(Forbidden, match="回避申请还没有决定"):
        hearings.record(training, hearing)
    about = {"hearing_id": hearing, "granted": True, "reason": "确有亲属关系"}
    by = training.approver.actor
    reviewer = training.reviewer.actor.person_id
    with pytest.raises(Invalid, match="第四十八条第一款第三项"):
        training.hall.run(DecideRecusal(by=by, key=key(), chair=str(reviewer), **about))
    handler = training["shichang"].actor.person_id
    training.hall.run(DecideRecusal(by=by, key=key(), chair=str(handler), **about))
    hearings.record(training, hearing)
    assert fields(training, case, "hearing_minutes")["chair"] == "郭文博"


def test_the_minutes_are_signed_or_say_who_refused_and_why(training: TrainingHall, asked) -> None:
    case, hearing = asked
    hearings.schedule(training, hearing)
    with pytest.raises(Forbidden, match="2026-03-09"):
        hearings.record(training, hearing)
    training.pass_days(7)
    for wrong in ({"signed": None}, {"signed": False}, {"present": "　"}, {"minutes": "字" * 5001}):
        with pytest.raises(Invalid):
            hearings.record(training, hearing, **wrong)
    hearings.record(training, hearing, signed=False, refusal="赵邻居认为记录不全，拒绝签字")
    said = fields(training, case, "hearing_minutes")
    assert said["signing"] == "refused"
    with pytest.raises(Conflict, match="已举行听证"):
        hearings.record(training, hearing)


@pytest.mark.parametrize(
    ("decide", "kind"), [(catering.grant, "grant_decision"), (catering.refuse, "refusal_decision")]
)
def test_the_decision_names_the_minutes_that_it_rests_on(training: TrainingHall, decide, kind) -> None:
    case, minutes = hearings.held(training)
    decide(training, case)
    assert minutes == "汉市监听录〔2026〕00001号"
    assert fields(training, case, kind)["hearings"] == [minutes]
    assert list(verify(training.hall)) == []


def test_only_officers_of_the_case_arrange_it(training: TrainingHall, asked) -> None:
    _case, hearing = asked
    for login in ("jiancha", "chuangkou"):
        with pytest.raises(NotAllowed):
            hearings.schedule(training, hearing, by=login)
