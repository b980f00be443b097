"""Small matters for tests of the engine: bundles made in memory, with the facts of the real one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from engine.bundle import Bundle

ROOT = Path(__file__).resolve().parents[2]
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  targetNamespace="tests" id="definitions">
"""
APPLICATION = {
    "type": "object",
    "title": "申请表",
    "required": ["applicant_name"],
    "properties": {"applicant_name": {"type": "string", "title": "姓名"}},
}
ANSWER = {
    "type": "object",
    "title": "办理意见",
    "properties": {
        "result": {"type": "string", "title": "结果"},
        "opinion": {"type": "string", "title": "意见"},
        "reason": {"type": "string", "title": "理由"},
        "basis": {"type": "string", "title": "依据"},
        "materials": {
            "type": "array",
            "title": "材料",
            "items": {
                "type": "object",
                "title": "材料",
                "properties": {
                    "material": {"type": "string", "title": "材料"},
                    "problem": {"type": "string", "title": "问题"},
                    "correction": {"type": "string", "title": "要求"},
                },
            },
        },
    },
}


def task(task_id: str, *, stage: str = "review", post: str = "reviewer", form: str = "answer", **more: str) -> str:
    """Return a user task with its properties."""
    said = {"stage": stage, "post": post, "limitWorkdays": "2", "form": form, "department": "market_bureau", **more}
    said = {name: value for name, value in said.items() if value}
    rows = "".join(f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in said.items())
    return (
        f'<userTask id="{task_id}" name="{task_id}"><extensionElements><spiffworkflow:properties>{rows}'
        f"</spiffworkflow:properties></extensionElements></userTask>"
    )


def flow(source: str, target: str, condition: str | None = None) -> str:
    """Return a sequence flow."""
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}__{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def lane(department: str, level: str, *held: str) -> str:
    """Return a lane; put it into ``lanes``."""
    rows = "".join(
        f'<spiffworkflow:property name="{name}" value="{value}"/>'
        for name, value in (("department", department), ("level", level))
        if value
    )
    return (
        f'<lane id="lane_{department}" name="{department}"><extensionElements><spiffworkflow:properties>{rows}'
        f"</spiffworkflow:properties></extensionElements>"
        f"{''.join(f'<flowNodeRef>{one}</flowNodeRef>' for one in held)}</lane>"
    )


def lanes(*held: str) -> str:
    """Return the lanes of a process, to be put at the beginning of its body."""
    return f'<laneSet id="lanes">{"".join(held)}</laneSet>'


def message(name: str) -> str:
    """Return an event that waits for a message of that name; it has the same id."""
    return (
        f'<intermediateCatchEvent id="{name}" name="{name}"><messageEventDefinition messageRef="m_{name}"/>'
        f"</intermediateCatchEvent>"
    )


def drawn(key: str, body: str) -> str:
    """Return a BPMN file; the messages of its events are declared in it."""
    names = re.findall(r'messageRef="m_(\w+)"', body)
    messages = "".join(f'<message id="m_{name}" name="{name}"/>' for name in dict.fromkeys(names))
    return f'{HEAD}{messages}<process id="{key}" name="{key}" isExecutable="true">{body}</process></definitions>'


def bundle(
    key: str,
    body: str,
    functions: tuple[str, ...] = (),
    *,
    parts: dict[str, str] | None = None,
    changes: tuple[tuple[str, str], ...] = (),
    forms: dict[str, dict[str, Any]] | None = None,
    ui: dict[str, dict[str, Any]] | None = None,
) -> Bundle:
    """Return a matter whose process has ``body``; its facts are those of the catering permit, with ``changes``.

    ``parts`` are the bodies of shared parts by their ids, ``forms`` and ``ui`` more forms by name.
    """
    process = drawn(key, body)
    facts = (ROOT / "processes/small_catering_permit/matter.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in facts
        facts = facts.replace(old, new, 1)
    files = {
        "process.bpmn": process.encode(),
        "matter.yaml": facts.replace("key: small_catering_permit", f"key: {key}", 1).encode(),
        "forms/application.schema.json": json.dumps(APPLICATION).encode(),
        "forms/answer.schema.json": json.dumps(ANSWER).encode(),
    }
    for part, inside in (parts or {}).items():
        files[f"shared/{part}.bpmn"] = drawn(part, inside).encode()
    for name, form in (forms or {}).items():
        files[f"forms/{name}.schema.json"] = json.dumps(form).encode()
    for name, shown in (ui or {}).items():
        files[f"forms/{name}.ui.json"] = json.dumps(shown).encode()
    if functions:
        files["functions.txt"] = "\n".join(functions).encode()
    return Bundle.of(key, files)


def three_reviews() -> Bundle:
    """Accept, three reviews in parallel, decide: again, or to the end."""
    reviews = ("review_fire", "review_plan", "review_tax")
    body = [
        '<startEvent id="filed"/><exclusiveGateway id="round"/>',
        '<parallelGateway id="fork"/><parallelGateway id="join"/>',
        '<exclusiveGateway id="again" default="again__closed"/><endEvent id="closed"/>',
        task("accept", stage="acceptance", post="window_clerk"),
        task("decide", post="reviewer"),
        *(task(one) for one in reviews),
        flow("filed", "accept"),
        flow("accept", "round"),
        flow("round", "fork"),
        *(flow("fork", one) + flow(one, "join") for one in reviews),
        flow("join", "decide"),
        flow("decide", "again"),
        flow("again", "round", "decide.result == 'again'"),
        flow("again", "closed"),
    ]
    return bundle("three_reviews", "".join(body))
