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


def matter(*calling: str) -> Bundle:
    """Return a matter in which a lane of each department of ``calling`` calls the part, one after the other."""
    calls = [f"intake_{number}" for number, _ in enumerate(calling)]
    body = [
        lanes(
            *(lane(code, "town" if code == "town" else "county", one) for code, one in zip(calling, calls, strict=True))
        ),
        '<startEvent id="filed"/><endEvent id="closed"/>',
        *(f'<callActivity id="{one}" name="收件受理" calledElement="shared_intake"/>' for one in calls),
        task("review", department="market_bureau"),
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


def test_chart_and_table_show_a_step_inside_the_part(training: TrainingHall) -> None:
    people(training)
    publish(training.hall, matter("approval_bureau"))
    case = training.file_case("called")

    def shown() -> tuple[str, dict[str, str]]:
        file = training.supervisor.file(case)
        marks = marks_of(file)
        assert set(marks) == set(file.bundle.model.main.elements)
        return marks["intake_0"].status, {row.facts.element: row.status for row in step_rows(file)}

    assert shown() == ("current", {"acceptance": "current", "review": "future"})
    training.clerk.complete(case, "acceptance", result="supplement", materials=[{"material": "operator_id"}])
    # Nobody has the case while the applicant is asked; it is in the part still.
    assert shown() == ("current", {"acceptance": "done", "review": "future"})


def test_a_part_that_is_done_is_marked_so(training: TrainingHall) -> None:
    people(training)
    publish(training.hall, matter("approval_bureau"))
    case = training.file_case("called")
    training.clerk.complete(case, "acceptance", result="accept")
    file = training.supervisor.file(case)
    marks = {key: mark.status for key, mark in marks_of(file).items()}
    assert marks == {"filed": "done", "intake_0": "done", "review": "current", "closed": "future"}


def test_what_comes_next_goes_through_parts() -> None:
    bundle = matter("approval_bureau")
    after = what_comes_next(bundle, ["acceptance"])
    assert [(one.kind, one.name) for one in after] == [("step", "review"), ("wait", "supplement_received")]
    assert [one.name for one in what_comes_next(bundle, ["filed"])] == ["acceptance"]
