"""Messages, signals, timers, event-based gateways, links and terminate."""

from __future__ import annotations

import pytest
from stories import Story

from engine.bpmn.workflow import NotWaiting


def test_a_message_wakes_exactly_one_catcher() -> None:
    story = Story(
        """
        start s
        and fork
        catch m1 message=paid
        catch m2 message=paid
        end e
        s -> fork
        fork -> m1 -> e
        fork -> m2 -> e
        """
    )
    story.send("paid", amount=5)
    assert story.waiting == ["m2"]
    assert story.answers == {"m1": {"amount": 5}}
    assert story.send("paid").ended
    with pytest.raises(NotWaiting):
        story.send("paid")


def test_a_message_can_be_given_to_one_token() -> None:
    story = Story(
        """
        start s
        and fork
        receive m1 message=paid
        receive m2 message=paid
        end e
        s -> fork
        fork -> m1 -> e
        fork -> m2 -> e
        """
    )
    second = story.workflow.waiting()[1]
    story.workflow.send("paid", {}, story.view, story.now, token=second.token)
    assert story.waiting == ["m1"]


def test_a_thrown_message_finds_a_catcher_inside_else_it_leaves() -> None:
    story = Story(
        """
        start s
        and fork
        catch wait message=go
        throw tell message=go
        send again message=go
        user a
        end e
        s -> fork
        fork -> tell -> again -> e
        fork -> wait -> a -> e
        """
    )
    assert story.open == ["a"]
    assert story.last.thrown == (("message", "go", None),)
    assert story.did("thrown") == {"tell": 1, "again": 1}
    assert story.did("done")["again"] == 1


def test_a_signal_wakes_everything_that_waits_for_it() -> None:
    text = """
        start s
        and fork
        catch one signal=go
        catch two signal=go
        user task
        boundary three on=task signal=go
        end e
        s -> fork
        fork -> one -> e
        fork -> two -> e
        fork -> task -> e
        three -> e
    """
    story = Story(text)
    story.signal("go")
    assert story.did("caught") == {"one": 1, "two": 1, "three": 1}
    assert story.ended
    with pytest.raises(NotWaiting):
        Story(text).signal("other")


def test_a_signal_end_event_is_thrown() -> None:
    story = Story(
        """
        start s
        and fork
        catch wait signal=go
        end out signal=go
        user a
        end e
        s -> fork
        fork -> out
        fork -> wait -> a -> e
        """
    )
    assert story.open == ["a"]
    assert story.did("thrown") == {"out": 1}


def test_a_timer_event_waits_from_when_the_token_came() -> None:
    story = Story(
        """
        start s
        user a
        catch pause timer=duration:P2D
        user b
        end e
        s -> a -> pause -> b -> e
        """
    )
    story.pass_time(days=5)
    story.complete("a")
    story.pass_time(days=1, hours=23)
    assert story.open == []
    story.pass_time(hours=1)
    assert story.open == ["b"]
    assert story.did("timer") == {"pause": 1}


def test_a_date_timer_fires_on_its_date() -> None:
    story = Story(
        """
        start s
        catch until timer=date:notice.until
        end e
        s -> until -> e
        """,
        facts={"notice": {"until": "2026-03-10T09:00:00+08:00"}},
    )
    story.pass_time(days=7, hours=23)
    assert not story.ended
    assert story.pass_time(hours=2).ended


RACE = """
    start s
    events gate
    catch reply message=reply
    receive fax message=fax
    catch late timer=duration:P5D
    user handle
    user remind
    end e
    s -> gate
    gate -> reply -> handle -> e
    gate -> fax -> handle
    gate -> late -> remind -> e
"""


@pytest.mark.parametrize(("event", "task"), [("reply", "handle"), ("fax", "handle"), ("late", "remind")])
def test_an_event_gateway_takes_the_first_event_only(event: str, task: str) -> None:
    story = Story(RACE)
    assert story.waiting == ["fax", "late", "reply"]
    if event == "late":
        story.pass_time(days=6)
    else:
        story.send(event)
    assert story.waiting == []
    assert story.open == [task]
    story.pass_time(days=6)
    assert story.complete(task).ended


def test_an_event_gateway_in_a_loop() -> None:
    story = Story(
        """
        start s
        xor in
        events gate
        catch more message=more
        catch enough message=enough
        end e
        s -> in -> gate
        gate -> more -> in
        gate -> enough -> e
        """
    )
    for _ in range(30):
        story.send("more")
    assert story.waiting == ["enough", "more"]
    assert story.send("enough").ended


def test_links_are_flows() -> None:
    story = Story(
        """
        start s
        user a
        throw out link=L
        catch in link=L
        user b
        end e
        s -> a -> out
        in -> b -> e
        """
    )
    assert story.complete("a").open == ["b"]
    assert story.complete("b").ended


def test_terminate_ends_only_its_sub_process() -> None:
    story = Story(
        """
        start s
        and fork
        user outside
        sub block
            start s1
            and split
            user a
            user b
            end stop terminate=1
            end e1
            s1 -> split
            split -> a -> stop
            split -> b -> e1
        user after
        end e
        s -> fork
        fork -> outside -> e
        fork -> block -> after -> e
        """
    )
    story.complete("a")
    assert story.open == ["after", "outside"]
    assert story.did("cancelled") == {"b": 1}


def test_terminate_ends_the_instance() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        end stop terminate=1
        end e
        s -> fork
        fork -> a -> stop
        fork -> b -> e
        """
    )
    story.complete("a")
    assert story.ended
    assert story.did("ended") == {"stop": 1}
    assert story.last.closed[-1][1] == "cancelled"


def test_stopping_from_outside_cancels_everything() -> None:
    story = Story(RACE)
    story.workflow.stop(story.now)
    assert story.ended
    assert story.waiting == []
