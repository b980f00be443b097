"""R-08: a guide with a required element still to be filled in is not published, and the refusal names the element."""

from __future__ import annotations

import dataclasses

import pytest

from engine.facts import Fact
from processes.guide_elements import REQUIRED, element_problems, is_missing
from processes.publishing import gate
from processes.registry import HERE, folders, load_folder

CATERING = load_folder(HERE / "small_catering_permit")


@pytest.mark.parametrize("left", ["待填写", "-", "　待定　"])
def test_a_basis_left_to_be_filled_in_is_refused_by_its_name(left):
    basis = (dataclasses.replace(CATERING.facts.legal_basis[0], title=Fact(left, "own", "设定"), article=None),)
    facts = dataclasses.replace(CATERING.facts, legal_basis=basis)
    (problem,) = element_problems(facts)
    assert (problem.rule, problem.element, problem.severity) == ("element-missing", "legal_basis", "error")
    assert "设定依据" in str(problem.message)
    assert problem in gate(dataclasses.replace(CATERING, facts=facts))


def test_a_telephone_left_to_be_filled_in_is_refused_by_its_name():
    place = dataclasses.replace(CATERING.facts.place, complaint_phone=Fact("待填写", "own", "设定"))
    (problem,) = element_problems(dataclasses.replace(CATERING.facts, place=place))
    assert "投诉电话" in str(problem.message)


def test_that_nothing_is_to_be_brought_or_limited_is_an_answer():
    assert not is_missing(dataclasses.replace(CATERING.facts, materials=()), "materials")
    assert not is_missing(CATERING.facts, "intermediary")  # it says 无


def test_every_matter_of_the_county_has_all_that_is_required():
    for folder in map(load_folder, folders()):
        assert list(element_problems(folder.facts)) == [], folder.key
        assert all(isinstance(is_missing(folder.facts, place), bool) for place in REQUIRED)
