"""The checker against random processes: good ones pass, and where a broken one sticks it has said so.

Broken ones are good ones with gateways of another kind. The engine walks each of them with random answers; if a
case stops with nothing open and nothing awaited, the exploration of tokens must have found an error beforehand.
"""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import pytest
from process_generator import generate
from process_xml import draw

from engine.bpmn.checks import check_bytes, format_problem
from engine.bpmn.definition import compile_definition
from engine.bpmn.model import BpmnError
from engine.bpmn.read import read
from engine.bpmn.workflow import Workflow

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KINDS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
OF_TOKENS = {"deadlock", "doubled-token", "endless-loop", "dead-element", "piled-token", "not-exhausted"}


def drawn(seed: int) -> str:
    return draw(generate(seed), f"{seed}.0")


def good(seed: int) -> None:
    errors = [p for p in check_bytes(drawn(seed).encode(), str(seed), lenient=True) if p.severity == "error"]
    assert errors == [], "\n".join(map(format_problem, errors))


def broken(seed: int) -> str:
    """Return a process one or two of whose gateways are of another kind, without conditions that would not count."""
    choice, xml = random.Random(f"broken {seed}"), drawn(seed)
    gateways = re.findall(rf"<({'|'.join(KINDS)}) id=\"(\w+)\"", xml)
    for kind, key in choice.sample(gateways, min(len(gateways), choice.randint(1, 2))):
        other = (
            "parallelGateway" if kind != "parallelGateway" else choice.choice(("exclusiveGateway", "inclusiveGateway"))
        )
        xml = re.sub(rf"<{kind} id=\"{key}\"([^>]*)/>", rf'<{other} id="{key}"\1/>', xml)
        if other == "parallelGateway":
            xml = re.sub(rf"<parallelGateway id=\"{key}\"[^>]*/>", f'<parallelGateway id="{key}"/>', xml)
            xml = re.sub(rf'(sourceRef="{key}"[^>]*>)<conditionExpression.*?</conditionExpression>', r"\1", xml)
    return xml


def sticks(xml: str, seed: int) -> bool:
    """Return whether a case with random answers stops with nothing open and nothing awaited."""
    choice, view, now = random.Random(f"walk {seed}"), dict[str, object](), NOW
    workflow, step = Workflow.start(compile_definition(read(xml.encode())), view, now)
    for _ in range(80):
        if workflow.ended or step.incidents:
            return False
        tasks, waiting = workflow.open_tasks(), workflow.waiting()
        messages = [one for one in waiting if one.kind == "message"]
        dues = [one.due for one in waiting if one.due is not None]
        if tasks and (choice.random() < 0.8 or not (messages or dues)):
            task = choice.choice(tasks)
            answer: dict[str, object] = {field: choice.choice("yn") for field in "pqr"}
            answer |= {"go": choice.choice("abc"), "again": choice.choice("ynn"), "n": choice.randint(0, 3)}
            step = workflow.complete(task.token, answer, view, now)
            view[task.element] = [answer] if task.instance is not None else answer
        elif messages and (not dues or choice.random() < 0.5):
            one = choice.choice(messages)
            step = workflow.send(one.name or "", {}, view, now, token=one.token)
        elif dues:
            now = max(now, min(dues))
            step = workflow.advance(view, now)
        else:
            return True
    return False


def never_sticks_unannounced(seed: int) -> bool:
    xml = broken(seed)
    try:
        stuck = any(sticks(xml, walk) for walk in range(seed * 4, seed * 4 + 4))
    except BpmnError:
        return False
    if stuck:
        problems = check_bytes(xml.encode(), str(seed), lenient=True)
        assert {p.rule for p in problems} & OF_TOKENS, f"{seed} sticks and the checker saw nothing\n{xml}"
    return stuck


def test_good_processes_have_no_error() -> None:
    for seed in range(150):
        good(seed)


def test_broken_processes_do_not_stick_unannounced() -> None:
    assert sum(never_sticks_unannounced(seed) for seed in range(200)) >= 5  # else the test would show nothing


@pytest.mark.soak
def test_many_random_processes() -> None:
    for seed in range(2_000_000, 2_005_000):
        good(seed)
        never_sticks_unannounced(seed)
