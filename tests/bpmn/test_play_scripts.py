"""The forms in which a script may say what happens, and what a script says that cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest
from stories import bpmn

from engine.bpmn.model import BpmnError
from engine.bpmn.play import play

ASKED = "start s\nuser a\ncatch reply message=reply\nend e\ns -> a -> reply -> e"
REMINDED = """
    start s
    user a
    boundary late on=a timer=duration:P2D
    boundary halt on=a message=halt
    user b
    end e
    s -> a -> e
    late -> b -> e
    halt -> e
"""


def ends(text: str, script: dict[str, Any], **options: Any) -> list[str]:
    """Return ``event element`` of everything that happened."""
    return [f"{event['event']} {event['element']}" for event in play(bpmn(text), script, **options)]


@pytest.mark.parametrize(
    "messages",
    [
        "reply",
        ["reply"],
        [{"name": "reply"}],
        [{"name": "reply", "answer": {"text": "yes"}}],
        [{"reply": {"text": "yes"}}],
        [{"reply": None}],
        {"reply": {"text": "yes"}},
        {"reply": [{"text": "yes"}]},
    ],
)
def test_a_message_may_be_said_in_several_ways(messages: Any) -> None:
    assert ends(ASKED, {"answers": {"a": [{}]}, "messages": messages})[-2:] == ["caught reply", "ended e"]


@pytest.mark.parametrize(
    "script",
    [
        {"messages": [{"name": "reply", "payload": {}}]},
        {"messages": [["reply"]]},
        {"messages": [{}]},
        {"messages": [{"reply": "yes"}]},
        {"signals": [3.5]},
        {"answers": {"a": ["yes"]}},
        {"answers": ["a"]},
        {"answers": {"a": [{"messages": ["nobody waits for this"]}]}},
        {"answers": {"a": [{"advance": "soon"}]}},
    ],
)
def test_what_cannot_be_meant_is_refused(script: dict[str, Any]) -> None:
    with pytest.raises(BpmnError):
        ends(ASKED, script)


def test_time_may_pass_and_messages_come_while_a_task_is_open() -> None:
    late = {"answers": {"a": [{"advance": "P3D"}, {"result": "never asked"}], "b": [{}]}}
    assert ends(REMINDED, late) == ["started s", "opened a", "timer late", "opened b", "done b", "ended e"]
    in_time = {"answers": {"a": [{"advance": "P1D"}, {"result": "pass"}]}}
    assert ends(REMINDED, in_time) == ["started s", "opened a", "done a", "ended e"]
    halted = {"answers": {"a": [{"messages": ["halt"]}]}}
    assert ends(REMINDED, halted) == ["started s", "opened a", "caught halt", "ended e"]


def test_an_answer_with_such_a_field_among_others_is_an_answer() -> None:
    assert ends(REMINDED, {"answers": {"a": [{"advance": 100, "result": "pass"}]}})[-2:] == ["done a", "ended e"]


def test_what_was_not_used_and_what_is_waited_for_can_be_asked() -> None:
    playing = play(bpmn(ASKED), {"answers": {"a": [{}, {}], "elsewhere": [{}]}, "advance": ["P1D"]})
    list(playing)
    assert (playing.ended, playing.waits_for) == (False, ("reply",))
    assert playing.unused == ("answers.a", "answers.elsewhere")


FOREIGN = """
    start s
    user a
    call part process=nowhere
    xor g
    end yes
    end no
    s -> a -> part -> g
    g -> yes : ${approved}
    g -> no : default
"""


def test_a_lenient_play_passes_over_a_call_that_leads_nowhere() -> None:
    with pytest.raises(BpmnError, match="nowhere"):
        ends(FOREIGN, {})
    assert ends(FOREIGN, {"answers": {"a": [{}]}, "facts": {"approved": False}}, lenient=True)[-2:] == [
        "done part",
        "ended no",
    ]


def test_in_a_lenient_play_fields_are_names_of_their_own() -> None:
    script = {"answers": {"a": [{"approved": True}]}}
    assert ends(FOREIGN, script, lenient=True)[-1] == "ended yes"
    strict = FOREIGN.replace("call part process=nowhere", "user part")
    assert ends(strict, {"answers": {"a": [{"approved": True}], "part": [{}]}})[-1] == "incident g"
