"""A shared part whose lane says ``caller`` is done by the department that calls it."""

from __future__ import annotations

import pytest
from support.county import people
from support.matters import bundle, flow, lane, lanes, message, task
from support.training import TrainingHall, publish

from engine.bpmn.checks import check
from engine.bundle import Bundle
from engine.queries.what_comes_next import what_comes_next
from webapp.cases.chart import marks_of, step_rows


def intake() -> str:
    """Return the body of a part: accept, or wait for what is missing and look again."""
    return "".join(
        [
            lanes(lane("caller", "", "acceptance")),
            '<startEvent id="filed"/><exclusiveGateway id="looked" default="looked__closed"/><endEvent id="closed"/>',
            task("acceptance", stage="acceptance", post="window_clerk", department=""),
            message("supplement_received"),
            flow("filed", "acceptance") + flow("acceptance", "looked") + flow("looked", "closed"),
            flow("looked", "supplement_received", "acceptance.result == 'supplement'"),
            flow("supplement_received", "acceptance"),
        ]
    )


REMINDER = (
    '<boundaryEvent id="reminder" attachedToRef="intake_0" cancelActivity="false"><timerEventDefinition>'
    "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>" + flow("reminder", "closed")
)
"""An event on a call: such a call is drawn as one box."""


def matter(*calling: str, more: str = "") -> Bundle:
    """Return a matter in which a lane of each department of ``calling`` calls the part, one after the other."""
    calls = [f"intake_{number}" for number, _ in enumerate(calling)]
    body = [
        lanes(
            *(lane(code, "town" if code == "town" else "county", one) for code, one in zip(calling, calls, strict=True))
        ),
        '<startEvent id="filed"/><endEvent id="closed"/>',
        *(f'<callActivity id="{one}" name="收件受理" calledElement="shared_intake"/>' for one in calls),
        task("review", department="market_bureau"),
        more,
        *(flow(*pair) for pair in zip(["filed", *calls, "review"], [*calls, "review", "closed"], strict=True)),
    ]
    return bundle("called", "".join(body), parts={"shared_intake": intake()})


def test_the_callers_lane_says_who_does_it() -> None:
    step = matter("approval_bureau").steps["acceptance"]
    assert (step.department, step.level) == ("approval_bureau", "county")
    assert matter("town").steps["acceptance"].place({"town": "town_puxi", "village": None}) == ("town_puxi", "town")


def test_steps_stand_where_they_are_called() -> None:
    steps = [one.element for one in matter("approval_bureau").steps.values() if one.post]
    assert steps == ["acceptance", "review"]


@pytest.mark.parametrize(("calling", "found"), [
    (("approval_bureau", "approval_bureau"), []),
    (("approval_bureau", "market_bureau"), ["lane_caller"]),
])  # fmt: skip
def test_one_department_only_may_call_it(calling: tuple[str, ...], found: list[str]) -> None:
    bundle = matter(*calling)
    problems = check(bundle.model, called=bundle.called)
    assert [one.element for one in problems if one.rule == "caller-ambiguous"] == found
    assert [one for one in problems if one.rule in ("lane-level", "lane-department")] == []


def test_the_five_stages_may_lie_in_called_parts() -> None:
    bundle = matter("approval_bureau")
    (problem,) = [one for one in check(bundle.model, called=bundle.called) if one.rule == "stages-incomplete"]
    assert "受理" not in str(problem.message)
    assert "审批" in str(problem.message)


def marks(training: TrainingHall, case: str) -> dict[str, str]:
    return {key: mark.status for key, mark in marks_of(training.supervisor.file(case)).items()}


def rows(training: TrainingHall, case: str) -> dict[str, str]:
    return {row.facts.element: row.status for row in step_rows(training.supervisor.file(case))}


def test_chart_and_table_show_a_step_inside_the_part(training: TrainingHall) -> None:
    people(training)
    publish(training.hall, matter("approval_bureau"))
    case = training.file_case("called")
    assert rows(training, case) == {"acceptance": "current", "review": "future"}
    assert marks(training, case) == {
        "filed": "done",
        "acceptance": "current",
        "looked": "future",
        "supplement_received": "future",
        "review": "future",
        "closed": "future",
    }
    training.clerk.complete(case, "acceptance", result="accept")
    assert rows(training, case) == {"acceptance": "done", "review": "current"}
    after = marks(training, case)
    assert {after[one] for one in ("filed", "acceptance", "looked")} == {"done"}
    assert after["review"] == "current"


def test_a_part_that_is_drawn_as_a_box_is_where_its_steps_are(training: TrainingHall) -> None:
    people(training)
    publish(training.hall, matter("approval_bureau", more=REMINDER))
    case = training.file_case("called")
    assert marks(training, case)["intake_0"] == "current"
    training.clerk.complete(case, "acceptance", result="supplement", materials=[{"material": "operator_id"}])
    # Nobody has the case while the applicant is asked; it is in the part still.
    assert marks(training, case)["intake_0"] == "current"
    assert rows(training, case) == {"acceptance": "done", "review": "future"}


def test_a_box_that_is_left_is_done(training: TrainingHall) -> None:
    people(training)
    publish(training.hall, matter("approval_bureau", more=REMINDER))
    case = training.file_case("called")
    training.clerk.complete(case, "acceptance", result="accept")
    assert marks(training, case) == {
        "filed": "done",
        "intake_0": "done",
        "reminder": "future",
        "review": "current",
        "closed": "future",
    }


def test_what_comes_next_goes_through_parts() -> None:
    bundle = matter("approval_bureau")
    after = what_comes_next(bundle, ["acceptance"])
    assert [(one.kind, one.name) for one in after] == [("step", "review"), ("wait", "supplement_received")]
    assert [one.name for one in what_comes_next(bundle, ["filed"])] == ["acceptance"]
