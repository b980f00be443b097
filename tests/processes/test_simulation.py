"""Simulated runs against small flows whose answer can be worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from engine.bpmn.model import Model
from engine.bpmn.read import read
from engine.guide import Limit
from engine.law.national_calendar import NATIONAL
from processes.registry import folders, load_folder
from processes.simulation import shares_by_steps, simulate

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'


def task(name: str, stage: str, limit: int) -> str:
    said = f'<spiffworkflow:property name="stage" value="{stage}"/>'
    said += f'<spiffworkflow:property name="limitWorkdays" value="{limit}"/>'
    inner = f"<extensionElements><spiffworkflow:properties>{said}</spiffworkflow:properties></extensionElements>"
    return f'<userTask id="{name}" name="{name}">{inner}</userTask>'


def flow(*nodes: str, ways: str) -> Model:
    """Return a process; ``ways`` are flows such as ``a>b c>d``, each with the id ``a_b``."""
    pairs = [way.split(">") for way in ways.split()]
    lines = "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)
    return read(
        f'{HEAD}{SPIFF}<process id="p" isExecutable="true">{"".join(nodes)}{lines}</process></definitions>'.encode()
    )


START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'
ACCEPT = task("accept", "acceptance", 1)
ROW = flow(
    START, ACCEPT, task("review", "review", 2), task("approve", "approval", 1), task("give", "delivery", 9), END,
    ways="start>accept accept>review review>approve approve>give give>end",
)  # fmt: skip
SIDES = flow(
    START,
    ACCEPT,
    '<parallelGateway id="split"/><parallelGateway id="join"/>',
    task("short", "review", 3),
    task("long", "review", 5),
    task("approve", "approval", 1),
    END,
    ways="start>accept accept>split split>short split>long short>join long>join join>approve approve>end",
)
AGAIN = flow(
    START, ACCEPT, task("review", "review", 2), '<exclusiveGateway id="one"/>', END,
    ways="start>accept accept>review review>one one>review one>end",
)  # fmt: skip


def run(model: Model, promise: int, **options):
    options.setdefault("runs", 4_000)
    unit = options.pop("unit", "workday")
    return simulate(model, {}, Limit(promise, unit), NATIONAL, date(2026, 1, 5), **options)


def test_without_history_every_step_takes_its_limit_and_only_counted_stages_count():
    outcome = run(ROW, 3)
    assert (outcome.late, outcome.median, outcome.ninth) == (0, 3, 3)
    assert outcome.without_times == ("review", "approve")
    assert run(ROW, 2).late == 1


def test_a_clock_from_receipt_counts_the_acceptance():
    assert run(ROW, 4, clock_origin="receipt").median == 4


def test_times_of_this_hall_give_the_share_and_the_step_that_it_is_owed_to():
    # Review takes 2 or 5 days, approval 1 of 1: 3 or 6 days against 4, so half is late, by the review alone.
    outcome = run(ROW, 4, times={"review": (2, 5), "approve": (1,)})
    assert outcome.late == pytest.approx(0.5, abs=0.03)
    assert outcome.ninth == 6
    assert [(cause.element, cause.share) for cause in outcome.causes] == [("review", 1)]


def test_lateness_is_shared_by_what_each_step_took_beyond_its_limit():
    # Review 3 of 2 days, approval 4 of 1: beyond their limits by 1 and 3.
    outcome = run(ROW, 3, times={"review": (3,), "approve": (4,)})
    assert {cause.element: cause.share for cause in outcome.causes} == {"approve": 0.75, "review": 0.25}


def test_of_parallel_branches_the_longest_counts_and_is_blamed():
    outcome = run(SIDES, 5, times={"long": (7,)})
    assert (outcome.late, outcome.median) == (1, 8)
    assert [cause.element for cause in outcome.causes] == ["long"]


def test_rework_by_its_share():
    # Sent back once in four: on time only if it never is.
    outcome = run(AGAIN, 3, shares={"one_review": 1, "one_end": 3})
    assert outcome.late == pytest.approx(0.25, abs=0.03)
    assert outcome.causes[0].element == "review"


def test_choices_are_even_without_shares():
    assert run(AGAIN, 3).late == pytest.approx(0.5, abs=0.03)


def test_a_promise_in_calendar_days_goes_by_the_calendar():
    # Three working days are 3 days from Sunday to Tuesday, 4 from Saturday, 5 from the others; more over holidays.
    outcome = run(ROW, 5, unit="calendar")
    assert outcome.median == 4
    assert 0 < outcome.late < 0.2


def test_a_loop_that_never_ends_is_told_apart():
    outcome = run(AGAIN, 3, shares={"one_review": 1, "one_end": 0}, runs=3)
    assert (outcome.unfinished, outcome.counted) == (3, 0)


def test_the_same_seed_gives_the_same():
    options = {"times": {"review": (1, 2, 3, 4, 9)}}
    assert run(ROW, 4, seed=7, **options) == run(ROW, 4, seed=7, **options)
    assert run(ROW, 4, seed=7, **options).late != run(ROW, 4, seed=8, **options).late


def test_shares_of_flows_come_from_which_step_followed_which():
    # Ten accepted, fifteen reviews: five of them came round, ten went to the end.
    done, followed = {"accept": 10, "review": 15}, {("accept", "review"): 10, ("review", "review"): 5}
    assert shares_by_steps(AGAIN, {}, done, followed) == {"one_review": 5, "one_end": 10}
    assert shares_by_steps(AGAIN, {}, {}, {}) == {}


@pytest.mark.parametrize("path", folders(), ids=lambda path: path.name)
def test_every_matter_of_the_hall_runs_to_an_end(path):
    folder = load_folder(path)
    limits = folder.facts.limits
    outcome = simulate(
        folder.model, folder.called, limits.promised.value, NATIONAL, date(2026, 1, 5),
        clock_origin=limits.clock_origin.value, runs=300,
    )  # fmt: skip
    assert outcome.unfinished == 0
    assert outcome.counted > 50
    assert sum(cause.share for cause in outcome.causes) == pytest.approx(1 if outcome.late else 0)
