"""Makes a failing process smaller: leaves out one part after the other as long as some walk still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from process_blocks import (
    EMPTY,
    Block,
    Choice,
    Parallel,
    Race,
    Repeat,
    Scope,
    Sequence,
    Task,
    answered,
    inside,
    size,
)


def shrink(process: Block, fails: Callable[[Block], bool], tries: int = 400) -> Block:
    """Return a smallest process found that still fails."""
    while True:
        for smaller in sorted(smaller_ones(process), key=size):
            tries -= 1
            if tries < 0:
                return process
            if answered(smaller, frozenset()) is not None and fails(smaller):
                process = smaller
                break
        else:
            return process


def smaller_ones(block: Block) -> Iterator[Block]:
    """Give every process that has one part less."""
    match block:
        case Task(many=many, guards=guards) | Scope(many=many, guards=guards):
            if many:
                yield replace(block, many=None)
            for place, guard in enumerate(guards):
                others = guards[:place], guards[place + 1 :]
                yield replace(block, guards=others[0] + others[1])
                yield from (
                    replace(block, guards=others[0] + (replace(guard, path=p),) + others[1])
                    for p in [EMPTY, *smaller_ones(guard.path)]
                    if guard.path is not EMPTY
                )
    match block:
        case Scope(body=body):
            if not any(isinstance(b, Task | Scope) and b.guards for b in inside(body)):
                yield body  # else a path could leave a parallel block, and its join wait for ever
            yield from (replace(block, body=b) for b in smaller_ones(body))
        case Repeat(body=body):
            yield body
            yield from (replace(block, body=b) for b in smaller_ones(body))
        case Sequence(parts):
            for place, part in enumerate(parts):
                yield Sequence(parts[:place] + parts[place + 1 :]) if len(parts) != 2 else parts[1 - place]
                yield from (Sequence((*parts[:place], p, *parts[place + 1 :])) for p in smaller_ones(part))
        case Parallel(arms=arms):
            yield from arms
            for place, arm in enumerate(arms):
                if len(arms) > 2:
                    yield replace(block, arms=arms[:place] + arms[place + 1 :])
                yield from (replace(block, arms=(*arms[:place], a, *arms[place + 1 :])) for a in smaller_ones(arm))
        case Choice(arms=pairs):
            yield from (arm for _, arm in pairs)
            for place, (test, arm) in enumerate(pairs):
                if len(pairs) > 2 and test:
                    yield replace(block, arms=pairs[:place] + pairs[place + 1 :])
                yield from (
                    replace(block, arms=(*pairs[:place], (test, a), *pairs[place + 1 :])) for a in smaller_ones(arm)
                )
        case Race(arms=races):
            yield from (arm for _, arm in races)
            for place, (event, arm) in enumerate(races):
                yield from (
                    replace(block, arms=(*races[:place], (event, a), *races[place + 1 :])) for a in smaller_ones(arm)
                )
