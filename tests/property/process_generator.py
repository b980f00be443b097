"""Random block-structured processes; the same seed and size give the same process for ever."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

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
    Test,
    leaving,
    size,
)

LARGEST = 30


@dataclass(frozen=True)
class Place:
    """What the surroundings of a block allow."""

    nested: bool = False  # may run several times at once, so "the answers of this activation" is ambiguous
    instance: bool = False  # is inside an instance of a sub-process; instances in instances are too many to tell apart
    joined: bool = False  # a parallel join in the same scope waits for the token
    looped: bool = False  # may be entered again while a path of last time is still open
    single: bool = True  # at most one token at a time comes in: parallel and inclusive blocks are safe


class Generator:
    """Makes blocks of at most ``budget`` nodes; ids count up, so that a failure reads well."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.counts: dict[str, int] = {}

    def process(self, budget: int) -> Block:
        return self.block(budget, frozenset(), Place())[0]

    def block(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        """Return a block that surely has a wait, and the tasks that surely have an answer behind it."""
        makers = [(self.task, 1, 5), (self.sequence, 2, 6), (self.catch, 1, 1), (self.scope, 5, 5)]
        makers += [(self.choice, 4, 3), (self.repeat, 4, 4), (self.race, 6, 1)]
        if place.single:
            makers += [(self.parallel, 4, 5), (self.inclusive, 5, 4)]
        fitting = [(m, w) for m, least, w in makers if least <= budget]
        # A large budget is not spent on one task.
        fitting = [(m, w) for m, w in fitting if budget < 6 or m not in (self.task, self.catch)]
        make = self.random.choices([m for m, _ in fitting], [w for _, w in fitting])[0]
        return make(budget, known, place)

    def name(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}{self.counts[kind]}"

    def task(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        id = self.name("task")
        many = self.many(known) if self.random.random() < 0.2 else None
        if many and not place.nested and self.random.random() < 0.4:
            many = Many(many.sequential, many.count, many.counted_by, stop=True)
        guards = self.guards(budget - 1, known, place)
        sure = many is None and not any(g.interrupting for g in guards)
        return Task(id, many, guards), known | {id} if sure else known

    def sequence(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        parts: list[Block] = []
        left = budget
        while left > 0 and (len(parts) < 2 or self.random.random() < 0.85):
            part, known = self.block(self.random.randint(1 + left // 3, left), known, place)
            parts.append(part)
            left -= max(1, size(part))
        return Sequence(tuple(parts)), known

    def catch(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        return self.event(), known

    def event(self) -> Catch:
        kind = self.random.choice(["timer", "message"])
        id = self.name("event")
        return Catch(id, kind, self.minutes(), f"message_{id}")

    def scope(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        id = self.name("sub")
        many = self.many(known) if not place.instance and self.random.random() < 0.4 else None
        instance = place.instance or many is not None
        inner = Place(nested=place.nested or instance, instance=instance)
        body, within = self.block(self.random.randint(budget // 2, budget - 3), known, inner)
        guards = self.guards(budget - 3 - size(body), known, place)
        sure = (many is None or many.count) and not any(g.interrupting for g in guards)
        return Scope(id, body, many, guards), within if sure and not leaving(body) else known

    def many(self, known: frozenset[str]) -> Many:
        sequential = self.random.random() < 0.5
        if known and self.random.random() < 0.4:
            return Many(sequential, None, self.random.choice(sorted(known)))
        return Many(sequential, self.random.choice([1, 2, 2, 3]))

    def guards(self, budget: int, known: frozenset[str], place: Place) -> tuple[Guard, ...]:
        guards: list[Guard] = []
        while budget >= 2 and self.random.random() < 0.4:
            interrupting = self.random.random() < 0.5
            kind = self.random.choice(["timer", "message"])
            times = self.random.choice([1, 1, 3]) if kind == "timer" and not interrupting else 1
            again = kind == "message" or times > 1 or place.looped
            single = place.single if interrupting else not again and place.single
            inner = replace(place, single=single)
            if not interrupting:
                inner = replace(inner, nested=True, joined=False)
            path = EMPTY
            if self.random.random() < 0.85:
                path = self.block(self.random.randint(1, min(budget - 1, 8)), known, inner)[0]
            id = self.name("guard")
            leaves = not interrupting or (not place.joined and self.random.random() < 0.4)
            guard = Guard(id, kind, interrupting, self.minutes(), times, f"message_{id}", path, leaves)
            guards.append(guard)
            budget -= 1 + size(path)
        return tuple(guards)

    def minutes(self) -> int:
        # Sums of a few of these hardly ever meet, so timers hardly ever fall due together.
        return self.random.randint(30, 60_000)

    def decided(self, known: frozenset[str]) -> tuple[list[Block], str, frozenset[str]]:
        """Return a task whose answer can decide here: one that is known, or a new one put before."""
        if known and self.random.random() < 0.6:
            return [], self.random.choice(sorted(known)), known
        task = Task(self.name("task"))
        return [task], task.id, known | {task.id}

    def choice(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        before, task, known = self.decided(known)
        values = self.random.sample("abc", self.random.randint(1, 2))
        return self.split(before, [Test(task, "go", v) for v in values], False, budget, known, place)

    def inclusive(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        before, task, known = self.decided(known)
        fields = self.random.sample("pqr", self.random.randint(2, 3))
        return self.split(before, [Test(task, f, "y") for f in fields], True, budget, known, place)

    def split(
        self,
        before: list[Block],
        tests: list[Test],
        inclusive: bool,
        budget: int,
        known: frozenset[str],
        place: Place,
    ) -> tuple[Block, frozenset[str]]:
        id = self.name("any" if inclusive else "one")
        pieces = self.shares(budget - 2 - len(before), len(tests) + 1)
        arms: list[tuple[Test | None, Block]] = []
        ends: list[frozenset[str]] = []
        hollow = self.random.randrange(len(pieces)) if self.random.random() < 0.3 else None
        for place_of, (test, piece) in enumerate(zip([*tests, None], pieces, strict=True)):
            arm, end = (EMPTY, known) if place_of == hollow else self.block(max(1, piece), known, place)
            arms.append((test, arm))
            ends.append(end)
        behind = known if inclusive else frozenset.intersection(*ends)
        return _row([*before, Choice(id, inclusive, tuple(arms))]), behind

    def parallel(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        id = self.name("all")
        inner = replace(place, joined=True)
        arms, ends = [], [known]
        for piece in self.shares(budget - 2, self.random.choice([2, 2, 3])):
            arm, end = self.block(max(1, piece), known, inner)
            arms.append(arm)
            ends.append(end)
        return Parallel(id, tuple(arms)), frozenset.union(*ends)

    def repeat(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        id = self.name("loop")
        inner = replace(place, looped=True)
        body, behind = self.block(budget - 3, known, inner)
        fresh = sorted(behind - known)
        if not fresh or self.random.random() < 0.3:
            task = Task(self.name("task"))
            body, behind, fresh = _row([body, task]), behind | {task.id}, [task.id]
        return Repeat(id, body, Test(self.random.choice(fresh), "again", "y")), behind

    def race(self, budget: int, known: frozenset[str], place: Place) -> tuple[Block, frozenset[str]]:
        id = self.name("race")
        arms, ends = [], []
        for piece in self.shares(budget - 4, 2):
            event = self.event()
            arm, end = self.block(piece, known, place) if piece > 0 else (EMPTY, known)
            arms.append((event, arm))
            ends.append(end)
        return Race(id, tuple(arms)), frozenset.intersection(*ends)

    def shares(self, budget: int, number: int) -> list[int]:
        cuts = sorted(self.random.randint(0, max(0, budget)) for _ in range(number - 1))
        return [b - a for a, b in zip([0, *cuts], [*cuts, max(0, budget)], strict=True)]


def _row(parts: list[Block]) -> Block:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def generate(seed: int, largest: int = LARGEST) -> Block:
    """Return the process of the seed, of some 3 to ``largest`` flow nodes."""
    budget = int(random.Random(f"size {seed}").triangular(6, largest - 1, largest - 1))
    return Generator(seed).process(budget)
