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
from processes.simulation_events import event_shares

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


def bound(host: str, event: str, *, stays: bool = False, inner: str = "") -> str:
    cancel = ' cancelActivity="false"' if stays else ""
    return f'<boundaryEvent id="{event}" attachedToRef="{host}"{cancel}>{inner}</boundaryEvent>'


def after(said: str, kind: str = "Duration") -> str:
    return f"<timerEventDefinition><time{kind}>{said}</time{kind}></timerEventDefinition>"


MESSAGE = '<messageEventDefinition messageRef="word"/>'
TWO_WAYS = "start>accept accept>review review>end late>backup backup>end"


def with_event(event: str) -> Model:
    return flow(START, ACCEPT, task("review", "review", 2), event, task("backup", "review", 40), END, ways=TWO_WAYS)


def test_an_interrupting_timer_leads_elsewhere_where_the_step_takes_longer():
    # Review takes 2 or 200 days; after 30 days (16 to 23 working days) the other way begins, which takes 40 more.
    outcome = run(with_event(bound("review", "late", inner=after("P30D"))), 30, times={"review": (2, 200)})
    assert outcome.late == pytest.approx(0.5, abs=0.03)
    assert (outcome.median, outcome.unfinished) == (2, 0) or 56 <= outcome.median <= 63
    assert 56 <= outcome.ninth <= 63
    assert [(one.element, one.kind) for one in outcome.assumed] == [("late", "timer")]


def test_a_reminder_takes_nothing_from_its_step():
    model = flow(
        START, ACCEPT, task("review", "review", 2), bound("review", "late", stays=True, inner=after("R3/P1D", "Cycle")),
        '<endEvent id="told"/>', END, ways="start>accept accept>review review>end late>told",
    )  # fmt: skip
    outcome = run(model, 10, times={"review": (2, 9)})
    assert {outcome.ninth, outcome.counted, outcome.unfinished} == {9, 4_000, 0}


def test_a_branch_that_a_timer_begins_beside_its_step_is_counted_where_it_takes_longer():
    outcome = run(with_event(bound("review", "late", stays=True, inner=after("P7D"))), 30, times={"review": (2, 30)})
    # 30 days of review, or beside it 40 days that begin at the latest after 5 working days.
    assert outcome.late == pytest.approx(0.5, abs=0.03)
    assert 40 <= outcome.ninth <= 45


def test_a_timer_on_a_sub_process_ends_what_is_in_it():
    model = flow(
        START, ACCEPT,
        '<subProcess id="inner"><startEvent id="s"/><sequenceFlow id="s_review" sourceRef="s" targetRef="review"/>'
        + task("review", "review", 2)
        + '<sequenceFlow id="review_e" sourceRef="review" targetRef="e"/><endEvent id="e"/></subProcess>',
        bound("inner", "late", inner=after("P30D")), task("backup", "review", 40), END,
        ways="start>accept accept>inner inner>end late>backup backup>end",
    )  # fmt: skip
    outcome = run(model, 30, times={"review": (2, 200)})
    assert outcome.late == pytest.approx(0.5, abs=0.03)
    assert 56 <= outcome.ninth <= 63  # and not 200: the review was ended
    assert run(model, 30, times={"review": (2,)}).ninth == 2


def test_a_message_comes_in_the_share_that_was_seen_and_else_not():
    model = with_event(bound("review", "late", inner=MESSAGE))
    never = run(model, 30)
    assert (never.late, never.assumed[0].kind) == (0, "never")
    seen = run(model, 30, shares={"late": 0.25})
    assert seen.late == pytest.approx(0.25, abs=0.03)
    assert (seen.assumed[0].kind, seen.assumed[0].share) == ("share", 0.25)


def test_a_time_that_the_case_tells_is_said_not_to_be_known():
    outcome = run(with_event(bound("review", "late", inner=after("review.wait"))), 30, times={"review": (200,)})
    assert (outcome.median, outcome.assumed[0].kind) == (200, "unread")


def test_shares_of_events_come_from_what_came_and_what_was_done():
    model = with_event(bound("review", "late", inner=MESSAGE))
    assert event_shares({"": model}, {"late": 5}, {"review": 15}) == {"late": 0.25}
    assert event_shares({"": model}, {}, {"review": 15}) == {}
