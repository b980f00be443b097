"""R-41 电话抽查: a sample drawn by a seed can be drawn again, and is worked off call by call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ratings import OFFICER, rate, rows, served
from support.training import TrainingHall, key

from engine.errors import Conflict, Invalid, NotFound
from engine.feedback.draw_sample import DrawSample
from engine.feedback.record_call import RecordCall
from engine.feedback.sampling import sample, share_of
from engine.queries.phone_samples import phone_sample


def draw(training: TrainingHall, login: str = OFFICER, **said):
    whole = {"seed": "2026-03", "first": training.today, "last": training.today, "permille": 500} | said
    return training.hall.run(DrawSample(by=training[login].actor, key=key(), **whole))


def seen(training: TrainingHall, sample_id: str):
    with training.hall.reading() as connection:
        return phone_sample(training.hall, connection, training[OFFICER].actor, sample_id)


@given(
    st.lists(st.integers(0, 999).map(str), unique=True),
    st.sampled_from(["1", "2026-03"]),
    st.integers(-1, 40),
    st.randoms(),
)
def test_the_same_seed_and_the_same_services_are_the_same_sample(ids, seed, size, random):
    drawn = sample(seed, ids, size)
    random.shuffle(ids)
    assert sample(seed, ids, size) == drawn
    assert len(drawn) == min(max(size, 0), len(ids))
    # A smaller sample is the beginning of a larger one.
    assert sample(seed, ids, size + 5)[: len(drawn)] == drawn


def test_another_seed_draws_others():
    ids = [f"{number:032x}" for number in range(100)]
    assert sample("1", ids, 10) != sample("2", ids, 10)
    # Known by heart, so that no later change draws another sample from an old seed.
    assert [int(one, 16) for one in sample("2026", ids, 3)] == [68, 62, 91]


@pytest.mark.parametrize(
    ("count", "permille", "size"), [(0, 50, 0), (1, 50, 1), (100, 50, 5), (101, 50, 6), (7, 1000, 7)]
)
def test_a_share_is_rounded_up(count, permille, size):
    assert share_of(count, permille) == size


def test_drawn_twice_it_is_the_same_and_keeps_how(training: TrainingHall) -> None:
    cases = {served(training, subject=f"面馆{number}") for number in range(4)}
    one, two = draw(training), draw(training)
    assert (one["size"], one["population"]) == (2, 4)
    line, first = seen(training, one["sample_id"])
    assert [row.case_id for row in first] == [row.case_id for row in seen(training, two["sample_id"])[1]]
    assert {row.case_id for row in first} < cases
    assert (line.seed, line.permille, line.drawn_by) == ("2026-03", 500, "安澜")
    assert line.population_sha256 == seen(training, two["sample_id"])[0].population_sha256


def test_the_list_is_worked_off(training: TrainingHall) -> None:
    case = served(training)
    sample_id = draw(training, permille=None, number=5)["sample_id"]
    about = {"by": training[OFFICER].actor, "sample_id": sample_id, "place": 1}
    training.hall.run(RecordCall(key=key(), reached=False, **about))
    assert seen(training, sample_id)[1][0].status == "unreached"
    said = {"level": 4, "answers": {"in_time": "no", "nonsense": "yes"}, "note": "等了两趟。"}
    training.hall.run(RecordCall(key=key(), reached=True, **said, **about))
    row = seen(training, sample_id)[1][0]
    assert (row.status, row.calls, row.level, row.answers, row.note) == (
        "reached",
        2,
        4,
        {"in_time": "no"},
        "等了两趟。",
    )
    # What was said on the telephone is the rating of the service, and a poor one is put right.
    assert [(one.level, one.channel) for one in rows(training, case)] == [(4, "phone")]
    with pytest.raises(Conflict, match="已由安澜"):
        training.hall.run(RecordCall(key=key(), reached=True, level=1, **about))


def test_who_rated_before_is_not_rated_twice(training: TrainingHall) -> None:
    case = served(training)
    rate(training, case, 1)
    sample_id = draw(training)["sample_id"]
    about = {"by": training[OFFICER].actor, "sample_id": sample_id, "place": 1}
    training.hall.run(RecordCall(key=key(), reached=True, level=5, **about))
    assert [one.level for one in rows(training, case)] == [1]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"seed": ""}, "seed"),
        ({"seed": "种"}, "seed"),
        ({"first": None}, "first"),
        ({"permille": 1001}, "size"),
        ({"number": 3}, "size"),
        ({"permille": None, "number": 10**9}, "size"),
        ({"department": "nowhere"}, "department"),
    ],
)
def test_what_will_not_do(training: TrainingHall, said: dict, field: str) -> None:
    served(training)
    with pytest.raises(Invalid) as refusal:
        draw(training, **said)
    assert field in refusal.value.problems


def test_only_the_officer_draws(training: TrainingHall) -> None:
    served(training)
    for login in ("shenpi", "jiancha", "chuangkou"):
        with pytest.raises(NotFound):
            draw(training, login)
