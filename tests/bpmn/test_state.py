"""The saved state: small, versioned, sealed; old formats stay readable; nothing corrupt is ever loaded."""

from __future__ import annotations

import json
import random
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from stories import NOW, Story, bpmn, define

from engine.bpmn.codec import FORMAT, HEAD, MAGIC, _digest
from engine.bpmn.definition import compile_definition
from engine.bpmn.read import read
from engine.bpmn.workflow import DefinitionMismatch, OpenTask, StateCorrupt, Workflow

DATA = Path(__file__).parent / "data"


def running() -> Story:
    story = Story(
        """
        start s
        and fork
        user vote each=asked item=who
        boundary late on=vote timer=cycle:R3/P1D beside=1
        user remind
        sub block
            start s1
            user work
            end e1
            s1 -> work -> e1
        and join
        end e
        s -> fork
        fork -> vote -> join -> e
        late -> remind
        fork -> block -> join
        """,
        facts={"asked": ["fire", "health", "site"]},
    )
    return story.complete("vote", nth=1, result="pass", text="意见" * 500).complete("work")


def test_answers_are_not_in_the_state() -> None:
    story = running()
    assert len(story.workflow.save()) < 600
    assert story.reload() is None


@pytest.mark.parametrize("seed", range(3))
def test_every_change_to_the_bytes_is_found(seed: int) -> None:
    story = running()
    state = story.workflow.save()
    dice = random.Random(seed)
    for position in range(len(state)):
        changed = bytearray(state)
        changed[position] ^= 1 << dice.randrange(8)
        with pytest.raises(StateCorrupt):
            Workflow.load(story.definition, bytes(changed))
    for length in (0, 1, 2, 3, HEAD - 1, HEAD, len(state) - 1):
        with pytest.raises(StateCorrupt):
            Workflow.load(story.definition, state[:length])
    with pytest.raises(StateCorrupt):
        Workflow.load(story.definition, state + b"x")


def test_an_unknown_format_is_not_tried() -> None:
    story = running()
    body = story.workflow.save()[HEAD:]
    later = MAGIC + bytes((FORMAT + 1,)) + _digest(FORMAT + 1, body) + body
    with pytest.raises(StateCorrupt, match="format"):
        Workflow.load(story.definition, later)


def test_a_sealed_bomb_or_nonsense_is_refused() -> None:
    story = running()
    for raw in (b"[]", b"{}", b'{"d":1}', b"\x00", b" " * 50_000_000, b'{"d":"x","c":1,"e":0,"s":[]}'):
        body = zlib.compress(raw, 9)
        with pytest.raises(StateCorrupt):
            Workflow.load(story.definition, MAGIC + bytes((FORMAT,)) + _digest(FORMAT, body) + body)


def test_a_state_belongs_to_its_definition() -> None:
    story = running()
    other = define("start s\nuser vote\ns -> vote")
    with pytest.raises(DefinitionMismatch):
        Workflow.load(other, story.workflow.save())


@pytest.mark.parametrize("path", sorted(DATA.glob("state_v*/*.json")), ids=lambda path: path.name)
def test_states_of_every_format_still_load(path: Path) -> None:
    """A case that was saved by an earlier release is loaded and goes on as it would have."""
    saved: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    definition = compile_definition(read(path.with_suffix(".bpmn").read_bytes()))
    assert saved["states"]
    for state in saved["states"]:
        workflow = Workflow.load(definition, bytes.fromhex(state["bytes"]))
        assert [[task.token, task.element] for task in workflow.open_tasks()] == state["open"]
        assert [[wait.token, wait.element, str(wait.due)] for wait in workflow.waiting()] == state["waiting"]
        for token, answer in state["then"]:
            now = datetime.fromisoformat(saved["now"])
            step = workflow.complete(token, answer, saved["view"], now)
        assert [passed.element for passed in step.passed] == state["passed"]


def test_there_is_a_fixture_for_every_format() -> None:
    for number in range(1, FORMAT + 1):
        assert list(DATA.glob(f"state_v{number}/*.json"))


def test_the_digest_of_a_definition_covers_what_it_calls() -> None:
    main = read(bpmn("start s\ncall c process=part\ns -> c"))
    one = compile_definition(main, {"part": read(bpmn("start s\nuser a\ns -> a", "part"))})
    two = compile_definition(main, {"part": read(bpmn("start s\nuser b\ns -> b", "part"))})
    assert one.digest != two.digest


@pytest.mark.parametrize("seed", range(40))
def test_a_loaded_case_does_what_the_live_one_does(seed: int) -> None:
    """Random answers, messages and timers: both make the same steps and save the same bytes."""
    definition = compile_definition(read((DATA / "state_v1" / "case.bpmn").read_bytes()))
    dice = random.Random(seed)
    view: dict[str, object] = {"asked": ["a", "b", "c"][: dice.randrange(4)]}
    live, _ = Workflow.start(definition, view, NOW)
    now = NOW
    for _ in range(60):
        if live.ended:
            break
        twin = Workflow.load(definition, live.save())
        answer = {"result": dice.choice(["return", "pass"])}
        chosen = dice.choice([*live.open_tasks(), *live.waiting()])
        outcomes = []
        for workflow in (live, twin):
            if isinstance(chosen, OpenTask):
                step = workflow.complete(chosen.token, answer, {**view, "approve": answer}, now)
            elif chosen.due is None:
                step = workflow.send(chosen.name or "", {}, view, now, token=chosen.token)
            else:
                now = max(now, chosen.due)
                step = workflow.advance(view, now)
            outcomes.append((step, workflow.save()))
        assert outcomes[0] == outcomes[1]
