"""Boundary events: interrupting ones take effect at once, others run beside their activity (BPMN 13.5.3)."""

from __future__ import annotations

import pytest
from stories import NOW, Story

from engine.bpmn.workflow import NotWaiting

TIMERS = """
    start s
    user a
    boundary remind on=a timer=duration:PT1H beside=1
    boundary late on=a timer=duration:PT3H
    user nudge
    user escalate
    end e
    end e2
    end e3
    s -> a -> e
    remind -> nudge -> e2
    late -> escalate -> e3
"""


def test_a_reminder_fires_once_and_a_limit_cancels() -> None:
    story = Story(TIMERS)
    assert story.waiting == ["late", "remind"]
    assert story.workflow.next_due == NOW.replace(hour=2)
    story.pass_time(hours=1)
    assert story.open == ["a", "nudge"]
    assert story.waiting == ["late"]
    story.pass_time(hours=2)
    assert story.open == ["escalate", "nudge"]
    assert story.waiting == []
    assert story.last.closed == (("1", "cancelled"),) or story.last.closed[0][1] == "cancelled"
    story.complete("nudge").complete("escalate")
    assert story.ended


def test_timers_go_with_their_task() -> None:
    story = Story(TIMERS).complete("a")
    assert story.ended
    assert story.waiting == []
    assert story.workflow.next_due is None


def test_a_cycle_fires_as_often_as_it_says() -> None:
    story = Story(
        """
        start s
        user a
        boundary remind on=a timer=cycle:R3/PT1H beside=1
        script note function=note
        end e
        end e2
        s -> a -> e
        remind -> note -> e2
        """,
        functions={"note": lambda view: {}},
    )
    story.pass_time(hours=10)
    assert story.did("timer") == {"remind": 3}
    assert story.did("done") == {"note": 3, "e2": 3}
    assert story.waiting == []
    assert story.complete("a").ended


def test_a_message_boundary_wakes_once_for_each_message() -> None:
    story = Story(
        """
        start s
        user a
        boundary hurry on=a message=hurry beside=1
        user reply
        end e
        end e2
        s -> a -> e
        hurry -> reply -> e2
        """
    )
    story.send("hurry", text="1").send("hurry", text="2")
    assert story.open == ["a", "reply", "reply"]
    story.complete("a")
    with pytest.raises(NotWaiting):
        story.send("hurry")


def test_an_interrupted_sub_process_is_cancelled_with_all_that_is_in_it() -> None:
    story = Story(
        """
        start s
        sub block
            start s1
            and fork
            user a
            user b
            boundary slow on=b timer=duration:PT1H beside=1
            end e1
            s1 -> fork
            fork -> a -> e1
            fork -> b -> e1
        boundary withdraw on=block message=withdraw
        user file
        end e
        end e2
        s -> block -> e
        withdraw -> file -> e2
        """
    )
    assert story.waiting == ["slow", "withdraw"]
    story.send("withdraw", reason="applicant")
    assert story.open == ["file"]
    assert story.waiting == []
    assert story.did("cancelled") == {"a": 1, "b": 1}
    assert story.did("caught") == {"withdraw": 1}
    assert story.answers["withdraw"] == {"reason": "applicant"}
    assert story.complete("file").ended


@pytest.mark.parametrize("kind", ["signal", "escalation"])
def test_what_a_sub_process_throws_interrupts_it_before_it_runs_on(kind: str) -> None:
    story = Story(
        f"""
        start s
        sub block
            start s1
            script before function=note
            throw out {kind}=X
            script after function=note
            end e1
            s1 -> before -> out -> after -> e1
        boundary stop on=block {kind}=X
        user handle
        end e
        end e2
        s -> block -> e
        stop -> handle -> e2
        """,
        functions={"note": lambda view: {}},
    )
    assert story.open == ["handle"]
    assert story.did("done") == {"before": 1}


@pytest.mark.parametrize("kind", ["signal", "escalation"])
def test_what_does_not_interrupt_runs_beside(kind: str) -> None:
    story = Story(
        f"""
        start s
        sub block
            start s1
            throw out {kind}=X
            user after
            end e1
            s1 -> out -> after -> e1
        boundary aside on=block {kind}=X beside=1
        user handle
        end e
        end e2
        s -> block -> e
        aside -> handle -> e2
        """
    )
    assert story.open == ["after", "handle"]
    story.complete("after")
    assert not story.ended
    assert story.complete("handle").ended


def test_an_escalation_climbs_out_of_a_called_process() -> None:
    story = Story(
        """
        start s
        call part process=part
        boundary up on=part escalation=late beside=1
        user boss
        end e
        end e2
        s -> part -> e
        up -> boss -> e2
        """,
        part="""
        start s
        sub inner
            start s1
            end out escalation=late
            s1 -> out
        user work
        end e
        s -> inner -> work -> e
        """,
    )
    assert story.open == ["boss", "work"]
    story.complete("boss").complete("work")
    assert story.ended


def test_an_escalation_nobody_catches_goes_on_and_is_reported() -> None:
    story = Story(
        """
        start s
        throw out escalation=late
        user a
        end e
        s -> out -> a -> e
        """
    )
    assert story.last.thrown == (("escalation", "late", None),)
    assert story.open == ["a"]


def test_a_reminder_on_a_multi_instance_task_covers_all_instances() -> None:
    story = Story(
        """
        start s
        user a times=3
        boundary late on=a timer=duration:PT1H
        user handle
        end e
        s -> a -> e
        late -> handle -> e
        """
    )
    story.complete("a")
    assert story.open == ["a", "a"]
    story.pass_time(hours=1)
    assert story.open == ["handle"]
    assert story.did("cancelled") == {"a": 2}


def test_a_timer_by_expression_reads_the_view() -> None:
    story = Story(
        """
        start s
        user a
        boundary late on=a timer=duration:wait
        end e
        end e2
        s -> a -> e
        late -> e2
        """,
        facts={"wait": "P1D"},
    )
    story.pass_time(hours=23)
    assert story.open == ["a"]
    story.pass_time(hours=1)
    assert story.ended
    assert story.did("ended") == {"e2": 1}


def test_a_timer_that_cannot_be_computed_is_an_incident_that_can_be_retried() -> None:
    story = Story(
        """
        start s
        user a
        boundary late on=a timer=duration:wait
        end e
        end e2
        s -> a -> e
        late -> e2
        """
    )
    assert story.open == []
    assert story.incidents == ["a"]
    story.facts["wait"] = "P1D"
    story.retry("a")
    assert story.open == ["a"]
    assert story.waiting == ["late"]
    assert story.incidents == []


def test_a_task_that_opened_and_was_cancelled_in_one_step_was_never_open() -> None:
    story = Story(
        """
        start s
        user a
        sub block
            start s1
            and fork
            user b
            end out error=E1
            s1 -> fork
            fork -> b
            fork -> out
        boundary wrong on=block error=E1
        user handle
        s -> a -> block
        wrong -> handle
        """
    )
    story.complete("a")
    assert story.open == ["handle"]
    assert [task.element for task in story.last.opened] == ["handle"]
    assert [how for _, how in story.last.closed] == ["done"]
