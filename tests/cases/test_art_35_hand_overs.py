"""行政许可法 第三十五条: what goes to another level goes with everything, and its office signs for it."""

from __future__ import annotations

from typing import Any

import pytest
from support.levels import accepted, open_upward
from support.training import TrainingHall, key

from engine.administration.verify import verify
from engine.cases.receive_hand_over import ReceiveHandOver
from engine.errors import Conflict, NotAllowed, NotFound
from engine.queries.hand_overs import HandOverLine, hand_overs_of
from engine.queries.inbox import inbox


@pytest.fixture
def case(training: TrainingHall) -> str:
    """A case that the town has sent up."""
    open_upward(training)
    case = accepted(training)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    return case


def lines(training: TrainingHall, case: str, login: str = "county_reviewer") -> tuple[HandOverLine, ...]:
    with training.hall.reading() as connection:
        return hand_overs_of(connection, training[login].actor, training[login].file(case))


def receive(training: TrainingHall, login: str, one: str) -> dict[str, Any]:
    return training.hall.run(ReceiveHandOver(by=training[login].actor, key=key(), hand_over_id=one))


def unreceived(training: TrainingHall, login: str) -> list[bool]:
    with training.hall.reading() as connection:
        page = inbox(connection, training[login].actor, training.today, training.hall.calendar, "claimable")
    return [row.unreceived for row in page.rows]


def acts(training: TrainingHall, case: str) -> list[str]:
    wanted = ("handed_over", "hand_over_received", "claimed", "done")
    return [line.act for line in training.supervisor.file(case).trail if line.act in wanted]


def test_who_sent_when_and_who_received_when(training: TrainingHall, case: str) -> None:
    (sent,) = lines(training, case)
    assert (sent.from_name, sent.to_name, sent.handed_by) == ("涧池镇人民政府", "县民政局", "town_reviewer（练习）")
    assert (sent.received_at, sent.receives) == (None, True)
    assert unreceived(training, "county_reviewer") == [True]
    training.pass_days(1)
    receive(training, "county_reviewer", sent.id)
    (got,) = lines(training, case)
    assert (got.received_by, got.receives) == ("county_reviewer（练习）", False)
    assert got.received_at is not None
    assert got.received_at > got.handed_at
    assert unreceived(training, "county_reviewer") == [False]
    entry = next(line for line in training.supervisor.file(case).trail if line.act == "hand_over_received")
    assert (entry.detail, entry.actor_name) == ({"number": got.number, "materials": []}, "county_reviewer（练习）")
    assert list(verify(training.hall)) == []


def test_claiming_signs_once(training: TrainingHall, case: str) -> None:
    training["county_reviewer"].claim(case, "county_review")
    training["county_reviewer"].claim(case, "county_review")
    assert lines(training, case)[0].received_by == "county_reviewer（练习）"
    training["county_reviewer"].complete(case, "county_review", result="pass")
    assert acts(training, case).count("hand_over_received") == 1


def test_who_works_on_it_without_claiming_has_received_it_first(training: TrainingHall, case: str) -> None:
    training["county_reviewer"].complete(case, "county_review", result="pass")
    assert acts(training, case)[-3:] == ["handed_over", "hand_over_received", "done"]


def test_going_back_down_is_a_hand_over_too(training: TrainingHall, case: str) -> None:
    training["county_reviewer"].complete(case, "county_review", result="return")
    back, up = lines(training, case, "town_reviewer")
    assert (back.from_name, back.to_name, back.receives) == ("县民政局", "涧池镇人民政府", True)
    assert up.received_at is not None
    assert unreceived(training, "town_reviewer") == [True]
    receive(training, "town_reviewer", back.id)


def test_only_the_office_that_has_it_signs_and_only_once(training: TrainingHall, case: str) -> None:
    one = lines(training, case)[0].id
    with pytest.raises(NotAllowed, match="县民政局"):
        receive(training, "town_reviewer", one)
    with pytest.raises(NotAllowed):
        receive(training, "county_approver", one)  # Heads the office, and has no step of the case yet.
    with pytest.raises(NotFound):
        receive(training, "xiaofang-shenhe", one)
    with pytest.raises(NotFound):
        receive(training, "county_reviewer", "0" * 32)
    receive(training, "county_reviewer", one)
    with pytest.raises(Conflict, match="已由county_reviewer（练习）于2026-03-02 09:30签收"):
        receive(training, "county_reviewer", one)


def test_a_step_in_ones_own_office_is_no_hand_over(training: TrainingHall, case: str) -> None:
    training["county_reviewer"].complete(case, "county_review", result="pass")
    assert len(lines(training, case)) == 1
