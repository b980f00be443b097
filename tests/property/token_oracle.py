"""A small interpreter of block trees by BPMN 2.0.2 chapter 13, written apart from the engine.

State is a tree of frozen values, so that two states that cannot be told apart are equal. Where an event may
reach one of several equal elements (instances of a sub-process), every possibility is kept; the engine's open
tasks then rule out the wrong ones. So the oracle needs no identity of tokens and never raises a false alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from process_blocks import (
    EMPTY,
    Block,
    Catch,
    Choice,
    Guard,
    Many,
    Parallel,
    Race,
    Repeat,
    Scope,
    Sequence,
    Task,
)


@dataclass(frozen=True)
class World:
    now: datetime
    answers: Mapping[str, Mapping[str, object]]


class Event(NamedTuple):
    """What happens: kind ``task`` (an instance of it is answered), ``message`` or ``timer`` of an element."""

    kind: str
    element: str
    answer: Mapping[str, object] = {}
    due: datetime | None = None


class Waits(NamedTuple):
    kind: str  # task, message, timer
    element: str
    due: datetime | None = None


@dataclass(frozen=True)
class Gone:
    """A token has left the block: on its outgoing flow, or into an end event inside it."""

    arrived: bool


MOST_STATES = 2000
ARRIVED, ENDED = Gone(True), Gone(False)


class Node:
    """A block that holds at least one token."""

    def waits(self) -> Iterator[Waits]:
        raise NotImplementedError

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        """Give every state the event can lead to; nothing if no token here waits for it."""
        raise NotImplementedError


class Outcome(NamedTuple):
    state: Node | Gone
    spawned: tuple[Node, ...] = ()  # tokens on paths that did not interrupt; they belong to the enclosing scope


@dataclass(frozen=True)
class Waiting(Node):
    """A task without instances, or one event of a catch, race or boundary; ``times`` it may fire still."""

    wait: Waits
    times: int = 1

    def waits(self) -> Iterator[Waits]:
        yield self.wait

    def hit(self, event: Event) -> bool:
        return (event.kind, event.element) == (
            self.wait.kind,
            self.wait.element,
        ) and event.due == self.wait.due

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        if self.hit(event):
            yield Outcome(ARRIVED)


@dataclass(frozen=True)
class Running(Node):
    """A block with one token; ``place``: the part of a sequence, or how many instances are to come."""

    block: Block
    child: Node
    place: int = 0

    def waits(self) -> Iterator[Waits]:
        return self.child.waits()

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        stop = isinstance(self.block, Task) and self.block.many is not None and self.block.many.stop
        for state, spawned in self.child.apply(event, world):
            place = 0 if stop and event.answer.get("go") == "a" else self.place
            follow = _after(self.block, place, state, world)
            yield Outcome(follow.state, spawned + follow.spawned)


@dataclass(frozen=True)
class Arms(Node):
    """Tokens side by side: arms of a split up to its join, or instances; sorted to be equal when equal."""

    children: tuple[Node, ...]
    arrived: bool
    stop: bool = False

    def waits(self) -> Iterator[Waits]:
        for child in self.children:
            yield from child.waits()

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        for place, child in enumerate(self.children):
            if child in self.children[:place]:
                continue
            others = self.children[:place] + self.children[place + 1 :]
            for state, spawned in child.apply(event, world):
                if self.stop and event.kind == "task" and event.answer.get("go") == "a":
                    yield Outcome(ARRIVED, spawned)
                else:
                    yield Outcome(_arms([*others, state], self.arrived, self.stop), spawned)


@dataclass(frozen=True)
class Inner(Node):
    """The inside of a sub-process: it lasts until its own token and every token spawned in it are gone."""

    tokens: tuple[Node, ...]

    def waits(self) -> Iterator[Waits]:
        for token in self.tokens:
            yield from token.waits()

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        for place, token in enumerate(self.tokens):
            if token in self.tokens[:place]:
                continue
            others = self.tokens[:place] + self.tokens[place + 1 :]
            for state, spawned in token.apply(event, world):
                yield Outcome(_inner([*others, state, *spawned]))


@dataclass(frozen=True)
class Racing(Node):
    block: Race
    events: tuple[Waiting, ...]

    def waits(self) -> Iterator[Waits]:
        for event in self.events:
            yield event.wait

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        for waiting, (_, arm) in zip(self.events, self.block.arms, strict=True):
            if waiting.hit(event):
                yield enter(arm, world)


@dataclass(frozen=True)
class Hosting(Node):
    """An activity with boundary events, which wait as long as the activity lasts."""

    block: Task | Scope
    child: Node
    guards: tuple[tuple[Guard, Waiting], ...]

    def waits(self) -> Iterator[Waits]:
        yield from self.child.waits()
        for _, waiting in self.guards:
            yield waiting.wait

    def apply(self, event: Event, world: World) -> Iterator[Outcome]:
        for state, spawned in self.child.apply(event, world):
            yield Outcome(state if isinstance(state, Gone) else replace(self, child=state), spawned)
        for place, (guard, waiting) in enumerate(self.guards):
            if not waiting.hit(event):
                continue
            path, spawned = enter(guard.path, world)
            if not guard.leaves:
                yield Outcome(path, spawned)
                continue
            # No join of this block can be reached from a path with its own end, so none waits for it.
            state: Node | Gone = ENDED
            if not guard.interrupting:
                left = self.guards[:place] + _again(guard, waiting) + self.guards[place + 1 :]
                state = replace(self, guards=left)
            yield Outcome(state, spawned if isinstance(path, Gone) else (*spawned, path))


def enter(block: Block, world: World) -> Outcome:
    """Put a token on the incoming flow of the block and let it run until it waits."""
    match block:
        case Task() | Scope():
            return _enter_activity(block, world)
        case Catch(id, kind, minutes):
            return Outcome(_event(id, kind, minutes, world))
        case Sequence():
            return _after(block, -1, ARRIVED, world)
        case Repeat(_, body):
            state, spawned = enter(body, world)
            follow = _after(block, 0, state, world)
            return Outcome(follow.state, spawned + follow.spawned)
        case Race(_, arms):
            return Outcome(Racing(block, tuple(_event(e.id, e.kind, e.minutes, world) for e, _ in arms)))
        case Parallel(_, arms):
            return _side_by_side(arms, world)
        case Choice(_, inclusive, arms):
            chosen = [arm for test, arm in arms if test and _holds(test, world)] or [arms[-1][1]]
            return _side_by_side(chosen, world) if inclusive else enter(chosen[0], world)
    raise AssertionError(block)


def _side_by_side(arms: Iterator[Block] | list[Block] | tuple[Block, ...], world: World) -> Outcome:
    entered = [enter(arm, world) for arm in arms]
    return Outcome(_arms([e.state for e in entered], False), sum((e.spawned for e in entered), ()))


def _arms(states: list[Node | Gone], arrived: bool, stop: bool = False) -> Node | Gone:
    arrived = arrived or ARRIVED in states
    nodes = sorted((s for s in states if isinstance(s, Node)), key=hash)
    return Arms(tuple(nodes), arrived, stop) if nodes else Gone(arrived)


def _inner(states: list[Node | Gone]) -> Node | Gone:
    nodes = sorted((s for s in states if isinstance(s, Node)), key=hash)
    return Inner(tuple(nodes)) if nodes else ARRIVED


def _after(block: Block, place: int, state: Node | Gone, world: World) -> Outcome:
    """Go on in a sequence, a loop or sequential instances after the part at ``place`` came to ``state``."""
    spawned: tuple[Node, ...] = ()
    while state == ARRIVED:
        match block:
            case Sequence(parts) if place + 1 < len(parts):
                place, follow = place + 1, enter(parts[place + 1], world)
            case Repeat(_, body, again) if _holds(again, world):
                follow = enter(body, world)
            case Task() | Scope() if place:
                place, follow = place - 1, _instance(block, world)
            case _:
                return Outcome(ARRIVED, spawned)
        state, spawned = follow.state, spawned + follow.spawned
    return Outcome(state if isinstance(state, Gone) else Running(block, state, place), spawned)


def _enter_activity(block: Task | Scope, world: World) -> Outcome:
    many = block.many
    if many is None:
        state, spawned = _instance(block, world)
    elif many.sequential:
        state, spawned = _after(block, _count(many, world), ARRIVED, world)
    else:
        entered = [_instance(block, world) for _ in range(_count(many, world))]
        # No instance at all is as good as all of them done.
        state = _arms([e.state for e in entered], True, many.stop)
        spawned = sum((e.spawned for e in entered), ())
    if isinstance(state, Gone) or not block.guards:
        return Outcome(state, spawned)
    guards = tuple((g, _event(g.id, g.kind, g.minutes, world, g.times)) for g in block.guards)
    return Outcome(Hosting(block, state, guards), spawned)


def _instance(block: Task | Scope, world: World) -> Outcome:
    if isinstance(block, Task):
        return Outcome(Waiting(Waits("task", block.id)))
    state, spawned = enter(block.body, world)
    return Outcome(_inner([state, *spawned]))


def _count(many: Many, world: World) -> int:
    if many.counted_by is None:
        return many.count or 0
    return int(str(world.answers[many.counted_by]["n"]))


def _holds(test: object, world: World) -> bool:
    return world.answers[test.task].get(test.field) == test.value  # type: ignore[attr-defined]


def _event(element: str, kind: str, minutes: int, world: World, times: int = 1) -> Waiting:
    due = world.now + timedelta(minutes=minutes) if kind == "timer" else None
    return Waiting(Waits(kind, element, due), times)


def _again(guard: Guard, fired: Waiting) -> tuple[tuple[Guard, Waiting], ...]:
    """Return the boundary event as it waits on: a message for ever, a timer as often as its cycle says."""
    if guard.kind == "message":
        return ((guard, fired),)
    if fired.times == 1:
        return ()
    assert fired.wait.due is not None
    wait = fired.wait._replace(due=fired.wait.due + timedelta(minutes=guard.minutes))
    return ((guard, Waiting(wait, fired.times - 1)),)


class Undecided(Exception):
    """So many equal elements are open that following every possibility would take too long."""


class Oracle:
    """All states that the process can be in, given what has happened and which tasks were seen open."""

    def __init__(self, process: Block, now: datetime) -> None:
        state, spawned = enter(process, World(now, {}))
        self.states: list[Node | Gone] = [_inner([state, *spawned])]

    def apply(self, event: Event, world: World) -> None:
        """Let the event happen; a timer event fires everything that is due, in every order."""
        found = {o.state for s in self.states if isinstance(s, Node) for o in s.apply(event, world)}
        self.states = list(found)
        if len(found) > MOST_STATES:
            raise Undecided

    def fire_due(self, world: World) -> None:
        """Fire every timer due by now, in every order."""
        settled: set[Node | Gone] = set()
        moving = set(self.states)
        followed = 0
        while moving:
            followed += 1
            if followed > 10 * MOST_STATES:
                raise Undecided
            state = moving.pop()
            due = {w for w in waits(state) if w.due is not None and w.due <= world.now}
            if not due or not isinstance(state, Node):
                settled.add(state)
            for wait in due:
                fired = state.apply(Event("timer", wait.element, due=wait.due), world)  # type: ignore[union-attr]
                moving.update(o.state for o in fired)
        self.states = list(settled)

    def agree(self, seen: Counter[Waits]) -> bool:
        """Keep the states in which exactly this waits; return whether there is one."""
        fitting = [s for s in self.states if Counter(waits(s)) == seen]
        self.states = fitting or self.states
        return bool(fitting)

    def expected(self) -> list[Counter[Waits]]:
        """Return what may wait now, one multiset for each state."""
        return [Counter(waits(s)) for s in self.states]


def waits(state: Node | Gone) -> Iterator[Waits]:
    return state.waits() if isinstance(state, Node) else iter(())


__all__ = ["EMPTY", "Event", "Oracle", "Undecided", "Waits", "World"]
