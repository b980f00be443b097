"""Six processes that go round: a late round must cost what an early one does, in time and in bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.benchmark.matters import matter, path, task
from engine.bundle import Bundle

AGAIN, PASS = "again", "pass"
FIRE = "(timers fire)"
"""Stands in a round for an hour that passes."""


@dataclass(frozen=True)
class Loop:
    """A process that goes round, and what happens in a round: (element, result) in order."""

    key: str
    body: str
    steps: tuple[tuple[str, str], ...]

    @property
    def bundle(self) -> Bundle:
        return matter(self.key, self.body)


def _nodes(kind: str, *ids: str) -> str:
    return "".join(f'<{kind} id="{one}"/>' for one in ids)


def _tasks(*ids: str) -> str:
    return "".join(map(task, ids))


def _round_again(gate: str, start: str, end: str) -> str:
    """Return the gateway after ``decide`` that goes back to ``start``, or on to ``end``."""
    return (
        f'<exclusiveGateway id="{gate}" default="{gate}__{end}"/>'
        + path("decide", gate)
        + path(gate, start, when="decide.result == 'again'")
        + path(gate, end)
    )


def _three_way(gateway: str) -> str:
    """Return accept, three reviews between two gateways of a kind, decide, and round again."""
    return (
        _nodes("startEvent", "filed")
        + _nodes("endEvent", "closed")
        + _nodes("exclusiveGateway", "enter")
        + _nodes(gateway, "fork", "join")
        + _tasks("accept", "a", "b", "c", "decide")
        + path("filed", "enter", "accept", "fork")
        + "".join(path("fork", one, "join") for one in "abc")
        + path("join", "decide")
        + _round_again("gate", "enter", "closed")
    )


_ROUND = (("accept", PASS), ("b", PASS), ("c", PASS), ("a", PASS), ("decide", AGAIN))

OUTERMOST = Loop("outermost", _three_way("parallelGateway"), _ROUND)
INCLUSIVE = Loop("inclusive", _three_way("inclusiveGateway"), _ROUND)

IN_OPEN_ARM = Loop(
    "in_open_arm",
    _nodes("startEvent", "filed")
    + _nodes("endEvent", "closed")
    + _nodes("parallelGateway", "outer", "all", "fork", "join")
    + _nodes("exclusiveGateway", "enter")
    + _tasks("other", "accept", "a", "b", "decide")
    + path("filed", "outer", "other", "all", "closed")
    + path("outer", "enter", "accept", "fork")
    + "".join(path("fork", one, "join") for one in "ab")
    + path("join", "decide")
    + _round_again("gate", "enter", "all"),
    (("accept", PASS), ("b", PASS), ("a", PASS), ("decide", AGAIN)),
)

AFTER_REMINDER = Loop(
    "after_reminder",
    _nodes("startEvent", "filed")
    + _nodes("endEvent", "closed", "reminded")
    + _nodes("exclusiveGateway", "enter")
    + _tasks("accept", "nudge", "decide")
    + '<boundaryEvent id="late" attachedToRef="accept" cancelActivity="false"><timerEventDefinition>'
    + "<timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"
    + path("filed", "enter", "accept", "decide")
    + path("late", "nudge", "reminded")
    + _round_again("gate", "enter", "closed"),
    ((FIRE, ""), ("nudge", PASS), ("accept", PASS), ("decide", AGAIN)),
)

PARTIAL_REVIEW = Loop(
    "partial_review",
    _nodes("startEvent", "filed")
    + _nodes("endEvent", "closed")
    + _nodes("exclusiveGateway", "enter")
    + _nodes("parallelGateway", "fork", "join")
    + '<exclusiveGateway id="a_in_order" default="a_in_order__join"/>'
    + _tasks("a", "b", "decide")
    + path("filed", "enter", "fork", "a", "a_in_order", "join")
    + path("a_in_order", "a", when="a.result == 'again'")
    + path("fork", "b", "join", "decide")
    + _round_again("gate", "enter", "closed"),
    (("a", AGAIN), ("b", PASS), ("a", PASS), ("decide", AGAIN)),
)

IN_SUB_PROCESS = Loop(
    "in_sub_process",
    _nodes("startEvent", "filed")
    + _nodes("endEvent", "closed")
    + _nodes("exclusiveGateway", "enter")
    + '<subProcess id="block" name="block">'
    + _nodes("startEvent", "begun")
    + _nodes("endEvent", "done")
    + _nodes("parallelGateway", "fork", "join")
    + _tasks("a", "b")
    + path("begun", "fork")
    + "".join(path("fork", one, "join") for one in "ab")
    + path("join", "done")
    + "</subProcess>"
    + task("decide")
    + path("filed", "enter", "block", "decide")
    + _round_again("gate", "enter", "closed"),
    (("b", PASS), ("a", PASS), ("decide", AGAIN)),
)

LOOPS: Mapping[str, Loop] = {
    one.key: one for one in (OUTERMOST, IN_OPEN_ARM, AFTER_REMINDER, PARTIAL_REVIEW, INCLUSIVE, IN_SUB_PROCESS)
}
