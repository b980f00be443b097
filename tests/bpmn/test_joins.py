"""Parallel and inclusive gateways: splits and joins, in rework loops too (BPMN 13.4.1, 13.4.3)."""

from __future__ import annotations

import random

import pytest
from stories import Story

REWORK = """
    start s
    user accept
    and fork
    user fire
    user health
    user site
    and join
    user approve
    xor again
    end e
    s -> accept -> fork
    fork -> fire -> join
    fork -> health -> join
    fork -> site -> join
    join -> approve -> again
    again -> accept : approve.result == 'return'
    again -> e : default
"""


@pytest.mark.parametrize("seed", range(20))
def test_a_join_in_a_rework_loop_waits_for_all_in_every_round(seed: int) -> None:
    dice = random.Random(seed)
    story = Story(REWORK)
    for round_number in range(4):
        assert story.open == ["accept"]
        story.complete("accept")
        left = ["fire", "health", "site"]
        dice.shuffle(left)
        while left:
            assert story.open == sorted(left)
            story.complete(left.pop())
        assert story.open == ["approve"]
        story.complete("approve", result="return" if round_number < 3 else "grant")
    assert story.ended
    assert story.did("ended") == {"e": 1}


def test_partial_review_again_beside_a_branch_that_stays_open() -> None:
    story = Story(
        """
        start s
        and fork
        user fire
        xor fire_ok
        user site
        and join
        user approve
        end e
        s -> fork -> fire -> fire_ok
        fire_ok -> fire : fire.result == 'rework'
        fire_ok -> join : default
        fork -> site -> join
        join -> approve -> e
        """
    )
    for _ in range(5):
        story.complete("fire", result="rework")
        assert story.open == ["fire", "site"]
    story.complete("fire", result="pass")
    assert story.open == ["site"]
    assert story.complete("site").open == ["approve"]


def test_partial_review_again_behind_the_join() -> None:
    """The second round asks only the departments that had said no; the inclusive join waits for just those."""
    story = Story(
        """
        start s
        or fork
        user fire
        user health
        user site
        or join
        user approve
        xor again
        end e
        s -> fork
        fork -> fire : not given(fire.result) or fire.result == 'rework'
        fork -> health : not given(health.result) or health.result == 'rework'
        fork -> site : not given(site.result) or site.result == 'rework'
        fire -> join
        health -> join
        site -> join
        join -> approve -> again
        again -> fork : approve.result == 'return'
        again -> e : default
        """
    )
    story.complete("health", result="pass").complete("site", result="rework")
    assert story.open == ["fire"]
    story.complete("fire", result="rework").complete("approve", result="return")
    assert story.open == ["fire", "site"]
    story.complete("site", result="pass")
    assert story.open == ["fire"]
    story.complete("fire", result="pass").complete("approve", result="grant")
    assert story.ended


def test_a_gateway_that_joins_and_splits() -> None:
    story = Story(
        """
        start s
        and first
        user a
        user b
        and second
        user c
        user d
        end e
        s -> first -> a -> second
        first -> b -> second
        second -> c -> e
        second -> d -> e
        """
    )
    story.complete("a")
    assert story.open == ["b"]
    story.complete("b")
    assert story.open == ["c", "d"]


def test_two_tokens_through_a_merge_split_twice() -> None:
    story = Story(
        """
        start s
        and first
        user a
        user b
        xor merge
        and second
        user c
        user d
        end e
        s -> first -> a -> merge
        first -> b -> merge
        merge -> second
        second -> c -> e
        second -> d -> e
        """
    )
    story.complete("a")
    assert story.open == ["b", "c", "d"]
    story.complete("b")
    assert story.open == ["c", "c", "d", "d"]
    story.complete("c").complete("c").complete("d")
    assert not story.ended
    assert story.complete("d").ended


