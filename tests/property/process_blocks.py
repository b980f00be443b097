"""Block-structured processes as a tree of values: what the generator makes and the oracle interprets.

Blocks are equal only to themselves: a tree holds each once, and the oracle's states compare and hash fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Test:
    """Holds when the latest answer of ``task`` has ``value`` in ``field``."""

    task: str
    field: str
    value: str

    __test__ = False  # not a test of pytest's

    def __str__(self) -> str:
        return f"{self.task}.{self.field} == '{self.value}'"


@dataclass(frozen=True)
class Many:
    """Several instances: a fixed number, or the number that the answer of a task gave in its field ``n``."""

    sequential: bool
    count: int | None
    counted_by: str | None = None
    stop: bool = False  # done as soon as one instance of this activation answered go == 'a'


@dataclass(frozen=True, eq=False)
class Guard:
    """A boundary event; a path that leaves or does not interrupt has an end event of its own."""

    id: str
    kind: Literal["timer", "message"]
    interrupting: bool
    minutes: int
    times: int
    message: str
    path: Block
    leaves: bool


@dataclass(frozen=True, eq=False)
class Task:
    id: str
    many: Many | None = None
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, eq=False)
class Scope:
    """An embedded sub-process."""

    id: str
    body: Block
    many: Many | None = None
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, eq=False)
class Catch:
    """An intermediate event that waits for a message or for time to pass."""

    id: str
    kind: Literal["timer", "message"]
    minutes: int
    message: str


@dataclass(frozen=True, eq=False)
class Sequence:
    parts: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """An exclusive (tests shut each other out) or inclusive split and join; the last arm is the default."""

    id: str
    inclusive: bool
    arms: tuple[tuple[Test | None, Block], ...]


@dataclass(frozen=True, eq=False)
class Parallel:
    id: str
    arms: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Repeat:
    """A rework loop: the body once more as long as the test holds behind it."""

    id: str
    body: Block
    again: Test


@dataclass(frozen=True, eq=False)
class Race:
    """An event-based gateway: the first event of its arms wins."""

    id: str
    arms: tuple[tuple[Catch, Block], ...]


Block = Task | Scope | Catch | Sequence | Choice | Parallel | Repeat | Race
EMPTY = Sequence(())


def inside(block: Block) -> Iterator[Block]:
    """Give the block and everything in it, boundary paths included."""
    yield block
    if isinstance(block, Task | Scope):
        for guard in block.guards:
            yield from inside(guard.path)
    match block:
        case Scope(body=body) | Repeat(body=body):
            yield from inside(body)
        case Sequence(parts=arms) | Parallel(arms=arms):
            for arm in arms:
                yield from inside(arm)
        case Choice(arms=pairs):
            for _, arm in pairs:
                yield from inside(arm)
        case Race(arms=races):
            for event, arm in races:
                yield event
                yield from inside(arm)


def size(block: Block) -> int:
    """Return how many flow nodes the block is drawn with, merges of boundary paths left out."""
    weights = {Task: 1, Catch: 1, Scope: 3, Choice: 2, Parallel: 2, Repeat: 2, Race: 2, Sequence: 0}
    guards = sum(len(b.guards) for b in inside(block) if isinstance(b, Task | Scope))
    return guards + sum(weights[type(b)] for b in inside(block))


def answered(block: Block, before: frozenset[str]) -> frozenset[str] | None:
    """Return the plain tasks that surely have an answer behind the block, or None if a test may find none."""
    after = _answered(block, before)
    return None if after is None or not _guards_fit(block, before) else after


def _guards_fit(block: Block, before: frozenset[str]) -> bool:
    return not isinstance(block, Task | Scope) or all(answered(g.path, before) is not None for g in block.guards)


def _answered(block: Block, before: frozenset[str]) -> frozenset[str] | None:
    match block:
        case Task(id, many, guards):
            if many and many.counted_by and many.counted_by not in before:
                return None
            sure = many is None and not any(g.interrupting for g in guards)
            return before | {id} if sure else before
        case Scope(_, body, many, guards):
            if many and many.counted_by and many.counted_by not in before:
                return None
            within = answered(body, before)
            sure = (many is None or bool(many.count)) and not any(g.interrupting for g in guards)
            return None if within is None else within if sure and not leaving(body) else before
        case Sequence(parts):
            known: frozenset[str] | None = before
            for part in parts:
                known = None if known is None else answered(part, known)
            return known
        case Choice(_, inclusive, pairs):
            if any(test and test.task not in before for test, _ in pairs):
                return None
            ends = [answered(arm, before) for _, arm in pairs]
            known = None if None in ends else frozenset.intersection(*(e for e in ends if e is not None))
            return before if known is not None and inclusive else known
        case Parallel(_, arms):
            ends = [answered(arm, before) for arm in arms]
            return None if None in ends else frozenset.union(*(e for e in ends if e is not None))
        case Repeat(_, body, again):
            known = answered(body, before)
            # A test on an answer from before the loop would never change: a loop without a wait.
            return None if known is None or again.task not in (known - before) else known
        case Race(_, races):
            ends = [answered(arm, before) for _, arm in races]
            return None if None in ends else frozenset.intersection(*(e for e in ends if e is not None))
        case _:
            return before


def leaving(block: Block) -> bool:
    return any(g.leaves and g.interrupting for b in inside(block) if isinstance(b, Task | Scope) for g in b.guards)
