"""A state row that was changed outside: its case stands still and says so, every other case goes on."""

from __future__ import annotations

import random

import pytest
from open_reviews import Reviews
from sqlalchemy import select, update

from engine.actor import applicant
from engine.administration.verify import verify
from engine.bpmn.workflow import StateCorrupt, Workflow
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import CaseDamaged
from engine.jobs.worker import sweep_all
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.waits import Incident

_case, _incident = table_of(Case).c, table_of(Incident).c


def state_of(reviews: Reviews, case: str) -> bytes:
    with reviews.hall.reading() as connection:
        state: bytes = connection.execute(select(_case.state).where(_case.id == case)).scalar_one()
        return state


def damage(reviews: Reviews, case: str, state: bytes) -> None:
    with reviews.hall.database.begin() as connection:
        connection.execute(update(Case).where(_case.id == case).values(state=state))


def flipped(state: bytes, place: int, bit: int) -> bytes:
    return state[:place] + bytes([state[place] ^ 1 << bit]) + state[place + 1 :]


def test_one_flipped_byte_stops_one_case_only(reviews: Reviews) -> None:
    reviews.open(2)
    bad, good = reviews.cases
    state = state_of(reviews, bad)
    damage(reviews, bad, flipped(state, len(state) // 2, 3))

    with pytest.raises(CaseDamaged, match="流程数据已损坏，已通知系统管理员"):
        reviews.training["shenhe"].complete(bad, "review_fire", result="pass")
    results = sweep_all(reviews.hall)
    assert not [said for said in results.values() if said.startswith("failed: ")]
    reviews.training["shenhe"].complete(good, "review_fire", result="pass")

    assert reviews.training.open_elements(bad) == ["review_fire", "review_plan", "review_tax"]
    assert reviews.training.open_elements(good) == ["review_plan", "review_tax"]
    with reviews.hall.reading() as connection:
        incidents = connection.execute(select(_incident.case_id, _incident.kind)).all()
    assert [tuple(row) for row in incidents] == [(bad, "state")]


def test_the_case_goes_on_when_its_state_is_put_back(reviews: Reviews) -> None:
    reviews.open(1)
    case = reviews.cases[0]
    state = state_of(reviews, case)
    damage(reviews, case, state[:-1])
    with pytest.raises(CaseDamaged):
        reviews.training["shenhe"].complete(case, "review_fire", result="pass")
    damage(reviews, case, state)
    reviews.training["shenhe"].complete(case, "review_fire", result="pass")
    assert reviews.training.open_elements(case) == ["review_plan", "review_tax"]


def test_an_applicant_may_withdraw_all_the_same(reviews: Reviews) -> None:
    reviews.open(1)
    case = reviews.cases[0]
    damage(reviews, case, b"")
    reviews.hall.run(WithdrawCase(by=applicant(case), case_id=case, reason="不办了"))
    assert reviews.training.status(case) == "withdrawn"
    assert reviews.training.open_elements(case) == []


def test_the_doctor_names_a_damaged_case(reviews: Reviews) -> None:
    reviews.open(2)
    damage(reviews, reviews.cases[0], flipped(state_of(reviews, reviews.cases[0]), 0, 0))
    (finding,) = verify(reviews.hall)
    assert finding.kind == "state"


def test_every_flipped_byte_every_cut_and_every_other_format_is_refused(reviews: Reviews) -> None:
    reviews.open(1)
    state = state_of(reviews, reviews.cases[0])
    with reviews.hall.reading() as connection:
        definition = reviews.hall.current_bundle(connection, "three_reviews").definition
    chance = random.Random(11)
    wrong = [flipped(state, place, chance.randrange(8)) for place in range(len(state))]
    wrong += [state[:length] for length in range(len(state))]
    wrong += [state + b"\0", state[:2] + bytes([9]) + state[3:], b'{"serializer_version": "1.1"}']
    for one in wrong:
        with pytest.raises(StateCorrupt):
            Workflow.load(definition, one)
    assert len(wrong) > 2 * len(state)
