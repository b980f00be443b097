"""Random cases that move to and fro between two versions of the same process after every step end as the oracle says.

Both versions are one process under two hashes, so whatever stands in the way of a move is a false alarm, save an
activity with several instances, which is left until they are done.
"""

from __future__ import annotations

import pytest
from process_generator import generate
from process_walk import Disagreement, Walk

from engine.bpmn.definition import compile_definition
from engine.bpmn.moving import move
from engine.bpmn.read import read
from engine.bpmn.workflow import Workflow

CHUNK = 20


class MovingWalk(Walk):
    """A walk whose case is put into the other version whenever it was saved."""

    moves = 0
    stays = 0

    def reload(self) -> None:
        super().reload()
        if self.workflow.ended:
            return
        other = compile_definition(read(f"{self.xml}<!-- {self.moves} -->".encode()))
        state, known = self.workflow.save(), frozenset(self.answers)
        made = move(self.definition, other, state, {}, answered=known, view=self.view, now=self.now)
        left = [one for one in made.obstacles if one.element not in self.repeated()]
        if left:
            raise Disagreement(f"cannot move: {[(one.element, str(one.text)) for one in left]}")
        if made.state is None:
            self.stays += 1
            return
        tokens, waiting = self.tokens(), self.waiting()
        self.definition = other
        self.workflow = Workflow.load(other, made.state)
        self.moves += 1
        if (self.tokens(), self.waiting()) != (tokens, waiting) or made.timers:
            raise Disagreement(f"{tokens} {waiting} became {self.tokens()} {self.waiting()} {made.timers}")

    def repeated(self) -> set[str]:
        elements = self.definition.elements.values()
        return {one.id for one in elements if one.multi_instance is not None or one.loop is not None}


@pytest.mark.parametrize("seeds", [range(start, start + CHUNK) for start in (0, CHUNK)], ids=str)
def test_cases_that_move_after_every_step_end_as_they_would(seeds: range) -> None:
    assert sum(moved(seed) for seed in seeds) > len(seeds)


@pytest.mark.soak
@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(2_000_000, 2_002_000, 100)], ids=str)
def test_many_cases_that_move_after_every_step_end_as_they_would(seeds: range) -> None:
    assert sum(moved(seed) for seed in seeds) > len(seeds)


def moved(seed: int) -> int:
    """Return how often the case of the seed moved."""
    walk = MovingWalk(generate(seed), f"{seed}.0")
    try:
        walk.run()
    except Disagreement as problem:
        pytest.fail(f"seed {seed}: {problem}\n  " + "\n  ".join(walk.log[-10:]), pytrace=False)
    return walk.moves
