"""临时救助: village, town and county in order, the notice before the decision, help first where it cannot wait."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.bpmn.play import play
from engine.budget import longest_path
from engine.posts import LEVELS
from processes.people import apart
from processes.publishing import bundle_of
from processes.registry import HERE, Folder, load_folder
from processes.scenarios import Played, play_scenario, scenarios_of

TOWN_LIMIT = 200_000
SERIES = (
    "assign_visit",
    "household_visit",
    "town_opinion",
    "publish_notice",
    "report_to_county",
    "county_receipt",
    "county_review",
    "county_approval",
    "payment",
)


@pytest.fixture(scope="module")
def folder() -> Folder:
    return load_folder(HERE / "temporary_relief")


@pytest.fixture(scope="module")
def played(folder: Folder) -> Mapping[str, Played]:
    return {name: play_scenario(folder, scenario) for name, scenario in scenarios_of(folder).items()}


def opened_after(folder: Folder, *steps: tuple[str, dict[str, object]] | str) -> str:
    """Return the last task that opens when these tasks are done and messages come."""
    script = [{"message": one} if isinstance(one, str) else {"complete": one[0], "answer": one[1]} for one in steps]
    run = play(folder.model, {"steps": script}, called=folder.called)
    return [event["element"] for event in run if event["event"] == "opened"][-1]


def surveyed(amount: int) -> list[tuple[str, dict[str, object]]]:
    return [
        ("village_report", {}),
        ("acceptance", {"result": "accept", "urgent": False}),
        ("economic_check", {"result": "pass"}),
        ("assign_visit", {"visitors": ["li", "wang"]}),
        ("household_visit", {"result": "pass"}),
        ("household_visit", {"result": "pass"}),
        ("town_opinion", {"result": "pass", "amount": amount}),
        ("publish_notice", {"days": 5}),
    ]


@pytest.mark.parametrize(("amount", "next_task"), [(TOWN_LIMIT, "town_approval"), (TOWN_LIMIT + 1, "report_to_county")])
def test_the_amount_says_who_decides(folder: Folder, amount: int, next_task: str) -> None:
    assert opened_after(folder, *surveyed(amount), "public_notice_ended") == next_task


@pytest.mark.parametrize(("amount", "next_task"), [(TOWN_LIMIT, "town_approval"), (TOWN_LIMIT + 1, "report_to_county")])
def test_so_it_does_after_help_in_an_emergency(folder: Folder, amount: int, next_task: str) -> None:
    steps = [
        ("village_report", {}),
        ("acceptance", {"result": "accept", "urgent": True}),
        ("emergency_relief", {"mode": "cash"}),
        ("late_paperwork", {"amount": amount}),
    ]
    assert opened_after(folder, *steps) == next_task


def test_an_acceptance_by_silence_is_an_ordinary_one(folder: Folder) -> None:
    steps = [("village_report", {}), ("acceptance", {"result": "accept"})]
    assert opened_after(folder, *steps) == "assign_visit"


def test_nobody_decides_before_the_notice_is_over(folder: Folder) -> None:
    assert opened_after(folder, *surveyed(TOWN_LIMIT)) == "publish_notice"


def test_an_objection_is_looked_into_and_the_notice_put_up_again(folder: Folder) -> None:
    objected = [*surveyed(TOWN_LIMIT), "objection_raised"]
    assert opened_after(folder, *objected) == "objection_review"
    assert opened_after(folder, *objected, ("objection_review", {"result": "pass"})) == "publish_notice"
    assert opened_after(folder, *objected, ("objection_review", {"result": "fail"})) == "town_approval"


def test_levels_follow_each_other(folder: Folder, played: Mapping[str, Played]) -> None:
    order = [lane.level for lane in folder.model.main.lanes]
    assert order == sorted(order, key=list(LEVELS).index)
    first: dict[str, int] = {}
    for number, task in enumerate(played["county_grants"].done):
        element = folder.model.main.elements.get(task)
        lane = folder.model.main.lane(element.lane) if element else None
        if lane and lane.level:
            first.setdefault(lane.level, number)
    assert list(first) == ["village", "town", "county"]


def test_every_step_up_is_handed_over(folder: Folder, played: Mapping[str, Played]) -> None:
    process = folder.model.main
    slips = {key for key, one in process.elements.items() if one.properties.get("document") == "handover_slip"}
    assert slips == {"village_report", "report_to_county"}
    for run in played.values():
        for number, task in enumerate(run.done):
            if task == "county_receipt":
                assert run.done[number - 1] == "report_to_county"


def test_who_gives_relief_at_once_neither_writes_the_papers_nor_judges_nor_approves(folder: Folder) -> None:
    steps = bundle_of(folder).steps
    later = ("late_paperwork", "town_opinion", "town_approval")
    assert all(apart(steps["emergency_relief"], steps[one]) for one in ("late_paperwork", "town_approval"))
    assert all("emergency_relief" in steps[one].separate_from for one in later)
    # A town with one approver still has somebody for its approval.
    assert steps["emergency_relief"].post != steps["town_approval"].post


def test_two_people_visit_the_household(played: Mapping[str, Played]) -> None:
    for run in played.values():
        assert run.done.count("household_visit") == 2 * run.done.count("assign_visit")


def test_reminders_stop_nothing(played: Mapping[str, Played]) -> None:
    assert played["emergency_relief_first"].of("timer") == ("emergency_reminder",)
    assert played["county_returns_then_grants"].of("timer") == ("receipt_reminder",)


def test_its_scenarios_come_to_all_ends_and_use_every_task(folder: Folder, played: Mapping[str, Played]) -> None:
    elements = [
        element for model in (folder.model, *folder.called.values()) for element in model.main.elements.values()
    ]
    assert {run.end for run in played.values()} == {"end_delivered", "end_not_accepted"}
    done = {task for run in played.values() for task in run.done}
    assert done == {one.id for one in elements if one.type == "userTask"}


def test_steps_and_notice_together_keep_the_promise(folder: Folder) -> None:
    limits = folder.facts.limits
    assert limits.promised.value.days * 2 <= limits.statutory.value.days
    (notice,) = (one for one in folder.facts.special_procedures if one.name.value == "公示")
    ordinary = sum(int(folder.model.main.elements[task].properties["limitWorkdays"]) for task in SERIES)
    assert notice.counted.value
    assert ordinary + notice.limit.value.days <= limits.promised.value.days
    longest = longest_path(folder.model, folder.called, frozenset(("review", "approval", "completion")))
    assert {"emergency_relief", "late_paperwork"} <= set(longest.elements)
    assert longest.days <= limits.promised.value.days


def test_help_comes_within_a_day_and_papers_within_five(folder: Folder) -> None:
    elements = folder.model.main.elements
    days = [elements[task].properties["limitWorkdays"] for task in ("emergency_relief", "late_paperwork")]
    assert days == ["1", "5"]


def test_the_town_may_not_grant_more_than_it_is_trusted_with(folder: Folder) -> None:
    form = folder.forms["town_approval"]
    answer = {"result": "grant", "amount": TOWN_LIMIT, "opinion": "同意"}
    assert form.check(answer) == {}
    assert list(form.check(answer | {"amount": TOWN_LIMIT + 1})) == ["amount"]
