"""One durable completion against its floor and against the stock way, in interleaved rounds."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select

from engine.benchmark.answer_form import answer
from engine.benchmark.casework import Times, completions, file_cases, new_key
from engine.benchmark.floor import Call, Floor, recorder
from engine.benchmark.fresh_hall import PEOPLE
from engine.benchmark.matters import PEER7, REVIEWER, peer7
from engine.benchmark.stock import StockWay
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.cases import Case

_KEY = "peer7"


@dataclass
class Round:
    """What the completions of one round took, in three ways."""

    engine: Times
    floor: Times
    stock: Times


@dataclass(frozen=True)
class StepCost:
    """The rounds, the number of statements of each step, and the largest state on the way."""

    rounds: Sequence[Round]
    statements: dict[str, int]
    state_bytes: int

    @property
    def figures(self) -> dict[str, float]:
        """Return the keys of the benchmark that come from the rounds, times in milliseconds."""
        step, floor, stock = (
            median(getattr(one, way).wall_median for one in self.rounds) for way in ("engine", "floor", "stock")
        )
        cpu = [(one.engine.cpu_mean, one.floor.cpu_mean, one.stock.cpu_mean) for one in self.rounds]
        return {
            "step_ms": step * 1000,
            "floor_ms": floor * 1000,
            "stock_ms": stock * 1000,
            "ratio": median(one.engine.wall_median / one.floor.wall_median for one in self.rounds),
            "step_cpu_ms": median(engine for engine, _, _ in cpu) * 1000,
            "cpu_ratio": median(engine / floor for engine, floor, _ in cpu),
            "stock_cpu_ratio": median(stock / engine for engine, _, stock in cpu),
        }


def step_cost(hall: Hall, rounds: int, cases: int) -> StepCost:
    """Measure ``rounds`` rounds of ``cases`` cases that take each step in turn; peer7 must be published."""
    floor, first, statements = recorded_floor(hall)
    stock = StockWay(hall, peer7())
    _round(hall, floor, first, stock, 2)
    # What was made up to here lives as long as the process; whoever runs next should not pay for looking at it.
    gc.collect()
    gc.freeze()
    measured = [_round(hall, floor, first, stock, cases) for _ in range(rounds)]
    gc.unfreeze()
    return StepCost(measured, statements, _largest_state(hall))


def recorded_floor(hall: Hall) -> tuple[Floor, tuple[str, str], dict[str, int]]:
    """Take a case through all steps; return its statements, its ids (case, first task), and their number by step."""
    with recorder(hall) as (recording, calls):
        steps: list[list[Call]] = []
        # The first case also fills caches, whose statements are no part of a step.
        for _ in range(2):
            steps.clear()
            (case,) = file_cases(recording, _KEY, 1)
            first = completions(hall, [case], PEER7[0])[0].task_id
            for element in PEER7:
                (command,) = completions(hall, [case], element)
                calls.clear()
                recording.run(command)
                steps.append(list(calls))
    counts = {element: len(step) for element, step in zip(PEER7, steps, strict=True)}
    return Floor(hall, steps), (case, first), counts


def _round(hall: Hall, floor: Floor, recorded: tuple[str, str], stock: StockWay, count: int) -> Round:
    result = Round(Times(), Times(), Times())
    ours, bare = file_cases(hall, _KEY, count), file_cases(hall, _KEY, count)
    theirs = [stock.file() for _ in range(count)]
    case, task = recorded
    firsts = completions(hall, bare, PEER7[0])
    played = [floor.prepared({case: one, task: first.task_id}) for one, first in zip(bare, firsts, strict=True)]
    for number, element in enumerate(PEER7):
        commands = completions(hall, ours, element)
        gc.collect()
        for command in commands:
            result.engine.measure(lambda: hall.run(command))  # noqa: B023 - called before the next turn
        gc.collect()
        for steps in played:
            result.floor.measure(lambda: floor.play(steps[number]))  # noqa: B023
        gc.collect()
        for one in theirs:
            key = new_key()
            result.stock.measure(lambda: stock.complete(one, element, answer(), PEOPLE[REVIEWER], key))  # noqa: B023
    return result


def _largest_state(hall: Hall) -> int:
    """Return the size of the largest state that a case of ours has between two steps."""
    sizes = [0]
    (case,) = file_cases(hall, _KEY, 1)
    for element in PEER7:
        with hall.reading() as connection:
            state = table_of(Case).c.state
            sizes.append(connection.execute(select(func.length(state)).where(Case.id == case)).scalar_one())
        hall.run(completions(hall, [case], element)[0])
    return max(sizes)
