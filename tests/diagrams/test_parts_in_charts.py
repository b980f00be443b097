"""The steps of a called part are drawn where it is called, in the lanes and stages where they are done."""

from __future__ import annotations

import pytest

from diagrams import draw, with_parts
from diagrams.chart import chart_of
from engine.bpmn.model import Model
from engine.bpmn.read import read
from processes.registry import HERE, Folder, load_folder

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'


def model(body: str, name: str = "main") -> Model:
    return read(f'{HEAD}<process id="{name}" isExecutable="true">{body}</process></definitions>'.encode())


def flows(*pairs: str) -> str:
    ends = (pair.split(">") for pair in pairs)
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ends)


PART = model(
    '<startEvent id="s"/><userTask id="inner"/><endEvent id="e"/>'
    '<boundaryEvent id="late" attachedToRef="inner" cancelActivity="false"><timerEventDefinition>'
    '<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="told"/>'
    + flows("s>inner", "inner>e", "late>told"),
    "part",
)
CALL = '<startEvent id="s"/><callActivity id="call" calledElement="part"/><userTask id="after"/><endEvent id="e"/>'


def drawn(body: str, **called: Model) -> tuple[set[str], set[tuple[str, str]]]:
    process = with_parts(model(body), called or {"part": PART}).main
    return set(process.elements), {(flow.source, flow.target) for flow in process.flows.values()}


def house() -> Folder:
    return load_folder(HERE / "house_transfer")


def test_the_steps_stand_in_place_of_the_call() -> None:
    elements, links = drawn(CALL + flows("s>call", "call>after", "after>e"))
    assert elements == {"s", "inner", "late", "told", "after", "e"}
    assert links == {("s", "inner"), ("inner", "after"), ("after", "e"), ("late", "told")}


def test_what_has_a_name_already_gets_that_of_the_part_in_front() -> None:
    body = CALL.replace('"after"', '"inner"') + flows("s>call", "call>inner", "inner>e")
    elements, links = drawn(body)
    assert {"inner", "part_inner"} <= elements
    assert {("s", "part_inner"), ("part_inner", "inner"), ("inner", "e")} <= links


@pytest.mark.parametrize(
    "body",
    [
        CALL + '<callActivity id="again" calledElement="part"/>' + flows("s>call", "call>again", "again>e"),
        CALL
        + '<boundaryEvent id="b" attachedToRef="call"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        + "</timerEventDefinition></boundaryEvent>"
        + flows("s>call", "call>after", "b>e", "after>e"),
        CALL + flows("s>call", "call>after", "call>e", "after>e"),
    ],
    ids=["called twice", "an event on the call", "two ways on"],
)
def test_what_would_be_drawn_wrongly_stays_a_box(body: str) -> None:
    elements, _ = drawn(body)
    assert "call" in elements
    assert "inner" not in elements


@pytest.mark.parametrize(
    "part",
    [
        '<startEvent id="s"/><endEvent id="e2"/>' + flows("s>e2"),
        '<userTask id="inner"/><endEvent id="e2"/>' + flows("inner>e2"),
        '<startEvent id="s"/><userTask id="inner"/><endEvent id="e2"><terminateEventDefinition/></endEvent>'
        + flows("s>inner", "inner>e2"),
    ],
    ids=["empty", "without a start", "with an end that ends all"],
)
def test_an_uncommon_part_stays_a_box(part: str) -> None:
    elements, _ = drawn(CALL + flows("s>call", "call>after", "after>e"), part=model(part, "part"))
    assert elements == {"s", "call", "after", "e"}


def test_a_part_that_is_not_there_or_calls_itself_stays_a_box() -> None:
    body = CALL + flows("s>call", "call>after", "after>e")
    assert with_parts(model(body), {}).main.elements.keys() >= {"call"}
    itself = model(
        '<startEvent id="s"/><callActivity id="deeper" calledElement="part"/><endEvent id="e"/>'
        + flows("s>deeper", "deeper>e"),
        "part",
    )
    elements, _ = drawn(body, part=itself)
    assert elements == {"s", "deeper", "after", "e"}


def test_a_part_of_a_part_is_drawn_too() -> None:
    middle = model(
        '<startEvent id="s"/><callActivity id="deeper" calledElement="part"/><endEvent id="e"/>'
        + flows("s>deeper", "deeper>e"),
        "middle",
    )
    body = CALL.replace('"part"', '"middle"') + flows("s>call", "call>after", "after>e")
    elements, links = drawn(body, part=PART, middle=middle)
    assert "inner" in elements
    assert ("inner", "after") in links


def test_a_house_is_drawn_with_all_its_steps_in_five_stages() -> None:
    folder = house()
    chart = chart_of(with_parts(folder.model, folder.called))
    assert [stage.code for stage in chart.stages] == ["acceptance", "review", "approval", "completion", "delivery"]
    steps = {
        element.id
        for part in (folder.model, *folder.called.values())
        for element in part.main.elements.values()
        if element.type == "userTask"
    }
    assert {node.id for node in chart.nodes if node.kind == "task"} == steps
    lanes = {node.id: chart.lanes[node.lane].id for node in chart.nodes}
    assert lanes["acceptance"] == "lane_window"
    assert lanes["make_bill"] == "lane_registry"
    assert lanes["delivery"] == "lane_issuing"
    assert lanes["await_payment"] == "lane_applicant"


def test_a_step_that_a_later_stage_comes_back_to_stands_at_the_end_of_its_own() -> None:
    folder = house()
    nodes = chart_of(with_parts(folder.model, folder.called)).by_id
    assert nodes["registry_review"].rank < nodes["re_review"].rank < nodes["registration"].rank
    chart = chart_of(with_parts(folder.model, folder.called))
    back = {link.id for link in chart.links if link.back}
    assert "to_re_review" in back
    assert "re_reviewed" not in back


def test_it_can_be_drawn() -> None:
    folder = house()
    assert "减免审批" in draw(with_parts(folder.model, folder.called))
