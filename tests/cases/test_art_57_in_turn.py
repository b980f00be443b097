"""行政许可法 第五十七条: where the law limits how many there are, who was accepted first is decided first."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall, publish

from engine.bundle import Bundle
from engine.errors import Forbidden
from processes.registry import HERE, load_folder


@pytest.fixture
def two_licences(training: TrainingHall) -> None:
    """Let there be two small catering permits in the county, and no more."""
    files = dict(load_folder(HERE / catering.KEY).files)
    facts = files["matter.yaml"].decode() + "\nquantity: {value: 2, mark: own, source: 试验}\n"
    publish(training.hall, Bundle.of(catering.KEY, files | {"matter.yaml": facts.encode()}))


@pytest.mark.usefixtures("two_licences")
def test_who_was_accepted_first_is_decided_first(training: TrainingHall) -> None:
    first, second = catering.to_approval(training), catering.to_approval(training)
    number = training.supervisor.file(first).case["number"]
    with pytest.raises(Forbidden, match=rf"先受理的办件 {number} 尚未决定.*第五十七条"):
        catering.grant(training, second)
    catering.grant(training, first)
    catering.grant(training, second)


@pytest.mark.usefixtures("two_licences")
def test_who_is_refused_takes_none_and_keeps_nobody_waiting(training: TrainingHall) -> None:
    first, second, third = (catering.to_approval(training) for _ in range(3))
    catering.grant(training, first)
    catering.refuse(training, second)
    catering.grant(training, third)


@pytest.mark.usefixtures("two_licences")
def test_a_third_is_not_granted(training: TrainingHall) -> None:
    cases = [catering.to_approval(training) for _ in range(3)]
    catering.grant(training, cases[0])
    catering.grant(training, cases[1])
    with pytest.raises(Forbidden, match="数量限制为 2 件，已经全部准予"):
        catering.grant(training, cases[2])
    catering.refuse(training, cases[2])
    assert training.supervisor.file(cases[2]).case["outcome"] == "refused"


def test_without_a_limit_nobody_waits(training: TrainingHall) -> None:
    catering.to_approval(training)
    second = catering.to_approval(training)
    catering.grant(training, second)
