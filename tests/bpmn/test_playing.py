"""Playing a process in memory from a script of answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from stories import bpmn

from engine.bpmn.model import BpmnError
from engine.bpmn.play import play
from engine.bpmn.read import read

LICENCE = """
    start s
    user accept
    boundary remind on=accept timer=duration:PT1H beside=1
    script note function=note
    and fork
    user fire
    user site
    and join
    service pay function=pay
    boundary refused on=pay error=NO_MONEY
    catch paid message=paid
    send tell message=news
    xor gate
    end granted
    end refused_end
    end noted
    s -> accept -> fork
    remind -> note -> noted
    fork -> fire -> join
    fork -> site -> join
    join -> pay -> paid -> tell -> gate
    refused -> refused_end
    gate -> accept : fire.result == 'fail' or amount > 1000
    gate -> granted : default
"""


def played(text: str, script: dict[str, Any], **options: Any) -> list[tuple[str, str]]:
    return [(event["event"], event["element"]) for event in play(bpmn(text), script, **options)]


def test_a_whole_case() -> None:
    script = {
        "facts": {"amount": 5},
        "answers": {
            "accept": [{"result": "accept"}, {"result": "accept"}],
            "fire": [{"result": "fail"}, {"result": "pass"}],
            "site": [{}, {}],
            "pay": [{"paid": True}, {"paid": True}],
        },
        "messages": ["paid", {"name": "paid", "answer": {"amount": 5}}],
    }
    round_of_review = [
        ("opened", "accept"),
        ("done", "accept"),
        ("opened", "fire"),
        ("opened", "site"),
        ("done", "fire"),
        ("done", "site"),
        ("done", "pay"),
        ("caught", "paid"),
        ("thrown", "tell"),
        ("done", "tell"),
    ]
    events = [("started", "s"), *round_of_review, *round_of_review, ("ended", "granted")]
    assert played(LICENCE, script) == events


def test_every_event_has_its_keys_and_the_time_of_the_script() -> None:
    now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    script = {"advance": ["PT30M", "PT2H"], "answers": {"note": [{}]}}
    events = list(play(read(bpmn(LICENCE)), script, now))
    assert {tuple(event) for event in events} == {("event", "element", "name", "type", "at")}
    timer = next(event for event in events if event["event"] == "timer")
    assert timer == {
        "event": "timer",
        "element": "remind",
        "name": "",
        "type": "boundaryEvent",
        "at": "2026-03-02T09:00:00+00:00",
    }
    assert [(event["event"], event["element"]) for event in events][-2:] == [("done", "note"), ("done", "noted")]


def test_without_answers_it_just_stops() -> None:
    assert played(LICENCE, {}) == [("started", "s"), ("opened", "accept")]


def test_steps_in_a_fixed_order() -> None:
    script = {
        "facts": {"amount": 5},
        "answers": {"pay": [{}]},
        "steps": [
            {"complete": "accept"},
            {"complete": "site", "answer": {"result": "pass"}},
            {"complete": "fire", "answer": {"result": "pass"}},
            {"advance": "P1D"},
            {"message": "paid", "answer": {"amount": 5}},
        ],
    }
    events = played(LICENCE, script)
    assert events[4:6] == [("opened", "site"), ("done", "site")]
    assert events[-1] == ("ended", "granted")


def test_a_step_that_cannot_be_done_is_told() -> None:
    for step in (
        {"complete": "fire"},
        {"message": "paid"},
        {"signal": "x"},
        {"jump": 1},
        "accept",
        {"advance": "soon"},
    ):
        with pytest.raises(BpmnError):
            played(LICENCE, {"steps": [step]})


def test_an_answer_that_raises_an_error() -> None:
    script = {"answers": {"accept": [{}], "fire": [{}], "site": [{}], "pay": [{"$error": "NO_MONEY"}]}}
    assert played(LICENCE, script)[-2:] == [("caught", "refused"), ("ended", "refused_end")]


def test_a_task_without_function_is_an_incident_unless_lenient() -> None:
    text = "start s\nscript a function=print('x')\nservice b function=pay\nend e\ns -> a -> b -> e"
    assert played(text, {}) == [("started", "s"), ("incident", "a")]
    assert played(text, {}, lenient=True)[1:] == [("done", "a"), ("done", "b"), ("ended", "e")]
    assert played(text, {"answers": {"a": [{}]}})[-1] == ("incident", "b")
    functions = {"pay": lambda view: {"ok": True}}
    assert played(text, {"answers": {"a": [{}]}}, functions=functions)[-1] == ("ended", "e")


def test_a_user_task_error_without_a_handler_is_an_incident() -> None:
    assert played("start s\nuser a\ns -> a", {"answers": {"a": [{"$error": "X"}]}})[-1] == ("incident", "a")


def test_answers_of_all_instances() -> None:
    text = "start s\nuser vote times=3 until=count(vote.result,'pass')>=2\nend e\ns -> vote -> e"
    events = played(text, {"answers": {"vote": [{"result": "pass"}, {"result": "pass"}]}})
    assert events.count(("opened", "vote")) == 3
    assert events.count(("done", "vote")) == 2
    assert events[-1] == ("ended", "e")


def test_signals_and_several_timers_in_one_advance() -> None:
    text = """
        start s
        catch one timer=duration:P1D
        catch two timer=duration:P1D
        catch go signal=go
        end e
        s -> one -> two -> go -> e
    """
    events = list(play(bpmn(text), {"advance": "P3D", "signals": ["go"]}))
    assert [event["at"][:10] for event in events] == [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
        "2026-03-05",
        "2026-03-05",
    ]


def test_a_process_without_a_start_event_starts() -> None:
    assert played("user a", {"answers": {"a": [{}]}}) == [
        ("started", "p"),
        ("opened", "a"),
        ("done", "a"),
        ("ended", "a"),
    ]
