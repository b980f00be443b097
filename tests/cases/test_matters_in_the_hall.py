"""临时救助 and 开办餐饮店“一件事” from end to end: levels, notices, branches, and every paper that goes with them."""

from __future__ import annotations

import pytest
from support.played_matters import PlayedMatter
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.errors import Forbidden
from engine.queries.branches import branches

RELIEF = ("id_card", "household_register", "check_authorisation")
SHOP = ("business_licence", "operator_id", "premises_proof", "health_certificates", "layout_plan", "management_rules")


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("county_returns_then_grants", {"handover_slip": 4, "public_notice": 1, "grant_decision": 1}),
        ("objection_and_new_notice", {"handover_slip": 2, "public_notice": 2, "grant_decision": 1}),
        ("town_decides", {"handover_slip": 1, "public_notice": 2, "grant_decision": 1}),
    ],
)
def test_relief_goes_through_the_levels(training: TrainingHall, name: str, papers: dict[str, int]) -> None:
    relief = PlayedMatter(training, "temporary_relief")
    case = relief.file(RELIEF)
    relief.play(case, name)
    file = training.supervisor.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("closed", "granted")
    kinds = [one.kind for one in file.documents]
    assert {kind: kinds.count(kind) for kind in papers} == papers
    accepted = next(one.number for one in file.documents if one.kind == "acceptance_notice")
    decided = next(one.number for one in file.documents if one.kind == "grant_decision")
    visited = next(one.number for one in file.documents if one.kind == "site_check_record")
    assert accepted.startswith("汉涧池受")
    assert visited.startswith("汉涧池核")
    assert decided.startswith("汉涧池准" if name == "town_decides" else "汉民准")
    assert list(verify(training.hall)) == []


def test_the_county_does_not_ask_for_what_the_town_handed_up(training: TrainingHall) -> None:
    relief = PlayedMatter(training, "temporary_relief")
    case = relief.file((*RELIEF, "hardship_proof"))
    with pytest.raises(Forbidden, match="第三十五条"):
        relief.play(case, "county_returns_then_grants")


@pytest.mark.parametrize(
    ("name", "items", "more", "outcome", "states"),
    [
        ("one_declined_partly_granted", ["food_permit", "tobacco_licence"], {"tobacco_brands": "cigarettes"},
         "partly_granted", ["consent", "not_chosen", "not_chosen", "decline"]),
        ("signboard_only", ["signboard"], {"signboard_place": "门头", "business_items": None, "staff_count": None},
         "granted", ["not_chosen", "consent", "not_chosen", "not_chosen"]),
    ],
)  # fmt: skip
def test_a_restaurant_is_opened_by_the_departments_it_needs(
    training: TrainingHall, name: str, items: list[str], more: dict[str, str | None], outcome: str, states: list[str]
) -> None:
    shop = PlayedMatter(training, "open_restaurant")
    food = "food_permit" in items
    materials = SHOP if food else (*SHOP[:3], "signboard_design")
    application = {"sub_items": items, **more}
    case = shop.file(materials, **application)
    shop.play(case, name)
    file = training.supervisor.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("closed", outcome)
    assert [one.state for one in branches(file)] == states
    assert list(verify(training.hall)) == []
