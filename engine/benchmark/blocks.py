"""Twelve three-way parallel blocks in a row against one: what the engine does in memory, no database near."""

from __future__ import annotations

from datetime import datetime

from engine.benchmark.answer_form import answer
from engine.benchmark.casework import Times
from engine.benchmark.matters import parallel_blocks
from engine.bpmn.workflow import Definition, Workflow

_RUNS = 40


def block_ratio(now: datetime) -> float:
    """Return the cost of twelve blocks over that of one, of starting or of a step, whichever is higher."""
    one, twelve = parallel_blocks(1).definition, parallel_blocks(12).definition
    costs = {definition.digest: [Times() for _ in range(4)] for definition in (one, twelve)}
    for _ in range(_RUNS):
        for definition in (one, twelve):
            _first_block(definition, now, costs[definition.digest])
    pairs = zip(costs[one.digest], costs[twelve.digest], strict=True)
    return max(many.wall_median / single.wall_median for single, many in pairs)


def _first_block(definition: Definition, now: datetime, times: list[Times]) -> None:
    """Start an instance and do its first three tasks, each from the saved state to the saved state."""
    state = b""

    def start() -> None:
        nonlocal state
        state = Workflow.start(definition, {}, now)[0].save()

    def complete() -> None:
        nonlocal state
        workflow = Workflow.load(definition, state)
        workflow.complete(workflow.open_tasks()[0].token, answer(), {}, now)
        state = workflow.save()

    times[0].measure(start)
    for step in times[1:]:
        step.measure(complete)