def test_two_tokens_on_one_flow_of_a_parallel_join_do_not_stand_for_the_other() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        user c
        xor merge
        and join
        user after
        end e
        s -> fork
        fork -> a -> merge
        fork -> b -> merge
        merge -> join
        fork -> c -> join
        join -> after -> e
        """
    )
    story.complete("a").complete("b")
    assert story.open == ["c"]
    story.complete("c")
    assert story.open == ["after"]
    story.complete("after")
    assert not story.ended  # the surplus token stays on its flow (BPMN 13.4.1)
    assert story.last.incidents


def test_an_exclusive_split_into_a_parallel_join_is_told_as_a_deadlock() -> None:
    story = Story(
        """
        start s
        user a
        xor gate
        user b
        user c
        and join
        end e
        s -> a -> gate
        gate -> b : a.x == 1
        gate -> c : default
        b -> join
        c -> join
        join -> e
        """
    )
    story.complete("a", x=1).complete("b")
    assert not story.ended
    assert [element for _, element, _ in story.last.incidents] == ["join"]


@pytest.mark.parametrize(("chosen", "tasks"), [({"a": 1}, ["a"]), ({"a": 1, "b": 1}, ["a", "b"]), ({}, ["c"])])
def test_an_inclusive_split_takes_what_holds_else_the_default(chosen: dict[str, int], tasks: list[str]) -> None:
    story = Story(
        """
        start s
        user ask
        or fork
        user a
        user b
        user c
        or join
        user after
        end e
        s -> ask -> fork
        fork -> a : ask.a == 1
        fork -> b : ask.b == 1
        fork -> c : default
        a -> join
        b -> join
        c -> join
        join -> after -> e
        """
    )
    story.complete("ask", a=chosen.get("a"), b=chosen.get("b"))
    assert story.open == tasks
    for task in tasks:
        assert "after" not in story.open
        story.complete(task)
    assert story.open == ["after"]


def test_an_inclusive_join_does_not_wait_for_a_branch_that_left() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        xor leave
        or join
        user after
        end early
        end e
        s -> fork
        fork -> a -> join
        fork -> b -> leave
        leave -> early : b.leave == 1
        leave -> join : default
        join -> after -> e
        """
    )
    story.complete("a")
    assert story.open == ["b"]
    story.complete("b", leave=1)
    assert story.open == ["after"]


def test_an_inclusive_join_waits_for_the_path_of_a_boundary_event() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        boundary late on=b timer=duration:PT1H
        user remind
        or join
        user after
        end e
        end e2
        s -> fork
        fork -> a -> join
        fork -> b -> e2
        late -> remind -> join
        join -> after -> e
        """
    )
    story.complete("a")
    assert story.open == ["b"]  # the timer may still send a token to the join
    story.pass_time(hours=2)
    assert story.open == ["remind"]
    assert story.complete("remind").open == ["after"]


def test_two_flows_from_one_split_straight_into_its_join() -> None:
    story = Story(
        """
        start s
        and fork
        and join
        user after
        end e
        s -> fork
        fork -> join
        fork -> join
        join -> after -> e
        """
    )
    assert story.open == ["after"]


@pytest.mark.parametrize("seed", range(10))
def test_a_loop_inside_one_arm_of_an_open_parallel_block(seed: int) -> None:
    dice = random.Random(seed)
    story = Story(
        """
        start s
        and outer
        user other
        xor enter
        and fork
        user a
        user b
        and join
        user decide
        xor again
        and done
        user after
        end e
        s -> outer
        outer -> other -> done
        outer -> enter -> fork
        fork -> a -> join
        fork -> b -> join
        join -> decide -> again
        again -> enter : decide.again == 1
        again -> done : default
        done -> after -> e
        """
    )
    rounds = 6
    other_at = dice.randrange(rounds)
    for number in range(rounds):
        if number == other_at:
            story.complete("other")
        open_other = [] if number >= other_at else ["other"]
        first, second = dice.sample(["a", "b"], 2)
        story.complete(first)
        assert story.open == sorted([second, *open_other])
        story.complete(second)
        assert story.open == sorted(["decide", *open_other])
        story.complete("decide", again=int(number < rounds - 1))
    assert story.open == ["after"]


def test_a_dead_join_can_be_seen_and_tried_again() -> None:
    story = Story(
        """
        start s
        xor gate
        and join
        user b
        end e
        s -> gate
        gate -> join : go
        gate -> b : default
        b -> join
        join -> e
        """,
        facts={"go": True},
    )
    assert story.incidents == ["join"]
    story.retry("join")
    assert story.incidents == ["join"]
    assert not story.ended
