"""开办餐饮店“一件事”: only what was chosen is done, side by side, and nothing is decided for a silent department."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from engine.bpmn.play import Playing, play
from processes.registry import HERE, Folder, load_folder
from processes.scenarios import play_scenario, scenarios_of

ITEMS = {
    "food_permit": ("food_review", "food_decision", "market_bureau"),
    "signboard": ("signboard_review", "signboard_decision", "urban_bureau"),
    "fire_inspection": ("fire_review", "fire_decision", "fire_brigade"),
    "tobacco_licence": ("tobacco_review", "tobacco_decision", "tobacco_bureau"),
}
CHOICES = [chosen for size in range(1, 5) for chosen in combinations(ITEMS, size)]


@pytest.fixture(scope="module")
def folder() -> Folder:
    return load_folder(HERE / "open_restaurant")


def complete(task: str, **answer: object) -> dict[str, object]:
    return {"complete": task, "answer": answer}


def until_split(chosen: tuple[str, ...], fire_mode: str = "promise") -> Iterator[dict[str, object]]:
    yield complete("acceptance", result="accept")
    if "food_permit" in chosen:
        yield complete("arrange_check", departments=["market_bureau"])
        yield complete("joint_site_check", result="pass")
    if "fire_inspection" in chosen and fire_mode == "inspection":
        yield complete("fire_site_check", result="pass")


def playing(folder: Folder, chosen: tuple[str, ...], steps: list[dict[str, object]], mode: str = "promise") -> Playing:
    facts = {"application": {"sub_items": list(chosen), "fire_mode": mode}}
    return play(folder.model, {"facts": facts, "steps": steps}, called=folder.called)


def opened(run: Playing) -> list[str]:
    return [event["element"] for event in run if event["event"] == "opened" and event["type"] == "userTask"]


@pytest.mark.parametrize("chosen", CHOICES, ids="-".join)
def test_only_chosen_branches_are_ever_created(folder: Folder, chosen: tuple[str, ...]) -> None:
    steps = list(until_split(chosen))
    steps += [complete(ITEMS[item][0], result="pass") for item in chosen]
    steps += [complete(ITEMS[item][1], result="consent") for item in chosen]
    found = opened(playing(folder, chosen, steps))
    wanted = {task for item in chosen for task in ITEMS[item][:2]}
    unwanted = {task for branch in ITEMS.values() for task in branch[:2]} - wanted
    assert wanted <= set(found)
    assert not unwanted & set(found)
    assert found.count("summary") == 1


@pytest.mark.parametrize("late", ITEMS)
def test_the_join_waits_for_the_last_whatever_the_others_said(folder: Folder, late: str) -> None:
    steps = list(until_split(tuple(ITEMS)))
    for item in ITEMS:
        if item != late:
            steps += [complete(ITEMS[item][0], result="pass"), complete(ITEMS[item][1], result="decline")]
    run = playing(folder, tuple(ITEMS), [*steps, {"advance": "P90D"}])
    assert "summary" not in opened(run)
    assert run.waits_for[0] == ITEMS[late][0]


def test_a_branch_that_is_sent_back_leaves_the_others_alone(folder: Folder) -> None:
    chosen = ("signboard", "tobacco_licence")
    steps = [
        *until_split(chosen),
        complete("signboard_review", result="pass"),
        complete("signboard_decision", result="return"),
    ]
    run = playing(folder, chosen, steps)
    assert opened(run).count("tobacco_review") == 1
    assert set(run.waits_for) >= {"signboard_review", "tobacco_review"}


@pytest.mark.parametrize(
    ("mode", "together", "checked"),
    [
        pytest.param("promise", ["market_bureau"], False, id="on-materials"),
        pytest.param("inspection", ["market_bureau"], True, id="own-visit"),
        pytest.param("inspection", ["market_bureau", "fire_brigade"], False, id="went-along"),
    ],
)
def test_fire_is_checked_once(folder: Folder, mode: str, together: list[str], checked: bool) -> None:
    steps = [complete("acceptance", result="accept"), complete("arrange_check", departments=together)]
    steps += [complete("joint_site_check", result="pass") for _ in together]
    found = opened(playing(folder, ("food_permit", "fire_inspection"), steps, mode))
    assert ("fire_site_check" in found) is checked
    assert ("fire_review" in found) is not checked


def test_each_branch_reminds_without_stopping_it(folder: Folder) -> None:
    run = playing(folder, tuple(ITEMS), [*until_split(tuple(ITEMS)), {"advance": "P9D"}])
    reminded = {event["element"] for event in run if event["event"] == "timer"}
    assert reminded == {f"{branch[0].removesuffix('_review')}_reminder" for branch in ITEMS.values()}
    assert {branch[0] for branch in ITEMS.values()} <= set(run.waits_for)


def test_each_branch_is_done_by_its_department(folder: Folder) -> None:
    process = folder.model.main
    for review, decision, department in ITEMS.values():
        for task in (review, decision):
            lane = process.lane(process.elements[task].lane)
            assert lane is not None
            assert lane.department == department
        assert process.elements[decision].properties["separateFrom"] == review


def test_its_scenarios_come_to_all_ends_and_use_every_task(folder: Folder) -> None:
    elements = [
        element for model in (folder.model, *folder.called.values()) for element in model.main.elements.values()
    ]
    played = [play_scenario(folder, scenario) for scenario in scenarios_of(folder).values()]
    assert {run.end for run in played} == {"end_delivered", "end_not_accepted"}
    assert {task for run in played for task in run.done} == {one.id for one in elements if one.type == "userTask"}


def test_the_promise_is_at_most_half_and_the_limit_within_forty_five_days(folder: Folder) -> None:
    limits = folder.facts.limits
    assert limits.promised.value.days * 2 <= limits.statutory.value.days <= 45
    assert (limits.extension.value.days, limits.extension.value.approver) == (15, "government_head")
