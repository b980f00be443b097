"""Cases that go round and round: no limit, no growth, and a stop for what would never wait."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stories import Story

OUTERMOST = """
    start s
    user accept
    and fork
    user a
    user b
    user c
    and join
    user decide
    xor gate
    end e
    s -> accept -> fork
    fork -> a -> join
    fork -> b -> join
    fork -> c -> join
    join -> decide -> gate
    gate -> accept : decide.again == 1
    gate -> e : default
"""
IN_ONE_ARM = """
    start s
    and outer
    user other
    xor enter
    user accept
    and fork
    user a
    user b
    and join
    user decide
    xor gate
    and all
    end e
    s -> outer
    outer -> other -> all
    outer -> enter -> accept -> fork
    fork -> a -> join
    fork -> b -> join
    join -> decide -> gate
    gate -> enter : decide.again == 1
    gate -> all : default
    all -> e
"""
AFTER_REMINDER = """
    start s
    user accept
    boundary remind on=accept timer=duration:PT1H beside=1
    user nudge
    end e2
    user decide
    xor gate
    end e
    s -> accept -> decide -> gate
    remind -> nudge -> e2
    gate -> accept : decide.again == 1
    gate -> e : default
"""
PARTIAL = """
    start s
    xor enter
    and fork
    user a
    xor a_ok
    user b
    and join
    user decide
    xor gate
    end e
    s -> enter -> fork
    fork -> a -> a_ok
    a_ok -> a : a.again == 1
    a_ok -> join : default
    fork -> b -> join
    join -> decide -> gate
    gate -> enter : decide.again == 1
    gate -> e : default
"""
INCLUSIVE = OUTERMOST.replace("and fork", "or fork").replace("and join", "or join")
IN_SUB_PROCESS = """
    start s
    sub block
        start s1
        and fork
        user a
        user b
        and join
        end e1
        s1 -> fork
        fork -> a -> join -> e1
        fork -> b -> join
    user decide
    xor gate
    end e
    s -> block -> decide -> gate
    gate -> block : decide.again == 1
    gate -> e : default
"""


def three_way(story: Story) -> None:
    story.complete("accept").complete("b").complete("c").complete("a").complete("decide", again=1)


def one_arm(story: Story) -> None:
    story.complete("accept").complete("b").complete("a").complete("decide", again=1)


def reminded(story: Story) -> None:
    story.pass_time(hours=2)
    story.complete("nudge").complete("accept").complete("decide", again=1)


def partial(story: Story) -> None:
    story.complete("a", again=1).complete("b").complete("a", again=0).complete("decide", again=1)


def in_block(story: Story) -> None:
    story.complete("b").complete("a").complete("decide", again=1)


LOOPS: dict[str, tuple[str, Callable[[Story], None]]] = {
    "outermost loop": (OUTERMOST, three_way),
    "loop in an arm of an open parallel block": (IN_ONE_ARM, one_arm),
    "after a fired reminder": (AFTER_REMINDER, reminded),
    "partial review again": (PARTIAL, partial),
    "inclusive gateways": (INCLUSIVE, three_way),
    "block in a sub-process": (IN_SUB_PROCESS, in_block),
}


@pytest.mark.parametrize("loop", LOOPS)
def test_a_late_round_is_as_small_as_an_early_one(loop: str) -> None:
    text, go_round = LOOPS[loop]
    story = Story(text)
    sizes, tokens = [], []
    for _ in range(500):
        go_round(story)
        sizes.append(len(story.workflow.save()))
        tokens.append(len(story.workflow._case.every_token()))
        story.steps.clear()
    assert tokens[-1] == tokens[4]
    assert sizes[-1] <= sizes[4] * 1.5
    assert max(sizes) < 1000


def test_more_than_a_thousand_rounds() -> None:
    story = Story(
        """
        start s
        user work
        xor gate
        end e
        s -> work -> gate
        gate -> work : work.again == 1
        gate -> e : default
        """
    )
    for _ in range(1200):
        story.complete("work", again=1)
        assert story.open == ["work"]
    assert story.complete("work", again=0).ended


def test_a_loop_without_a_wait_is_stopped_and_the_rest_goes_on() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        xor round
        script note function=note
        end e
        s -> fork
        fork -> a -> b -> e
        fork -> round -> note -> round
        """,
        functions={"note": lambda view: {}},
    )
    assert len(story.incidents) == 1
    assert story.complete("a").open == ["b"]
    assert len(story.incidents) == 1


def test_a_loop_of_repetitions_without_instances_is_stopped() -> None:
    story = Story(
        "start s\nuser a times=0\nuser b times=0\ns -> a\na -> b\nb -> a",
    )
    assert len(story.incidents) == 1


def test_a_long_chain_of_automatic_nodes_is_no_loop() -> None:
    names = [f"t{number}" for number in range(900)]
    text = "\n".join(
        ["start s", *(f"script {name} function=note" for name in names), "end e", " -> ".join(["s", *names, "e"])]
    )
    story = Story(text, functions={"note": lambda view: {}})
    assert story.ended
    assert len(story.did("done")) == 900


def blocks(count: int) -> str:
    lines = ["start s", "end e"]
    before = "s"
    for number in range(count):
        lines += [f"and fork{number}", f"and join{number}", f"{before} -> fork{number}"]
        for arm in "abc":
            lines += [f"user {arm}{number}", f"fork{number} -> {arm}{number} -> join{number}"]
        before = f"join{number}"
    return "\n".join([*lines, f"{before} -> e"])


def test_twelve_parallel_blocks_in_a_row_cost_as_much_as_one() -> None:
    one, twelve = Story(blocks(1)), Story(blocks(12))
    assert len(twelve.workflow._case.every_token()) == len(one.workflow._case.every_token())
    assert len(twelve.workflow.save()) <= 2 * len(one.workflow.save())
    for number in range(12):
        for arm in "cab":
            twelve.complete(f"{arm}{number}")
    assert twelve.ended


def test_many_automatic_instances_are_no_loop() -> None:
    story = Story(
        """
        start s
        script note function=note times=600
        sub block times=300
            start s1
            script inner function=note
            end e1
            s1 -> inner -> e1
        end e
        s -> note -> block -> e
        """,
        functions={"note": lambda view: {}},
    )
    assert story.ended
    assert story.did("done") == {"note": 600, "inner": 300, "e1": 300, "block": 300}


def test_automatic_instances_in_a_loop_without_a_wait_are_stopped() -> None:
    story = Story(
        "start s\nscript note function=note times=50\ns -> note\nnote -> note", functions={"note": lambda view: {}}
    )
    assert not story.ended
    assert story.incidents
