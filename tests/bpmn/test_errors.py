"""Errors of functions and of end events reach the boundary event that catches them (BPMN 10.5.1, 13.5.5)."""

from __future__ import annotations

from typing import Any

from stories import Story

from engine.bpmn.workflow import ProcessError

CHECK = """
    start s
    script check function=check
    boundary known on=check error=E1
    boundary other on=check error=
    user one
    user any
    user after
    end e
    end e1
    end e2
    s -> check -> after -> e
    known -> one -> e1
    other -> any -> e2
"""


def failing(error: Exception) -> dict[str, Any]:
    def check(view: Any) -> None:
        raise error

    return {"check": check}


def test_the_error_of_a_function_goes_to_the_event_with_its_code() -> None:
    story = Story(CHECK, functions=failing(ProcessError("E1")))
    assert story.open == ["one"]
    assert story.did("caught") == {"known": 1}
    assert story.did("done") == {}


def test_an_error_with_another_code_goes_to_the_event_that_catches_all() -> None:
    assert Story(CHECK, functions=failing(ProcessError("E2"))).open == ["any"]


def test_any_other_exception_is_an_incident_and_can_be_retried() -> None:
    functions = failing(ValueError("no connection"))
    story = Story(CHECK, functions=functions)
    assert story.open == []
    assert story.incidents == ["check"]
    assert "no connection" in story.last.incidents[0][2]
    story.retry("check")
    assert story.incidents == ["check"]
    functions["check"] = lambda view: {"ok": True}
    story.retry("check")
    assert story.open == ["after"]
    assert story.answers["check"] == {"ok": True}


def test_a_poisoned_branch_does_not_stop_the_others() -> None:
    story = Story(
        """
        start s
        and fork
        script check function=check
        user a
        user b
        end e
        s -> fork
        fork -> check -> e
        fork -> a -> b -> e
        """,
        functions=failing(ValueError("boom")),
    )
    story.complete("a").complete("b")
    assert not story.ended
    assert story.incidents == ["check"]


def test_an_error_climbs_to_the_sub_process_that_catches_it() -> None:
    story = Story(
        """
        start s
        sub outer
            start s1
            sub inner
                start s2
                and fork
                user a
                script check function=check
                end e2
                s2 -> fork
                fork -> a -> e2
                fork -> check -> e2
            end e1
            s1 -> inner -> e1
        boundary wrong on=outer error=E1
        user handle
        end e
        end e9
        s -> outer -> e
        wrong -> handle -> e9
        """,
        functions=failing(ProcessError("E1")),
    )
    assert story.open == ["handle"]
    assert story.did("cancelled") in ({}, {"a": 1})


def test_an_error_end_event_ends_its_sub_process_and_takes_the_error_path() -> None:
    story = Story(
        """
        start s
        sub block
            start s1
            and fork
            user a
            user b
            end e1
            end wrong error=E1
            s1 -> fork
            fork -> a -> e1
            fork -> b -> wrong
        boundary caught on=block error=E1
        user handle
        user after
        end e
        end e2
        s -> block -> after -> e
        caught -> handle -> e2
        """
    )
    story.complete("b")
    assert story.open == ["handle"]
    assert story.did("cancelled") == {"a": 1}
    assert story.complete("handle").ended


def test_an_error_nobody_catches_never_lets_the_sub_process_go_on() -> None:
    story = Story(
        """
        start s
        and fork
        sub block
            start s1
            user b
            end wrong error=E1
            s1 -> b -> wrong
        sub sibling
            start s3
            user c
            end e3
            s3 -> c -> e3
        boundary unrelated on=sibling error=E1
        user handle
        user after
        end e
        s -> fork
        fork -> block -> after -> e
        fork -> sibling -> e
        unrelated -> handle -> e
        """
    )
    story.complete("b")
    assert story.open == ["c"]
    assert story.incidents == ["wrong"]
    story.complete("c")
    assert not story.ended


def test_an_error_end_event_of_the_process_ends_the_instance() -> None:
    story = Story(
        """
        start s
        and fork
        user a
        user b
        end e
        end wrong error=E1
        s -> fork
        fork -> a -> e
        fork -> b -> wrong
        """
    )
    story.complete("b")
    assert story.ended
    assert story.open == []
    ended = [passed for passed in story.last.passed if passed.event == "ended"]
    assert [(passed.element, passed.detail) for passed in ended] == [("wrong", "E1")]


def test_a_worker_fails_a_service_task_with_a_code_or_with_a_reason() -> None:
    text = """
        start s
        service pay function=pay
        boundary refused on=pay error=NO_MONEY
        user call
        end e
        end e2
        s -> pay -> e
        refused -> call -> e2
    """
    assert Story(text).fail("pay", code="NO_MONEY").open == ["call"]
    story = Story(text).fail("pay", reason="bank is down")
    assert story.incidents == ["pay"]
    assert story.open == []
    story.retry("pay")
    assert [task.kind for task in story.workflow.open_tasks()] == ["service"]
    assert story.complete("pay", paid=True).ended


def test_a_gateway_without_a_true_condition_is_an_incident() -> None:
    story = Story(
        """
        start s
        user a
        xor gate
        user b
        end e
        s -> a -> gate
        gate -> b : a.amount > limit
        b -> e
        """,
        facts={"limit": 100},
    )
    story.complete("a", amount=7)
    assert story.incidents == ["gate"]
    story.facts["limit"] = 5
    assert story.retry("gate").open == ["b"]


def test_a_name_without_a_value_is_an_incident_not_a_crash() -> None:
    story = Story(
        """
        start s
        user a
        xor gate
        user b
        user c
        end e
        s -> a -> gate
        gate -> b : a.result == 'pass'
        gate -> c : default
        b -> e
        c -> e
        """
    )
    story.complete("a")
    assert story.incidents == ["gate"]
    assert "a.result" in story.last.incidents[0][2]


def test_a_condition_after_a_task_that_fails_keeps_the_answer() -> None:
    story = Story(
        """
        start s
        user a
        user b
        end e
        s -> a
        a -> b : a.x == missing
        b -> e
        """
    )
    story.complete("a", x=1)
    assert story.did("done") == {"a": 1}
    assert story.incidents == ["a"]
    story.facts["missing"] = 1
    assert story.retry("a").open == ["b"]
    assert story.did("done") == {"a": 1}


def test_a_timer_whose_path_failed_is_not_due_again() -> None:
    story = Story(
        """
        start s
        catch pause timer=duration:PT1H
        user b
        end e
        s -> pause
        pause -> b : missing == 1
        b -> e
        """
    )
    story.pass_time(hours=2)
    assert story.incidents == ["pause"]
    assert story.workflow.next_due is None
    story.facts["missing"] = 1
    assert story.retry("pause").open == ["b"]
    assert story.did("timer") == {"pause": 1}
