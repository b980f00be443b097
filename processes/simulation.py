"""How often would a flow miss its promise? Thousands of runs with the times that its steps take.

A run moves tokens through the flow, called parts included, in working days. A task takes one of the times that it has
taken so far, or its limit where there are none; a choice is taken by the shares seen so far, or evenly. Boundary events
fire as ``processes.simulation_events`` says. The time that an applicant or a timer in the flow takes counts as none:
the promise does not count it either.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Literal

from engine.bpmn.exploration.graph import Edge, Graph, build
from engine.bpmn.model import Model, Process
from engine.budget import counted_stages
from engine.guide import Limit
from engine.law.calendar import Calendar
from processes.simulation_events import Assumption, BoundaryEvents

MOST_STEPS = 2_000  # of one run; a run that goes round for longer counts as unfinished
RUNS = 2_000
_CHOICES = frozenset({"exclusiveGateway", "eventBasedGateway"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
_TASKS = frozenset({"userTask", "task", "manualTask"})

Times = Mapping[str, Sequence[float]]
"""Working days that a task took, by its id."""
Shares = Mapping[str, float]
"""How often a flow was taken, by its id; those of one choice are compared with each other only."""


@dataclass(frozen=True)
class Cause:
    """A step to which late runs owe their lateness: ``share`` of all of it, 0 to 1."""

    element: str
    name: str
    share: float


@dataclass(frozen=True)
class Outcome:
    """What the runs came to.

    ``counted`` runs were taken up and came to an end: a case that is not accepted has no promise. ``late`` is the share
    of them that took more than the promise, 0 to 1; ``median`` and ``ninth`` are days that half and nine in ten of them
    did not exceed, in the unit of the promise. ``without_times`` are the tasks for which there were no times, so that
    their limits stood in.
    """

    runs: int
    counted: int
    unfinished: int
    late: float
    promised: int
    median: float
    ninth: float
    causes: tuple[Cause, ...] = ()
    without_times: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    """What was assumed of the boundary events."""


@dataclass(frozen=True)
class _Trace:
    """The steps that a token took time for, the latest of all tokens where several met."""

    at: float = 0.0
    spent: tuple[tuple[str, float], ...] = ()
    since: float | None = None

    def after(self, key: str, days: float, *, counted: bool) -> _Trace:
        spent = (*self.spent, (key, days)) if counted and days else self.spent
        return _Trace(self.at + days, spent, self.since)


@dataclass(frozen=True)
class _Coming:
    """What comes to a node: a token, the end of the work on it, or the firing of its boundary event ``edge``.

    ``stay`` numbers the stay of a token in a task or scope that it belongs to; one that has ended takes no more.
    """

    kind: Literal["token", "done", "fire"]
    key: str
    edge: str | None
    trace: _Trace
    stay: int = 0


@dataclass
class _Run:
    """One run; ``here`` counts the tokens in each scope, ``met`` keeps those that wait at a join.

    ``moving`` counts what is in the queue but for firings: those may be of stays that end before. ``stays`` are the
    tasks and scopes that a token is in, by the number of its stay.
    """

    graph: Graph
    chance: random.Random
    times: Times
    shares: Shares
    stages: frozenset[str]
    from_receipt: bool
    events: BoundaryEvents
    day: date
    queue: list[tuple[float, int, _Coming]] = field(default_factory=list)
    moving: int = 0
    stays: dict[int, str] = field(default_factory=dict)
    met: dict[str, dict[str, _Trace]] = field(default_factory=dict)
    here: Counter[str] = field(default_factory=Counter)
    latest: dict[str, _Trace] = field(default_factory=dict)
    finished: _Trace = field(default_factory=_Trace)
    taken_up: bool = False
    numbers: count[int] = field(default_factory=lambda: count(1))

    def go(self) -> bool:
        """Run to the end; return whether it was reached."""
        start = self.chance.choice(self.graph.starts(None)) if self.graph.starts(None) else ()
        for key in start:
            self._send(key, None, _Trace())
        for _ in range(MOST_STEPS):
            if not self.moving and self._release():
                continue
            if not self.queue:
                return True
            self._take(heappop(self.queue)[2])
        return False

    def _send(self, key: str, edge: str | None, trace: _Trace) -> None:
        self._count(key, 1)
        self._push(trace.at, _Coming("token", key, edge, trace))

    def _push(self, at: float, coming: _Coming) -> None:
        self.moving += coming.kind != "fire"
        heappush(self.queue, (at, next(self.numbers), coming))

    def _take(self, coming: _Coming) -> None:
        self.moving -= coming.kind != "fire"
        if coming.kind == "token":
            self._arrive(coming.key, coming.edge, coming.trace)
        elif coming.stay not in self.stays:
            return
        elif coming.kind == "done":
            del self.stays[coming.stay]
            self._leave(coming.key, self._finished(coming.key, coming.trace))
        else:
            self._fire(coming)

    def _fire(self, coming: _Coming) -> None:
        """Let a boundary event begin its way; an interrupting one takes the place of what it sits on."""
        event = coming.edge or ""
        if not self.graph.nodes[event].element.interrupting:
            self._send(event, None, coming.trace)
            return
        del self.stays[coming.stay]
        self._empty(coming.key)
        self._leave(event, self._finished(coming.key, coming.trace, cut=True))

    def _empty(self, scope: str) -> None:
        """Take every token out of a scope and of those in it."""
        within = set(self.graph.inside.get(scope, ()))
        for key in within:
            self._empty(key)
        if not within:
            return
        kept = [one for one in self.queue if one[2].key not in within]
        self.moving -= sum(one[2].kind != "fire" for one in self.queue) - sum(one[2].kind != "fire" for one in kept)
        self.queue = kept
        heapify(self.queue)
        self.stays = {number: key for number, key in self.stays.items() if key not in within}
        for key in within:
            self.met.pop(key, None)
        self.here.pop(scope, None)
        self.latest.pop(scope, None)

    def _stay(self, key: str, trace: _Trace, takes: float | None, *, counted: bool) -> int:
        """Begin a stay of a token in a task or scope, with the firings of its boundary events."""
        stay = next(self.numbers)
        self.stays[stay] = key
        for after, event in self.events.firings(key, trace.at, takes, self.day, self.chance):
            fired = trace.after(key, after, counted=counted)
            self._push(fired.at, _Coming("fire", key, event, fired, stay))
        return stay

    def _count(self, key: str, change: int) -> None:
        scope = self.graph.nodes[key].scope
        if scope is not None:
            self.here[scope] += change

    def _arrive(self, key: str, edge: str | None, trace: _Trace) -> None:
        element = self.graph.nodes[key].element
        if element.type in _JOINS and len(self.graph.into[key]) > 1 and edge is not None:
            waiting = self.met.setdefault(key, {})
            waiting[edge] = max(waiting.get(edge, trace), trace, key=lambda one: one.at)
            if len(waiting) == len(self.graph.into[key]):
                self._join(key)
        elif self.graph.is_scope(key):
            self._stay(key, trace, None, counted=False)
            for inner in self.chance.choice(self.graph.starts(key)):
                self._send(inner, None, trace)
        elif self.graph.nodes[key].element.type in _TASKS:
            counted = self._stage(key) in self.stages
            days = self._days(key)
            stay = self._stay(key, trace, days, counted=counted)
            after = trace.after(key, days, counted=counted)
            self._push(after.at, _Coming("done", key, None, after, stay))
        else:
            self._leave(key, trace)

    def _stage(self, key: str) -> str:
        return self.graph.nodes[key].element.properties.get("stage", "")

    def _finished(self, key: str, after: _Trace, *, cut: bool = False) -> _Trace:
        """Note the end of a step, ``cut`` short or done, and return what its token has behind it."""
        stage = self._stage(key)
        if stage == "acceptance" and not self.from_receipt and not cut:
            after = _Trace(after.at, (), after.at)
        self.taken_up |= stage in self.stages
        if stage in self.stages and after.at >= self.finished.at:
            self.finished = after
        return after

    def _days(self, key: str) -> float:
        element = self.graph.nodes[key].element
        seen = self.times.get(key) or self.times.get(element.id)
        if seen:
            return self.chance.choice(seen)
        limit = element.properties.get("limitWorkdays", "")
        return float(limit) if limit.isascii() and limit.isdigit() else 0.0

    def _join(self, key: str) -> None:
        waiting = self.met.pop(key)
        for _ in range(len(waiting) - 1):
            self._count(key, -1)
        self._leave(key, max(waiting.values(), key=lambda one: one.at))

    def _release(self) -> bool:
        """Let an inclusive join go on when nothing more can come, which is when nothing else moves."""
        for key in list(self.met):
            if self.graph.nodes[key].element.type == "inclusiveGateway":
                self._join(key)
                return True
        return False

    def _leave(self, key: str, trace: _Trace) -> None:
        ways = self._ways(key)
        for edge in ways:
            self._send(edge.target, edge.key, trace)
        self._count(key, -1)
        scope = self.graph.nodes[key].scope
        while scope is not None:
            before = self.latest.get(scope, trace)
            self.latest[scope] = trace if trace.at >= before.at else before
            if self.here[scope] > 0:
                return
            # The scope is empty: it goes on with the latest of its tokens.
            trace = self.latest.pop(scope)
            self.stays = {number: key for number, key in self.stays.items() if key != scope}
            for edge in self._ways(scope):
                self._send(edge.target, edge.key, trace)
            self._count(scope, -1)
            scope = self.graph.nodes[scope].scope

    def _ways(self, key: str) -> list[Edge]:
        out = self.graph.out[key]
        kind = self.graph.nodes[key].element.type
        if not out:
            return []
        if kind in _CHOICES:
            return [self._one_of(out)]
        if kind == "inclusiveGateway" and len(out) > 1:
            free = [edge for edge in out if not edge.default]
            taken = [edge for edge in free if not edge.conditional or self.chance.random() < self._share(edge)]
            return taken or [edge for edge in out if edge.default] or [self.chance.choice(out)]
        return list(out)

    def _one_of(self, out: list[Edge]) -> Edge:
        weights = [self.shares.get(edge.key, self.shares.get(_own(edge.key), 0.0)) for edge in out]
        return self.chance.choices(out, weights)[0] if sum(weights) > 0 else self.chance.choice(out)

    def _share(self, edge: Edge) -> float:
        return min(1.0, self.shares.get(edge.key, self.shares.get(_own(edge.key), 0.5)))


def simulate(
    model: Model,
    called: Mapping[str, Model],
    promise: Limit,
    calendar: Calendar,
    first_day: date,
    *,
    clock_origin: str = "acceptance",
    times: Times | None = None,
    shares: Shares | None = None,
    runs: int = RUNS,
    seed: int = 1,
) -> Outcome:
    """Run a flow many times and tell how often it misses its promise and which steps that is owed to.

    A case begins on one of the 365 days from ``first_day`` on. The time is that of the stages which the promise
    counts, on the longest way. A late run's lateness is shared among the steps of that way by what each took beyond
    its limit (once, however often it was done), or by what each took where none did. The same seed gives the same.

    :raises OutsideCalendar: the calendar does not reach far enough.
    """
    times, shares = times or {}, shares or {}
    graph, chance = build(model.main, _finder(model, called)), random.Random(seed)  # noqa: S311, not for secrets
    stages = counted_stages(clock_origin)
    events = BoundaryEvents(graph, calendar, shares)
    took: list[float] = []
    unfinished = 0
    owed: dict[str, float] = {}
    for _ in range(runs):
        day = first_day + timedelta(days=chance.randrange(365))
        run = _Run(graph, chance, times, shares, stages, clock_origin == "receipt", events, day)
        if not run.go():
            unfinished += 1
            continue
        if not run.taken_up:
            continue
        days = run.finished.at - (run.finished.since or 0.0)
        if promise.unit != "workday":
            days = float(_calendar_days(calendar, day, days))
        took.append(days)
        if days > promise.days:
            for key, lateness in _causes(graph, run.finished, days - promise.days).items():
                owed[key] = owed.get(key, 0.0) + lateness
    took.sort()
    whole = sum(owed.values())
    causes = tuple(
        Cause(key, _name(graph, key), lateness / whole)
        for key, lateness in sorted(owed.items(), key=lambda one: (-one[1], one[0]))
    )
    return Outcome(
        runs=runs,
        counted=len(took),
        unfinished=unfinished,
        late=sum(days > promise.days for days in took) / len(took) if took else 0.0,
        promised=promise.days,
        median=_at(took, 0.5),
        ninth=_at(took, 0.9),
        causes=causes,
        without_times=tuple(_without(graph, times, stages)),
        assumed=events.assumptions(),
    )


def shares_by_steps(
    model: Model, called: Mapping[str, Model], done: Mapping[str, int], followed: Mapping[tuple[str, str], int]
) -> dict[str, float]:
    """Return the shares of the flows of each choice from which steps followed which.

    A flow was taken as often as a step before the choice was followed at once by one behind the flow. What is left over
    of the steps done before the choice went, in equal parts, where no step follows at once: to an end or a wait. A
    choice before which no step was done has no shares.

    :param done: how often each step was done, by its id in running cases.
    :param followed: how often a step was followed by another, by both ids.
    """
    graph, found = build(model.main, _finder(model, called)), dict[str, float]()

    def known(key: str) -> str:
        return key if key in done else _own(key)

    for key, node in graph.nodes.items():
        if node.element.type not in _CHOICES or len(graph.out[key]) < 2:
            continue
        before = {known(task) for task in _tasks_before(graph, key)}
        counts = {
            edge.key: float(
                sum(followed.get((one, known(task)), 0) for one in before for task in _next_tasks(graph, edge.target))
            )
            for edge in graph.out[key]
        }
        left = max(0.0, sum(done.get(one, 0) for one in before) - sum(counts.values()))
        unseen = [edge for edge, count in counts.items() if not count]
        counts |= dict.fromkeys(unseen, left / max(1, len(unseen)))
        if any(counts.values()):
            found |= counts
    return found


def _next_tasks(graph: Graph, start: str) -> set[str]:
    return _nearest(graph, start, lambda key: [edge.target for edge in graph.out[key]], inward=True)


def _tasks_before(graph: Graph, start: str) -> set[str]:
    found = set[str]()
    for edge in graph.into[start]:
        found |= _nearest(graph, edge.source, lambda key: [one.source for one in graph.into[key]], inward=False)
    return found


def _nearest(graph: Graph, start: str, onward: Callable[[str], list[str]], *, inward: bool) -> set[str]:
    found, seen, waiting = set[str](), set[str](), [start]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if graph.nodes[key].element.type in _TASKS:
            found.add(key)
        elif graph.is_scope(key):
            starts = [inner for group in graph.starts(key) for inner in group]
            ends = [inner for inner in graph.inside[key] if not graph.out[inner]]
            waiting.extend(starts if inward else ends)
        else:
            waiting.extend(onward(key))
    return found


def _causes(graph: Graph, finished: _Trace, late: float) -> dict[str, float]:
    spent: dict[str, float] = {}
    for key, days in finished.spent:
        spent[key] = spent.get(key, 0.0) + days
    beyond = {key: days - _limit(graph, key) for key, days in spent.items() if days > _limit(graph, key)}
    weights = beyond or spent
    whole = sum(weights.values())
    return {key: late * weight / whole for key, weight in weights.items()}


def _limit(graph: Graph, key: str) -> float:
    said = graph.nodes[key].element.properties.get("limitWorkdays", "")
    return float(said) if said.isascii() and said.isdigit() else 0.0


def _name(graph: Graph, key: str) -> str:
    element = graph.nodes[key].element
    return element.name or element.id


def _without(graph: Graph, times: Times, stages: frozenset[str]) -> Iterable[str]:
    for key, node in graph.nodes.items():
        own = node.element
        if own.type in _TASKS and own.properties.get("stage") in stages and not (times.get(key) or times.get(own.id)):
            yield own.id


def _calendar_days(calendar: Calendar, day: date, workdays: float) -> int:
    return (calendar.add_workdays(day, max(0, math.ceil(workdays))) - day).days


def _at(took: list[float], share: float) -> float:
    """Return the smallest time that at least this share of the runs did not exceed."""
    return took[max(0, math.ceil(share * len(took)) - 1)] if took else 0.0


def _own(key: str) -> str:
    return key.rpartition("/")[2]


def _finder(model: Model, called: Mapping[str, Model]) -> Callable[[str], Process | None]:
    def find(process: str) -> Process | None:
        own = model.process(process)
        return own if own is not None else called[process].main if process in called else None

    return find
