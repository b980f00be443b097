"""A fault put into a good process is found by the rule that is meant for it; the good process shows none of these."""

from __future__ import annotations

import random

import pytest
from process_generator import generate
from process_xml import draw
from seeded_faults import FAULTS, Fault, with_fee

from engine.bpmn.checks import Problem, check_bytes

MEANT = frozenset(
    [
        "deadlock",
        "doubled-token",
        "no-default",
        "flow-without-condition",
        "dangling-reference",
        "no-incoming",
        "unreachable",
        "empty-loop",
        "automatic-loop",
        "dead-condition",
        "not-yet-answered",
        "message-uncaught",
        "reserved-id",
        "event-sub-process",
        "link-partner",
        "fee-unpaid",
    ]
)


def problems(xml: str) -> list[Problem]:
    return [
        problem
        for problem in check_bytes(xml.encode(), "p.bpmn")
        if problem.rule in MEANT | {"end-reached-twice", "dead-element"}
    ]


def seeded(name: str, seed: int) -> Fault | None:
    process = generate(seed)
    return FAULTS[name](process, draw(process, f"{seed}.0"), random.Random(f"{name} {seed}"))


def is_found(fault: Fault) -> bool:
    return any(
        problem.rule in fault.rules and fault.element in (None, problem.element) for problem in problems(fault.xml)
    )


def missed(name: str, seeds: range) -> tuple[int, list[int]]:
    """Return how many processes could bear the fault, and the seeds of those in which it was not found."""
    tried, lost = 0, list[int]()
    for seed in seeds:
        fault = seeded(name, seed)
        if fault is not None:
            tried += 1
            if not is_found(fault):
                lost.append(seed)
    return tried, lost


def false_alarms(seeds: range) -> list[str]:
    found = list[str]()
    for seed in seeds:
        xml = draw(generate(seed), f"{seed}.0")
        for drawn in (xml, with_fee(xml, paid=True)):
            found += [f"{seed}: {one.rule} at {one.element}" for one in problems(drawn or xml) if one.rule in MEANT]
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_its_rule(name: str) -> None:
    tried, lost = missed(name, range(3_000, 3_030))
    assert tried >= 5
    assert lost == []


def test_good_processes_show_no_fault() -> None:
    assert false_alarms(range(4_000, 4_030)) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", FAULTS)
def test_ninety_nine_in_a_hundred_are_found(name: str) -> None:
    tried, lost = missed(name, range(3_000_000, 3_002_000))
    print(f"{name}: {tried - len(lost)} of {tried}")
    assert len(lost) <= tried / 100, lost[:20]


@pytest.mark.soak
def test_no_false_alarm_in_two_thousand() -> None:
    assert false_alarms(range(4_000_000, 4_002_000)) == []
