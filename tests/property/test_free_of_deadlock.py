"""What the gate calls free of faults of tokens, the engine runs to an end, saved and loaded after every step.

Random answers decide; after a while loops are left as soon as they can be, and what may wait for ever is woken.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from process_generator import generate
from process_xml import draw
from test_random_processes_checked import OF_TOKENS

from engine.bpmn.checks import check_bytes
from engine.bpmn.definition import Definition, compile_definition
from engine.bpmn.read import read
from engine.bpmn.workflow import Workflow

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MOST_STEPS = 400
PATIENCE = 40  # steps, after which the run heads for the end


def finishes(definition: Definition, seed: str) -> None:
    """Run a case with random answers to its end; fail where it stops with nothing open and nothing awaited."""
    choice, view, now = random.Random(seed), dict[str, object](), NOW
    workflow, step = Workflow.start(definition, view, now)
    for number in range(MOST_STEPS):
        assert not step.incidents, step.incidents
        if workflow.ended:
            return
        workflow = Workflow.load(definition, workflow.save())
        tasks, waiting = workflow.open_tasks(), workflow.waiting()
        messages = [one for one in waiting if one.kind == "message"]
        dues = [one.due for one in waiting if one.due is not None]
        assert tasks or messages or dues, f"stuck after {number} steps"
        hurry = number > PATIENCE
        if tasks and (hurry or choice.random() < 0.8 or not (messages or dues)):
            task = choice.choice(tasks)
            answer: dict[str, object] = {field: choice.choice("yn") for field in "pqr"}
            again = "n" if hurry else choice.choice("ynn")
            answer |= {"go": choice.choice("abc"), "again": again, "n": choice.randint(0, 3)}
            step = workflow.complete(task.token, answer, view, now)
            view[task.element] = [answer] if task.instance is not None else answer
        elif messages and (not dues or choice.random() < 0.5):
            one = choice.choice(messages)
            step = workflow.send(one.name or "", {}, view, now, token=one.token)
        else:
            now = max(now, min(dues))
            step = workflow.advance(view, now)
    pytest.fail(f"{seed} has not ended after {MOST_STEPS} steps")


def run(seeds: range, runs: int) -> int:
    """Run what the gate lets pass; return how many processes that were."""
    passed = 0
    for seed in seeds:
        xml = draw(generate(seed), f"{seed}.0").encode()
        if {problem.rule for problem in check_bytes(xml, str(seed), lenient=True)} & OF_TOKENS:
            continue
        passed += 1
        definition = compile_definition(read(xml))
        for number in range(runs):
            finishes(definition, f"{seed} run {number}")
    return passed


def test_random_runs_of_what_the_gate_lets_pass_come_to_an_end() -> None:
    assert run(range(7_000, 7_100), 3) >= 90


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(s, s + 100) for s in range(7_000_000, 7_002_000, 100)], ids=str)
def test_many_random_runs_come_to_an_end(seeds: range) -> None:
    assert run(seeds, 20) >= 90
