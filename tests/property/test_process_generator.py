"""The generator itself: it repeats itself, and the ordinary run meets everything that may be nested."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from process_blocks import Block, Choice, Parallel, Race, Repeat, Scope, Task, answered, inside
from process_generator import generate


def test_the_same_seed_gives_the_same_process_and_no_test_asks_for_a_missing_answer() -> None:
    for seed in range(300):
        process = generate(seed)
        assert repr(process) == repr(generate(seed))
        assert answered(process, frozenset()) is not None


def holding(outer: type, inner: Callable[[Block], bool]) -> Callable[[Block], bool]:
    return lambda block: isinstance(block, outer) and any(inner(one) for one in inside(block) if one is not block)


def is_many(block: Block) -> bool:
    return isinstance(block, Task | Scope) and block.many is not None


def is_inclusive(block: Block) -> bool:
    return isinstance(block, Choice) and block.inclusive


def guarded(kind: type, many: bool, interrupting: bool) -> Callable[[Block], bool]:
    def fits(block: Block) -> bool:
        return (
            isinstance(block, Task | Scope)
            and isinstance(block, kind)
            and is_many(block) == many
            and any(guard.interrupting == interrupting for guard in block.guards)
        )

    return fits


NESTINGS = {
    "parallel in a loop": holding(Repeat, lambda b: isinstance(b, Parallel)),
    "loop in a parallel arm": holding(Parallel, lambda b: isinstance(b, Repeat)),
    "loop in a loop": holding(Repeat, lambda b: isinstance(b, Repeat)),
    "inclusive in a loop": holding(Repeat, is_inclusive),
    "sub-process in a loop": holding(Repeat, lambda b: isinstance(b, Scope)),
    "instances in a loop": holding(Repeat, is_many),
    "loop in instances of a sub-process": lambda b: is_many(b) and holding(Scope, lambda c: isinstance(c, Repeat))(b),
    "parallel in instances of a sub-process": lambda b: (
        is_many(b) and holding(Scope, lambda c: isinstance(c, Parallel))(b)
    ),
    "boundary event in a loop": holding(Repeat, lambda b: isinstance(b, Task | Scope) and bool(b.guards)),
    "event-based gateway in a loop": holding(Repeat, lambda b: isinstance(b, Race)),
    **{
        f"{'interrupting' if cuts else 'other'} boundary event on {kind.__name__}{' with instances' * many}": guarded(
            kind, many, cuts
        )
        for kind in (Task, Scope)
        for many in (False, True)
        for cuts in (False, True)
    },
}


@pytest.mark.parametrize("nesting", NESTINGS)
def test_the_ordinary_run_has_every_nesting(nesting: str) -> None:
    assert sum(any(NESTINGS[nesting](block) for block in inside(generate(seed))) for seed in range(300)) >= 5
