"""A running process moves to another definition: every token to its place, or none at all and the reason."""

from __future__ import annotations

from datetime import timedelta

from stories import NOW, Story, define

from engine.bpmn.moving import Moved, move

REVIEWS = """
    start s
    user accept
    and fork
    user fire
    user tax
    and join
    user approve
    xor again
    end e
    s -> accept -> fork
    fork -> fire -> join
    fork -> tax -> join
    join -> approve -> again
    again -> accept : approve.result == 'return'
    again -> e : default
"""


def moved(story: Story, target: str, **renames: str) -> Moved:
    answered = frozenset(renames.get(name, name) for name in story.answers)
    view = {renames.get(name, name): values for name, values in story.view.items()}
    return move(
        story.definition, define(target), story.workflow.save(), renames, answered=answered, view=view, now=story.now
    )


def went(story: Story, target: str, **renames: str) -> Story:
    """Go on with the story in the target, from the state that the move gives."""
    made = moved(story, target, **renames)
    assert made.obstacles == ()
    assert made.state is not None
    story.answers = {renames.get(name, name): values for name, values in story.answers.items()}
    story.definition = define(target)
    story.workflow = story.workflow.load(story.definition, made.state)
    return story


def said(made: Moved) -> list[tuple[str, str]]:
    assert made.state is None
    return [(one.element, str(one.text)) for one in made.obstacles]


def test_a_case_goes_through_the_step_that_is_new_and_to_the_end():
    story = Story(REVIEWS)
    story.complete("accept")
    story.complete("fire")
    went(
        story,
        REVIEWS.replace("join -> approve", "join -> verify -> approve").replace("end e", "user verify\n    end e"),
    )
    assert story.open == ["tax"]
    story.complete("tax")
    assert story.open == ["verify"]
    story.complete("verify")
    story.complete("approve", result="return")
    assert story.open == ["accept"]
    for step in ("accept", "tax", "fire", "verify"):
        story.complete(step)
    story.complete("approve", result="grant")
    assert story.ended


def test_a_renamed_step_takes_its_token_along_and_its_arrival_at_the_join():
    target = REVIEWS.replace("fire", "fire_safety")
    story = Story(REVIEWS)
    story.complete("accept")
    missing = moved(story, target)
    assert [(one.element, one.missing) for one in missing.obstacles] == [("fire", True)]
    story.complete("fire")
    assert [one[0] for one in said(moved(story, target))] == ["join"]
    went(story, target, fire="fire_safety")
    story.complete("tax")
    assert story.open == ["approve"]
    story.complete("approve", result="grant")
    assert story.ended


def test_a_join_that_would_wait_for_a_branch_nobody_began_is_seen():
    target = REVIEWS.replace("fork -> tax -> join", "fork -> tax -> join\n    fork -> plan -> join").replace(
        "end e", "user plan\n    end e"
    )
    story = Story(REVIEWS)
    assert moved(story, target).state is not None
    story.complete("accept")
    assert said(moved(story, target)) == [("join", "从现在所在的步骤走下去，会在“join”永远等不齐分支。")]
    story.complete("fire")
    assert [one[0] for one in said(moved(story, target))] == ["join"]
    story.complete("tax")
    assert moved(story, target).state is not None


def test_parallel_steps_made_to_follow_each_other_would_be_done_twice():
    story = Story(REVIEWS)
    story.complete("accept")
    target = """
        start s
        user accept
        user fire
        user tax
        user approve
        end e
        s -> accept -> fire -> tax -> approve -> e
    """
    assert [one[0] for one in said(moved(story, target))] != []


def test_another_kind_of_step_is_no_place_to_land():
    story = Story("start s\n    user check\n    end e\n    s -> check -> e")
    target = "start s\n    service check function=f\n    end e\n    s -> check -> e"
    assert said(moved(story, target)) == [("check", "“check”在目标版本里是另一种步骤。")]


def test_a_step_that_several_do_is_left_until_they_have_done_it():
    text = """
        start s
        user check times=2
        user close
        end e
        s -> check -> close -> e
    """
    story = Story(text)
    assert {one[0] for one in said(moved(story, text.replace("close", "finish"), close="finish"))} == {"check"}
    story.complete("check")
    story.complete("check")
    assert moved(story, text.replace("close", "finish"), close="finish").state is not None


def test_another_nesting_is_told():
    flat = "start s\n    user check\n    user close\n    end e\n    s -> check -> close -> e"
    nested = """
        start s
        sub part
            start in
            user check
            end out
            in -> check -> out
        user close
        end e
        s -> part -> close -> e
    """
    assert said(moved(Story(flat), nested)) == [("check", "“check”在目标版本里属于另一个子流程。")]
    assert [one[0] for one in said(moved(Story(nested), flat))] == ["part"]
    story = went(
        Story(nested),
        nested.replace("part -> close", "part -> also -> close").replace("user close", "user also\n        user close"),
    )
    for step in ("check", "also", "close"):
        story.complete(step)
    assert story.ended


def test_a_condition_that_reads_a_step_the_case_never_had_is_told():
    target = (
        REVIEWS.replace("s -> accept", "s -> rate -> accept")
        .replace("end e", "user rate\n    end e")
        .replace("again -> e : default", "again -> e : default\n    again -> approve : rate.result == 'high'")
    )
    story = Story(REVIEWS)
    assert [one[0] for one in said(moved(story, target))] == ["rate"]


REMINDER = """
    start s
    user check
    boundary late on=check timer=duration:P5D beside
    user remind
    end e
    end told
    s -> check -> e
    late -> remind -> told
"""


def test_a_timer_that_stays_keeps_its_day_one_that_changed_counts_from_the_move():
    story = Story(REMINDER)
    story.now = NOW + timedelta(days=1)
    same = moved(
        story, REMINDER.replace("user remind", "user remind\n    user more").replace("check -> e", "check -> more -> e")
    )
    assert same.timers == ()
    assert same.state is not None
    changed = moved(story, REMINDER.replace("P5D", "P3D"))
    assert [(one.element, one.before, one.after) for one in changed.timers] == [
        ("late", NOW + timedelta(days=5), NOW + timedelta(days=4))
    ]
    dropped = moved(story, "start s\n    user check\n    end e\n    s -> check -> e")
    assert [(one.element, one.after) for one in dropped.timers] == [("late", None)]
    added = moved(Story("start s\n    user check\n    end e\n    s -> check -> e"), REMINDER)
    assert [(one.before, one.after) for one in added.timers] == [(None, NOW + timedelta(days=5))]


def test_a_reminder_that_came_does_not_come_again():
    story = Story(REMINDER)
    story.pass_time(days=6)
    assert story.open == ["check", "remind"]
    went(
        story, REMINDER.replace("user remind", "user remind\n    user more").replace("check -> e", "check -> more -> e")
    )
    assert story.workflow.waiting() == ()
    for step in ("remind", "check", "more"):
        story.complete(step)
    assert story.ended


def test_what_has_ended_does_not_move():
    story = Story("start s\n    user check\n    end e\n    s -> check -> e")
    story.complete("check")
    assert said(moved(story, REVIEWS)) == [("", "流程已经结束。")]
