"""The longest way through a flow: series add up, branches take the longest, loops count once."""

from __future__ import annotations

from engine.bpmn.read import read
from engine.budget import longest_path
from processes.registry import HERE

STAGES = frozenset(("review", "approval", "completion"))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core"><process id="p" isExecutable="true">'
)
TAIL = "</process></definitions>"


def task(name: str, days: int, stage: str = "review") -> str:
    return (
        f'<userTask id="{name}"><extensionElements><s:properties><s:property name="stage" value="{stage}"/>'
        f'<s:property name="limitWorkdays" value="{days}"/></s:properties></extensionElements></userTask>'
    )


def nodes(*pairs: str) -> str:
    return "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{pair.split(">")[0]}" targetRef="{pair.split(">")[1]}"/>'
        for n, pair in enumerate(pairs)
    )


def path(body: str, **options):
    return longest_path(read((HEAD + body + TAIL).encode()), {}, STAGES, **options)


def test_series_add_and_parallel_takes_the_longest():
    body = (
        '<startEvent id="s"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="e"/>'
        + task("a", 2)
        + task("b", 3)
        + task("c", 5)
        + task("d", 1, "approval")
        + nodes("s>a", "a>fork", "fork>b", "fork>c", "b>join", "c>join", "join>d", "d>e")
    )
    assert path(body).days == 2 + 5 + 1
    assert path(body).elements == ("a", "c", "d")


def test_a_rework_loop_counts_once():
    body = (
        '<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/>'
        + task("a", 2)
        + task("b", 3)
        + nodes("s>a", "a>b", "b>x", "x>a", "x>e")
    )
    assert path(body).days == 5


def test_acceptance_and_delivery_have_clocks_of_their_own():
    body = (
        '<startEvent id="s"/><endEvent id="e"/>'
        + task("a", 1, "acceptance")
        + task("b", 4)
        + task("c", 10, "delivery")
        + nodes("s>a", "a>b", "b>c", "c>e")
    )
    assert path(body).elements == ("b",)


def test_a_sub_process_and_what_follows_its_boundary_event_count():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><endEvent id="e2"/>'
        '<subProcess id="sub"><startEvent id="s2"/>'
        + task("inner", 3)
        + '<endEvent id="e3"/><sequenceFlow id="g1" sourceRef="s2" targetRef="inner"/>'
        + '<sequenceFlow id="g2" sourceRef="inner" targetRef="e3"/></subProcess>'
        + '<boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition id="t">'
        + "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
        + task("after", 1)
        + task("instead", 4)
        + nodes("s>sub", "sub>after", "after>e", "late>instead", "instead>e2")
    )
    assert path(body).elements == ("inner", "instead")


def test_waiting_counts_only_when_asked():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><intermediateCatchEvent id="w"><timerEventDefinition id="t">'
        "<timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        + task("a", 2)
        + nodes("s>w", "w>a", "a>e")
    )
    assert path(body).days == 2
    assert path(body, waits=True).days == 5


def test_the_small_catering_permit_keeps_its_promise_of_seven_days():
    model = read((HERE / "small_catering_permit" / "process.bpmn").read_bytes())
    longest = longest_path(model, {}, STAGES)
    assert longest.days == 7
    assert "recheck" in longest.elements
