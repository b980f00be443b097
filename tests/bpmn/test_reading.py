"""Reading BPMN files: what a file says, what is odd about it, and what is refused outright."""

from __future__ import annotations

import pytest
from stories import bpmn

from engine.bpmn.limits import MOST_BYTES
from engine.bpmn.model import BpmnError
from engine.bpmn.read import read

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">'


def wrapped(body: str, before: str = "") -> bytes:
    return f'{HEAD}{before}<process id="p" isExecutable="true">{body}</process></definitions>'.encode()


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<",
        b"not xml",
        b"<html/>",
        b'<definitions xmlns="http://example.org/other"/>',
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE definitions><definitions/>'.encode("utf-16"),
        b" " * (MOST_BYTES + 1),
        "<?xml version='1.0' encoding='GBK'?><definitions>流</definitions>".encode(),
    ],
)
def test_hostile_or_foreign_files_are_refused(xml: bytes) -> None:
    with pytest.raises(BpmnError) as caught:
        read(xml)
    assert str(caught.value)


def test_a_billion_laughs_is_refused_before_it_is_parsed() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(BpmnError, match="DOCTYPE"):
        read(f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><d>&a11;</d>'.encode())


def test_lanes_properties_and_document_order() -> None:
    model = read(
        wrapped(
            '<laneSet><lane id="l1" name="窗口"><extensionElements><s:properties>'
            '<s:property name="department" value="approval_bureau"/><s:property name="level" value="county"/>'
            "</s:properties></extensionElements><flowNodeRef>b</flowNodeRef>"
            '<childLaneSet><lane id="l2" name="内"><flowNodeRef>sub</flowNodeRef></lane></childLaneSet>'
            "</lane></laneSet>"
            '<userTask id="b" name="受&#10;理"><extensionElements><s:properties>'
            '<s:property name="stage" value="acceptance"/></s:properties></extensionElements></userTask>'
            '<subProcess id="sub"><userTask id="a"/></subProcess>'
        )
    )
    process = model.main
    assert list(process.elements) == ["b", "sub", "a"]
    assert process.elements["b"].name == "受 理"
    assert process.elements["b"].properties == {"stage": "acceptance"}
    assert process.elements["b"].lane == "l1"
    assert process.elements["a"].lane == "l2"
    assert process.elements["a"].scope == "sub"
    lane = process.lane("l1")
    assert lane is not None
    assert (lane.department, lane.level) == ("approval_bureau", "county")
    assert process.lanes[1].parent == "l1"
    assert model.faults == ()


def test_flows_without_an_id_are_kept_and_asked_in_the_order_of_the_node() -> None:
    process = read(
        wrapped(
            '<exclusiveGateway id="g"><outgoing>late</outgoing><outgoing>early</outgoing></exclusiveGateway>'
            '<task id="a"/><task id="b"/>'
            '<sequenceFlow id="early" sourceRef="g" targetRef="a"><conditionExpression> x == 1 '
            "</conditionExpression></sequenceFlow>"
            '<sequenceFlow id="late" sourceRef="g" targetRef="b"/>'
            '<sequenceFlow sourceRef="a" targetRef="b"/>'
        )
    ).main
    assert [flow.id for flow in process.outgoing("g")] == ["late", "early"]
    assert process.flows["early"].condition == "x == 1"
    assert [flow.target for flow in process.outgoing("a")] == ["b"]


def test_references_are_resolved() -> None:
    model = read(
        wrapped(
            '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">'
            "<eventDefinitionRef>shared</eventDefinitionRef></boundaryEvent>"
            '<task id="t"/><endEvent id="e"><errorEventDefinition errorRef="err"/></endEvent>'
            '<endEvent id="any"><escalationEventDefinition/></endEvent>'
            '<receiveTask id="r" messageRef="m"/>',
            '<signal id="sig" name="停"/><error id="err" errorCode="E7"/><message id="m" name="付款"/>'
            '<signalEventDefinition id="shared" signalRef="sig"/>',
        )
    )
    events = {key: element.event for key, element in model.main.elements.items() if element.event}
    assert {key: (event.kind, event.name) for key, event in events.items()} == {
        "b": ("signal", "停"),
        "e": ("error", "E7"),
        "any": ("escalation", None),
        "r": ("message", "付款"),
    }
    assert not model.main.elements["b"].interrupting


@pytest.mark.parametrize(
    ("body", "rule", "element"),
    [
        ('<task id="a"/><task id="a"/>', "duplicate-id", "a"),
        ('<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="z"/>', "dangling-reference", "f"),
        ('<boundaryEvent id="b" attachedToRef="z"><errorEventDefinition/></boundaryEvent>', "dangling-reference", "b"),
        ('<endEvent id="e"><errorEventDefinition errorRef="z"/></endEvent>', "dangling-reference", "e"),
        ('<exclusiveGateway id="g" default="z"/>', "dangling-reference", "g"),
        ('<task id="a" startQuantity="2"/>', "token-quantity", "a"),
        ('<task id="a" isForCompensation="true"/>', "compensation", "a"),
        (
            '<task id="a"><multiInstanceLoopCharacteristics behavior="None"/></task>',
            "multi-instance-behavior",
            "a",
        ),
        (
            '<endEvent id="e"><errorEventDefinition/><terminateEventDefinition/></endEvent>',
            "multiple-event",
            "e",
        ),
        ('<startEvent id="s"><timerEventDefinition/></startEvent>', "timer-without-time", "s"),
        ('<fancyTask id="f"/>', "unsupported-element", "f"),
        ('<laneSet><lane id="l"><flowNodeRef>z</flowNodeRef></lane></laneSet>', "dangling-lane-reference", "z"),
    ],
)
def test_what_is_odd_is_written_down(body: str, rule: str, element: str) -> None:
    faults = read(wrapped(body)).faults
    assert (rule, element) in [(fault.rule, fault.element) for fault in faults]


def test_of_several_pools_the_executable_one_runs() -> None:
    text = bpmn("user a").decode()
    other = '<process id="before"><task id="x"/></process>'
    model = read(text.replace("<process", other + "<process", 1).encode())
    assert model.main.id == "p"
    assert [process.id for process in model.processes] == ["before", "p"]


def test_a_single_process_runs_without_being_marked_executable() -> None:
    model = read(bpmn("user a").replace(b' isExecutable="true"', b""))
    assert model.main.id == "p"


@pytest.mark.parametrize("engine", ["camunda.org/schema/1.0/bpmn", "flowable.org/bpmn", "activiti.org/bpmn"])
def test_collections_of_other_engines_are_read(engine: str) -> None:
    said = f'xmlns:x="http://{engine}" x:collection="${{people}}" x:elementVariable="one"'
    repeat = f"<multiInstanceLoopCharacteristics {said}/>"
    found = read(wrapped(f'<userTask id="a">{repeat}</userTask>')).main.elements["a"].multi_instance
    assert found is not None
    assert (found.collection, found.item) == ("${people}", "one")


def test_truth_may_be_written_as_a_number() -> None:
    file = wrapped('<userTask id="a" isForCompensation="1"/>').replace(b'isExecutable="true"', b'isExecutable="1"')
    model = read(file)
    assert model.main.executable
    assert [fault.rule for fault in model.faults] == ["compensation"]


def test_a_file_knows_what_any_of_its_processes_calls() -> None:
    inner = b'<process id="q"><callActivity id="b" calledElement="x:elsewhere"/></process>'
    file = wrapped('<callActivity id="a" calledElement="q"/>').replace(b"</definitions>", inner + b"</definitions>")
    assert read(file).calls == {"q", "elsewhere"}
