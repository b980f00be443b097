"""Engine and oracle agree on graphs without structure: inclusive joins by the letter, piled up tokens, dead joins."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from wild_graphs import Graph, GraphMaker, GraphOracle, State

from engine.bpmn.definition import compile_definition
from engine.bpmn.read import read
from engine.bpmn.workflow import Workflow

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RUNS = int(os.environ.get("BANJIAN_PROPERTY_RUNS", "300"))
STEPS, CROWD = 25, 10


class GraphWalk:
    """Completes random tasks with random choices, and compares what is open after each."""

    def __init__(self, graph: Graph, seed: str) -> None:
        self.graph, self.random = graph, random.Random(seed)
        self.oracle = GraphOracle(graph)
        self.states: set[State] = set()
        self.log: list[str] = []

    def choice(self) -> dict[str, dict[str, str]]:
        return {"choice": {flow.id: self.random.choice("yn") for flow in self.graph.flows}}

    def run(self) -> None:
        view = self.choice()
        self.definition = compile_definition(read(self.graph.xml().encode()))
        self.log.append(f"start {view}")
        self.workflow, _ = Workflow.start(self.definition, view, NOW)
        self.states = self.oracle.start(view["choice"])
        self.compare()
        for _ in range(STEPS):
            tasks = self.workflow.open_tasks()
            if not tasks or len(tasks) > CROWD:
                return
            view, task = self.choice(), self.random.choice(tasks)
            self.log.append(f"complete {task.element} {view}")
            self.workflow.complete(task.token, {}, view, NOW)
            after = (self.oracle.complete(state, task.element, view["choice"]) for state in self.states)
            self.states = set().union(*after)
            self.compare()

    def compare(self) -> None:
        self.check()
        self.workflow = Workflow.load(self.definition, self.workflow.save())
        self.check()

    def check(self) -> None:
        seen = Counter(task.element for task in self.workflow.open_tasks())
        fitting = {s for s in self.states if Counter({p: n for p, n in s if p not in self.oracle.flow}) == seen}
        assert fitting, f"the engine shows {dict(seen)}, expected {[dict(state) for state in self.states]}"
        self.states = fitting
        over, stuck = self.workflow.ended, bool(self.workflow.incidents())
        endings = {(not state, bool(state) and not seen) for state in self.states}
        assert (over, stuck) in endings, f"ended {over}, incident {stuck}, expected {endings}"


@pytest.mark.parametrize("seeds", [range(s, min(s + 50, RUNS)) for s in range(0, RUNS, 50)], ids=str)
def test_engine_and_oracle_agree_without_structure(seeds: range) -> None:
    for seed in seeds:
        compare(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(s, s + 500) for s in range(1_000_000, 1_020_000, 500)], ids=str)
def test_engine_and_oracle_agree_on_many_without_structure(seeds: range) -> None:
    for seed in seeds:
        compare(seed)


def compare(seed: int) -> None:
    graph = GraphMaker(seed).make()
    for number in range(3):
        walk = GraphWalk(graph, f"{seed}.{number}")
        try:
            walk.run()
        except Exception as problem:
            steps = "\n  ".join(walk.log)
            pytest.fail(f"seed {seed}: {problem}\n  {steps}\n{graph.xml()}", pytrace=False)


def fires_at_once(oracle: GraphOracle, node: str, tokens: Counter[str]) -> bool:
    return any(tokens[flow.id] > 0 for flow in oracle.into[node])


def waits_for_all_that_may_come(oracle: GraphOracle, node: str, tokens: Counter[str]) -> bool:
    taken = {flow.id for flow in oracle.into[node] if tokens[flow.id] > 0}
    others = (place for place, number in tokens.items() if number > 0 and place not in taken)
    starts = ([p] if p in oracle.flow else [flow.id for flow in oracle.out[p]] for p in others)
    return bool(taken) and not any(
        oracle.reached(start, node) & {flow.id for flow in oracle.into[node]} for start in starts
    )


@pytest.mark.parametrize("misreading", [fires_at_once, waits_for_all_that_may_come])
def test_another_reading_of_the_inclusive_join_would_be_found_out(
    misreading: Callable[[GraphOracle, str, Counter[str]], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GraphOracle, "may_fire", misreading)
    for seed in range(300):
        try:
            GraphWalk(GraphMaker(seed).make(), f"{seed}.0").run()
        except AssertionError:
            return
    raise AssertionError("no walk noticed")
