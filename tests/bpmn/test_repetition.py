"""Multi-instance activities and loops (BPMN 13.3.6, 13.3.7)."""

from __future__ import annotations

import pytest
from stories import Story


def opinions(options: str, facts: dict[str, object] | None = None) -> Story:
    return Story(
        f"""
        start s
        user vote {options}
        user after
        end e
        s -> vote -> after -> e
        """,
        facts=facts,
    )


def test_parallel_instances_over_a_collection() -> None:
    story = opinions("each=asked item=who", {"asked": ["fire", "health", "site"]})
    tasks = story.workflow.open_tasks()
    assert [(task.instance, task.item) for task in tasks] == [(0, "fire"), (1, "health"), (2, "site")]
    assert len({task.group for task in tasks}) == 1
    story.complete("vote", nth=2, result="pass").complete("vote", nth=0, result="fail")
    assert story.open == ["vote"]
    story.complete("vote", result="pass")
    assert story.open == ["after"]
    assert story.answers["vote"] == [{"result": "fail"}, {"result": "pass"}, {"result": "pass"}]


def test_sequential_instances_one_at_a_time() -> None:
    story = opinions("each=asked item=who sequential=1", {"asked": ["fire", None, "site"]})
    for item in ("fire", None, "site"):
        (task,) = story.workflow.open_tasks()
        assert task.item == item
        story.complete("vote", result="pass")
    assert story.open == ["after"]


def test_a_completion_condition_sees_the_collected_answers() -> None:
    story = opinions("times=5 until=count(vote.result,'pass')>=2")
    story.complete("vote", nth=4, result="pass").complete("vote", nth=1, result="fail")
    assert len(story.open) == 3
    story.complete("vote", result="pass")
    assert story.open == ["after"]
    assert story.did("cancelled") == {"vote": 2}


def test_a_completion_condition_sees_the_counts() -> None:
    story = opinions("times=4 until=numberOfCompletedInstances/numberOfInstances>=0.5")
    story.complete("vote", x=1)
    assert len(story.open) == 3
    story.complete("vote", x=1)
    assert story.open == ["after"]


@pytest.mark.parametrize(
    ("approval", "results", "decided_after"),
    [
        ("all", ["pass", "fail", "pass"], 3),
        ("any", ["fail", "pass", "pass"], 1),
        ("ratio:0.67", ["pass", "pass", "pass"], 3),
        ("ratio:0.6", ["pass", "pass", "pass"], 2),
        ("ratio:0.67", ["fail", "pass", "pass"], 1),
        ("ratio:0.5", ["fail", "pass", "pass"], 3),
    ],
)
def test_kinds_of_approval(approval: str, results: list[str], decided_after: int) -> None:
    story = opinions(f"times=3 approval={approval}")
    for number, result in enumerate(results, start=1):
        assert "vote" in story.open
        story.complete("vote", result=result)
        if number == decided_after:
            break
    assert story.open == ["after"]


def test_sequential_approval_asks_one_after_the_other() -> None:
    story = opinions("times=3 approval=sequential")
    for _ in range(3):
        assert story.open == ["vote"]
        story.complete("vote", result="pass")
    assert story.open == ["after"]


def test_no_instances_at_all() -> None:
    story = opinions("each=asked", {"asked": []})
    assert story.open == ["after"]


def test_a_second_round_collects_anew() -> None:
    story = Story(
        """
        start s
        user vote times=2 until=any(vote.result,'fail')
        xor gate
        end e
        s -> vote -> gate
        gate -> vote : any(vote.result,'fail')
        gate -> e : default
        """
    )
    story.complete("vote", result="fail")
    assert story.open == ["vote", "vote"]
    story.complete("vote", result="pass")
    assert story.open == ["vote"]
    assert story.complete("vote", result="pass").ended


def test_what_is_no_list_or_number_is_an_incident() -> None:
    for options, facts in (("each=asked", {"asked": "x"}), ("times=n", {"n": -1}), ("times=n", {"n": 5000})):
        story = opinions(options, facts)
        assert story.incidents == ["vote"]
        story.facts.update(asked=["a"], n=1)
        assert story.retry("vote").open == ["vote"]


def test_a_completion_condition_that_fails_is_asked_again() -> None:
    story = opinions("times=3 until=enough==1")
    story.complete("vote")
    assert story.incidents == ["vote"]
    assert len(story.open) == 2
    story.facts["enough"] = 1
    assert story.retry("vote").open == ["after"]


def test_scripts_and_sub_processes_for_each_item() -> None:
    seen: list[object] = []

    def write(view: object) -> dict[str, object]:
        seen.append(view["who"])  # type: ignore[index]
        return {"to": seen[-1]}

    story = Story(
        """
        start s
        script write function=write each=asked item=who
        sub block each=asked item=who
            start s1
            user check
            xor gate
            user more
            end e1
            s1 -> check -> gate
            gate -> more : who=='fire'
            gate -> e1 : default
            more -> e1
        user after
        end e
        s -> write -> block -> after -> e
        """,
        facts={"asked": ["fire", "site"]},
        functions={"write": write},
    )
    assert seen == ["fire", "site"]
    assert story.answers["write"] == [{"to": "fire"}, {"to": "site"}]
    story.complete("check").complete("check")
    assert story.open == ["more"]
    assert story.complete("more").open == ["after"]


def test_a_loop_goes_on_while_its_condition_holds() -> None:
    story = opinions("while=vote.again==1 most=3")
    story.complete("vote", again=1)
    assert story.open == ["vote"]
    story.complete("vote", again=0)
    assert story.open == ["after"]
    story = opinions("while=vote.again==1 most=3")
    for _ in range(3):
        story.complete("vote", again=1)
    assert story.open == ["after"]


def test_a_loop_that_is_asked_before_may_not_begin() -> None:
    assert opinions("while=go before=1", {"go": False}).open == ["after"]
