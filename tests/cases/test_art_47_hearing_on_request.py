"""行政许可法 第四十七条: who has a great interest is told, and asks for the hearing in five days or does not."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from support import catering, hearings, limits
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.administration.verify import verify
from engine.cases.waive_hearing import WaiveHearing
from engine.cases.withdraw_case import WithdrawCase
from engine.cases.withdraw_hearing import WithdrawHearing
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from engine.jobs.worker import sweep_all
from engine.queries.clock_explanations import explain_clocks
from engine.store.base import table_of
from engine.store.hearings import Hearing
from engine.store.office import Notice

_hearing = table_of(Hearing).c


def dues(training: TrainingHall, case: str) -> dict[str, str]:
    clocks = training.supervisor.file(case).clocks
    return {one.kind: one.due_on.isoformat() for one in clocks if one.stopped_on is None}


def status(training: TrainingHall, hearing: str) -> str:
    with training.hall.reading() as connection:
        return str(connection.execute(select(_hearing.status).where(_hearing.id == hearing)).scalar_one())


def papers(training: TrainingHall, case: str) -> list[str]:
    return [one.kind for one in training.supervisor.file(case).documents if one.kind.startswith("hearing")]


def sound(training: TrainingHall) -> bool:
    return list(verify(training.hall)) == []


def test_the_vector_told_on_2_march_ask_by_9_march_hold_by_7_april(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case, (hearings.NEIGHBOUR,))
    assert dues(training, case)["hearing_request"] == "2026-03-09"
    training.pass_days(7)
    hearings.ask(training, case, hearing)
    assert dues(training, case)["hearing"] == "2026-04-07"
    assert "hearing_request" not in dues(training, case)
    assert papers(training, case) == ["hearing_right_notice", "hearing_request_receipt"]
    assert sound(training)


def test_only_the_time_of_the_hearing_is_taken_out_and_not_the_days_to_ask(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = dues(training, case)
    hearing = hearings.tell(training.approver, case)
    training.pass_days(2)
    assert training.approver.file(case).case["paused_since"] is None
    assert dues(training, case)["promised"] == before["promised"]
    hearings.ask(training, case, hearing)
    assert training.approver.file(case).case["paused_since"] == date(2026, 3, 4)
    hearings.schedule(training, hearing)
    training.pass_days(7)
    hearings.record(training, hearing)
    file = training.approver.file(case)
    assert file.case["paused_since"] is None
    # From Wednesday 4 to Wednesday 11 March: five working days.
    moved = date.fromisoformat(dues(training, case)["promised"]) - date.fromisoformat(before["promised"])
    assert moved.days == 7
    assert [one.kind for one in file.documents].count("special_procedure_notice") == 1
    assert sound(training)


def test_nothing_is_decided_while_the_right_is_open(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    for decide in (catering.grant, catering.refuse):
        with pytest.raises(Forbidden, match="第四十七条"):
            decide(training, case)
    hearings.ask(training, case, hearing)
    for decide in (catering.grant, catering.refuse):
        with pytest.raises(Forbidden, match="第四十八条"):
            decide(training, case)
    assert training.status(case) == "accepted"


def test_the_right_lapses_and_that_decides_nothing(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    training.pass_days(7)
    sweep_all(training.hall)
    assert status(training, hearing) == "told"  # Monday 9 March is the last day.
    training.pass_days(1)
    with pytest.raises(Forbidden, match=r"2026-03-09届满.*第四十七条"):
        hearings.ask(training, case, hearing)
    sweep_all(training.hall)
    sweep_all(training.hall)
    assert status(training, hearing) == "lapsed"
    assert training.status(case) == "accepted"
    assert [one.act for one in training.approver.file(case).trail].count("hearing_lapsed") == 1
    assert training.approver.file(case).case["paused_since"] is None
    with pytest.raises(Conflict, match="视为放弃"):
        hearings.ask(training, case, hearing)
    assert sound(training)
    catering.grant(training, case)


def test_the_applicant_gives_it_up_and_the_decision_is_free(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    training.hall.run(WaiveHearing(by=applicant(case), key=key(), hearing_id=hearing))
    assert status(training, hearing) == "waived"
    catering.grant(training, case)
    assert sound(training)


def test_the_applicants_word_does_not_bind_the_neighbour(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case, (hearings.NEIGHBOUR, hearings.NEIGHBOUR, " "))
    training.hall.run(WaiveHearing(by=applicant(case), key=key(), hearing_id=hearing))
    assert status(training, hearing) == "told"
    with pytest.raises(Forbidden, match="放弃"):
        hearings.ask(training, case, hearing)
    with pytest.raises(Forbidden, match="第四十七条"):
        catering.grant(training, case)
    clerk = training.clerk.actor
    with pytest.raises(Invalid, match="请选择申请听证的人"):
        hearings.ask(training, case, hearing, clerk, asker="钱路人")
    hearings.ask(training, case, hearing, clerk, asker=hearings.NEIGHBOUR)
    assert status(training, hearing) == "asked"
    with pytest.raises(NotAllowed, match="只有提出申请的人"):
        training.hall.run(WithdrawHearing(by=applicant(case), key=key(), hearing_id=hearing, reason="不听了"))


def test_staff_record_that_all_gave_it_up_with_the_reason(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case, (hearings.NEIGHBOUR,))
    by = training.approver.actor
    with pytest.raises(Invalid, match="以什么方式放弃"):
        training.hall.run(WaiveHearing(by=by, key=key(), hearing_id=hearing, reason="　"))
    training.hall.run(WaiveHearing(by=by, key=key(), hearing_id=hearing, reason="两人均已书面声明"))
    assert status(training, hearing) == "waived"


def test_one_hearing_after_the_other(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    with pytest.raises(Conflict, match="已有一次听证"):
        hearings.tell(training.approver, case)
    with pytest.raises(Conflict, match="已有一次听证"):
        hearings.call(training.approver, case)
    training.hall.run(WaiveHearing(by=applicant(case), key=key(), hearing_id=hearing))
    hearings.tell(training.approver, case)


def test_who_asked_may_take_it_back_and_the_limits_run_again(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    training.pass_days(1)
    training.hall.run(WithdrawHearing(by=applicant(case), key=key(), hearing_id=hearing, reason="已经协商一致"))
    assert training.approver.file(case).case["paused_since"] is None
    assert "hearing" not in dues(training, case)
    catering.grant(training, case)
    assert sound(training)


def test_a_case_that_is_withdrawn_ends_its_hearing(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    training.hall.run(WithdrawCase(by=applicant(case), key=key(), case_id=case, reason="不再开店"))
    assert status(training, hearing) == "ended"
    assert dues(training, case) == {}
    assert sound(training)


def test_one_that_is_not_held_in_time_is_red(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    training.pass_days(40)
    sweep_all(training.hall)
    lights = [one.detail for one in training.approver.file(case).trail if one.act == "light"]
    assert ("hearing", "EM-05", "red") in [(one["of"], one["rule"], one["light"]) for one in lights]
    # The days to ask are the applicant's: they raise no light.
    assert "hearing_request" not in [one["of"] for one in lights]
    notice = table_of(Notice).c
    with training.hall.reading() as connection:
        told = connection.execute(select(notice.kind).where(notice.case_id == case)).scalars().all()
    assert "red" in told
    assert sound(training)


def test_the_clock_of_the_hearing_is_explained_day_by_day(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    with training.hall.reading() as connection:
        found = explain_clocks(training.hall, connection, case)
    kinds = [one.kind for one in found]
    assert {"hearing_request", "hearing"} <= set(kinds)


def test_the_special_procedure_of_a_hearing_is_begun_and_ended_by_the_hearing_alone(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Forbidden, match="“听证”中办理"):
        limits.start(training.approver, case, "hearing", days=5)
    hearing = hearings.tell(training.approver, case)
    hearings.ask(training, case, hearing)
    with training.hall.reading() as connection:
        pause = connection.execute(select(_hearing.pause_id)).scalar_one()
    with pytest.raises(Forbidden, match="登记听证笔录"):
        limits.end(training.approver, pause)


def test_strangers_learn_nothing_and_blank_or_long_texts_are_told(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    other = catering.file_application(training)
    for by in (applicant(other), applicant(), training["yancao-shenhe"].actor):
        with pytest.raises(NotFound):
            hearings.ask(training, case, hearing, by)
    with pytest.raises(NotFound):
        hearings.ask(training, case, "no-such-hearing")
    with pytest.raises(NotAllowed):
        hearings.ask(training, case, hearing, training.supervisor.actor)
    for reason in ("　", "很" * 501):
        with pytest.raises(Invalid):
            hearings.ask(training, case, hearing, reason=reason)
    hearings.ask(training, case, hearing, reason="排烟😀" * 3)
    with pytest.raises(Conflict, match="待安排听证"):
        hearings.ask(training, case, hearing)


@pytest.mark.parametrize("parties", [tuple(f"住户{n}" for n in range(21)), ("长" * 61,)])
def test_too_many_or_too_long_names_are_told(training: TrainingHall, parties: tuple[str, ...]) -> None:
    case = catering.to_approval(training)
    with pytest.raises(Invalid):
        hearings.tell(training.approver, case, parties)
