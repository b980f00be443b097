"""The matters that are measured: the seven steps of ``peer7``, rework loops, parallel blocks in a row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.benchmark.answer_form import ANSWER, ANSWER_UI, APPLICATION
from engine.bundle import Bundle

DEPARTMENT = "bureau"
REVIEWER, APPROVER = "reviewer", "approver"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  targetNamespace="benchmark" id="definitions">
"""


def peer7() -> Bundle:
    """Return the workload: accept, three parallel reviews, approve, fee, close; nothing is a legal act."""
    reviews = ("review_fire", "review_plan", "review_tax")
    body = [
        '<startEvent id="filed"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="closed"/>',
        *(task(one) for one in ("accept", *reviews, "fee", "close")),
        task("approve", stage="approval", post=APPROVER),
        path("filed", "accept", "fork"),
        *(path("fork", one, "join") for one in reviews),
        path("join", "approve", "fee", "close", "closed"),
    ]
    return matter("peer7", *body)


PEER7 = ("accept", "review_fire", "review_plan", "review_tax", "approve", "fee", "close")


def parallel_blocks(count: int) -> Bundle:
    """Return a matter with ``count`` three-way parallel blocks in a row; tasks are named ``a0`` to ``c11``."""
    body = ['<startEvent id="filed"/><endEvent id="closed"/>']
    before = "filed"
    for number in range(count):
        fork, join = f"fork{number}", f"join{number}"
        body += [f'<parallelGateway id="{fork}"/><parallelGateway id="{join}"/>', path(before, fork)]
        body += [task(f"{arm}{number}") + path(fork, f"{arm}{number}", join) for arm in "abc"]
        before = join
    return matter(f"blocks{count}", *body, path(before, "closed"))


def matter(key: str, *body: str) -> Bundle:
    """Return a matter with this process, whose every step has the answer form of 1 KB."""
    process = f'{_HEAD}<process id="{key}" name="{key}" isExecutable="true">{"".join(body)}</process></definitions>'
    facts = (Path(__file__).parent / "matter.yaml").read_text("utf-8")
    files = {
        "process.bpmn": process.encode(),
        "matter.yaml": facts.replace("key: benchmark", f"key: {key}", 1).encode(),
        "forms/application.schema.json": as_json(APPLICATION),
        "forms/answer.schema.json": as_json(ANSWER),
        "forms/answer.ui.json": as_json(ANSWER_UI),
    }
    return Bundle.of(key, files)


def as_json(schema: Mapping[str, Any]) -> bytes:
    return json.dumps(schema, ensure_ascii=False).encode()


def task(task_id: str, *, stage: str = "review", post: str = REVIEWER) -> str:
    """Return a user task with its properties and an id of its own."""
    said = {"stage": stage, "post": post, "department": DEPARTMENT, "limitWorkdays": "3", "form": "answer"}
    rows = "".join(f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in said.items())
    return (
        f'<userTask id="{task_id}" name="{task_id}"><extensionElements><spiffworkflow:properties>{rows}'
        "</spiffworkflow:properties></extensionElements></userTask>"
    )


def path(*stops: str, when: str = "") -> str:
    """Return the flows along ``stops``, with the condition ``when`` on each."""
    inner = f"<conditionExpression>{when}</conditionExpression>" if when else ""
    return "".join(
        f'<sequenceFlow id="{a}__{b}" sourceRef="{a}" targetRef="{b}">{inner}</sequenceFlow>'
        for a, b in pairwise(stops)
    )
