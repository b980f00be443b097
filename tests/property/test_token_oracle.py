"""The oracle by hand-made cases: what BPMN 2.0.2 says, worked out on paper."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from process_blocks import (
    EMPTY,
    Block,
    Choice,
    Guard,
    Many,
    Parallel,
    Repeat,
    Scope,
    Sequence,
    Task,
    Test,
)
from process_generator import generate
from token_oracle import Event, Oracle, World

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
A, B, C, D = Task("a"), Task("b"), Task("c"), Task("d")


class Story:
    def __init__(self, process: Block) -> None:
        self.oracle, self.now = Oracle(process, START), START
        self.answers: dict[str, dict[str, object]] = {}

    def complete(self, task: str, **answer: object) -> Story:
        self.answers[task] = answer
        self.oracle.apply(Event("task", task, answer), World(self.now, self.answers))
        return self

    def send(self, element: str) -> Story:
        self.oracle.apply(Event("message", element), World(self.now, self.answers))
        return self

    def wait(self, minutes: int) -> Story:
        self.now += timedelta(minutes=minutes)
        self.oracle.fire_due(World(self.now, self.answers))
        return self

    def open(self) -> str:
        """Return the elements that wait, sorted, when there is one possibility only."""
        (waits,) = self.oracle.expected()
        return " ".join(sorted(w.element for w in waits.elements()))


def row(*parts: Block) -> Sequence:
    return Sequence(parts)


def guard(id: str, kind: str, path: Block, **kw: object) -> Guard:
    values: dict[str, object] = {"interrupting": True, "minutes": 10, "times": 1, "leaves": False} | kw
    return Guard(id=id, kind=kind, path=path, message=f"m_{id}", **values)  # type: ignore[arg-type]


def test_parallel_join_waits_for_every_arm_in_every_round() -> None:
    block = Repeat("loop", row(Parallel("all", (A, B)), C), Test("c", "again", "y"))
    story = Story(row(block, D))
    assert story.open() == "a b"
    assert story.complete("b").open() == "a"
    assert story.complete("a").open() == "c"
    assert story.complete("c", again="y").open() == "a b"
    assert story.complete("a").open() == "b"
    assert story.complete("b").complete("c", again="n").open() == "d"
    assert story.complete("d").open() == ""


def test_inclusive_takes_every_true_arm_or_the_default() -> None:
    arms = ((Test("a", "p", "y"), B), (Test("a", "q", "y"), C), (None, D))
    process = row(A, Choice("any", True, arms), Task("e"))
    assert Story(process).complete("a", p="y", q="y").open() == "b c"
    assert Story(process).complete("a", p="y", q="y").complete("b").open() == "c"
    assert Story(process).complete("a", p="n", q="y").complete("c").open() == "e"
    assert Story(process).complete("a", p="n", q="n").open() == "d"


@pytest.mark.parametrize(("path", "behind"), [(EMPTY, "e"), (D, "d e")], ids=["at-once", "path-goes-on"])
def test_inclusive_join_fires_when_the_last_arm_leaves(path: Block, behind: str) -> None:
    left = Task("c", guards=(guard("stop", "message", path, leaves=True),))
    process = row(A, Choice("any", True, ((Test("a", "p", "y"), B), (Test("a", "q", "y"), left), (None, D))), Task("e"))
    story = Story(process).complete("a", p="y", q="y").complete("b")
    assert story.open() == "c stop"
    assert story.send("stop").open() == behind


def test_interrupting_timer_on_a_sub_process_takes_everything_in_it() -> None:
    late = guard("late", "timer", C)
    process = row(Scope("sub", Parallel("all", (A, row(B, D))), guards=(late,)), Task("e"))
    story = Story(process).complete("b")
    assert story.open() == "a d late"
    assert story.wait(9).open() == "a d late"
    assert story.wait(1).open() == "c"
    assert story.complete("c").open() == "e"


def test_a_path_that_does_not_interrupt_keeps_its_scope_open_not_its_host() -> None:
    host = Task("a", guards=(guard("ask", "message", C, interrupting=False, leaves=True),))
    story = Story(row(Scope("sub", host), D)).send("ask").send("ask")
    assert story.open() == "a ask c c"
    assert story.complete("a").open() == "c c"
    assert story.complete("c").complete("c").open() == "d"


def test_cycle_fires_as_often_as_it_says() -> None:
    host = Task("a", guards=(guard("tick", "timer", EMPTY, interrupting=False, times=3, leaves=True),))
    story = Story(host)
    assert story.wait(10).open() == "a tick"
    assert story.wait(20).open() == "a"


def test_instances_side_by_side_and_in_turn() -> None:
    together, in_turn = Task("a", Many(False, 3)), Task("b", Many(True, 2))
    story = Story(row(together, in_turn, C))
    assert story.open() == "a a a"
    assert story.complete("a").complete("a").complete("a").open() == "b"
    assert story.complete("b").open() == "b"
    assert story.complete("b").open() == "c"


def test_no_instances_are_done_at_once() -> None:
    process = row(A, Task("b", Many(False, None, "a")), Task("c", Many(True, None, "a")), D)
    assert Story(process).complete("a", n=0).open() == "d"
    assert Story(process).complete("a", n=2).open() == "b b"


def test_completion_condition_cancels_the_other_instances() -> None:
    assert Story(row(Task("a", Many(False, 3, stop=True)), B)).complete("a", go="b").open() == "a a"
    assert Story(row(Task("a", Many(False, 3, stop=True)), B)).complete("a", go="a").open() == "b"
    assert Story(row(Task("a", Many(True, 3, stop=True)), B)).complete("a", go="a").open() == "b"


def test_instances_of_a_sub_process_join_each_for_itself() -> None:
    story = Story(Scope("sub", row(Parallel("all", (A, B)), C), Many(False, 2))).complete("a").complete("b")
    # Both by one instance, or one by each: only what is seen open tells.
    seen = {" ".join(sorted(w.element for w in e.elements())) for e in story.oracle.expected()}
    assert seen == {"a b c", "a b"}
    together = next(e for e in story.oracle.expected() if e.total() == 3)
    assert story.oracle.agree(together)
    assert story.complete("a").complete("b").open() == "c c"


def test_an_event_that_nothing_waits_for_leaves_no_state() -> None:
    story = Story(row(A, B)).complete("b")
    assert story.oracle.expected() == []
    assert not story.oracle.agree(Counter())


def test_every_generated_process_comes_to_its_end() -> None:
    for seed in range(150):
        story, chance = Story(generate(seed)), random.Random(seed)
        for step in range(1000):
            # Whatever instance it was: one possibility is as good as another here.
            story.oracle.states = story.oracle.states[:1]
            waits = list(story.oracle.expected()[0].elements())
            if not waits:
                break
            tasks = [w for w in waits if w.kind == "task"]
            wait = chance.choice(tasks if tasks and step > 60 else waits)
            if wait.kind == "task":
                again = "y" if step < 60 and chance.random() < 0.3 else "n"
                answer = {f: chance.choice("yn") for f in "pqr"} | {
                    "go": chance.choice("abc"),
                    "again": again,
                }
                story.complete(wait.element, n=chance.randint(0, 2), **answer)
            elif wait.due is None:
                story.send(wait.element)
            else:
                story.now = max(story.now, min(w.due for w in waits if w.due))
                story.wait(0)
        else:
            raise AssertionError(f"seed {seed} does not end: {waits}")
