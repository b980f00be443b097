"""Lanes say which department acts at which level; names are Chinese and short enough for the chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label, reached
from engine.bpmn.checks.tasks import HUMAN
from engine.bpmn.model import TASKS, Lane, Process
from engine.posts import LEVELS
from engine.text import zh

LANE = Rule("lane", house=True)
LANE_DEPARTMENT = Rule("lane-department", house=True)
LANE_LEVEL = Rule("lane-level", house=True)
CALLER_AMBIGUOUS = Rule("caller-ambiguous", house=True)
CHINESE_NAME = Rule("chinese-name", house=True)
LABEL_LENGTH = Rule("label-length", house=True)

RULES = (LANE, LANE_DEPARTMENT, LANE_LEVEL, CALLER_AMBIGUOUS, CHINESE_NAME, LABEL_LENGTH)


LONGEST_LABEL = 80
CALLER = "caller"
"""Department of a lane in a shared part: that of the lane that calls it, which says the level too."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


def find(subject: Subject) -> Iterator[Finding]:
    """Yield lanes and names that the house does not accept."""
    process = subject.process
    for element in subject.elements(*HUMAN):
        if process.lane(element.lane) is None:
            yield LANE.at(element.id, zh("“{name}”不在任何泳道里，不知道由哪个部门办理", name=label(element)))
    parents = {lane.parent for lane in process.lanes}
    for lane in process.lanes:
        yield from _lane(subject, lane, holds_others=lane.id in parents)
    if not subject.runs:
        yield from _caller(subject)
    named = [(lane.id, lane.name, True) for lane in process.lanes]
    named += [(one.id, one.name, one.type in TASKS | {"subProcess", "callActivity"}) for one in subject.elements()]
    named += [(flow.id, flow.name, False) for flow in process.flows.values()]
    for key, name, must_be_chinese in named:
        if must_be_chinese and not _CHINESE.search(name):
            yield CHINESE_NAME.at(key, zh("“{name}”要有中文名称", name=name or key))
        if len(name) > LONGEST_LABEL:
            message = zh("名称超过 {limit} 个字，流程图上放不下", limit=LONGEST_LABEL)
            yield LABEL_LENGTH.at(key, message)


def _lane(subject: Subject, lane: Lane, *, holds_others: bool) -> Iterator[Finding]:
    department, level = _inherited(subject, lane, "department"), _inherited(subject, lane, "level")
    name = lane.name or lane.id
    if department and not _CODE.fullmatch(department):
        message = zh("泳道“{name}”的部门代码“{code}”不是标识符", name=name, code=department)
        yield LANE_DEPARTMENT.at(lane.id, message)
    elif not department and not holds_others:
        yield LANE_DEPARTMENT.at(lane.id, zh("泳道“{name}”没有写明部门（department）", name=name))
    if level and level not in LEVELS:
        message = zh(
            "泳道“{name}”的层级“{level}”不存在；可写：{known}", name=name, level=level, known="、".join(LEVELS)
        )
        yield LANE_LEVEL.at(lane.id, message)
    elif not level and not holds_others and department != CALLER:
        yield LANE_LEVEL.at(lane.id, zh("泳道“{name}”没有写明层级（level）", name=name))


def _caller(subject: Subject) -> Iterator[Finding]:
    """A part that belongs to whoever calls it is called from lanes of one department."""
    taken_over = [lane.id for lane in subject.process.lanes if _inherited(subject, lane, "department") == CALLER]
    if not taken_over:
        return
    callers = _departments_that_call(subject, subject.process, frozenset())
    if len(callers) > 1:
        message = zh(
            "泳道写 caller 的流程只能由一个部门调用，这里有{count}个：{codes}",
            count=len(callers),
            codes="、".join(sorted(callers)),
        )
        yield CALLER_AMBIGUOUS.at(taken_over[0], message)


def _departments_that_call(subject: Subject, callee: Process, on_the_way: frozenset[str]) -> set[str]:
    """Return the departments of the lanes that call a process; where those say ``caller``, of their callers."""
    found: set[str] = set()
    for process in reached(subject.main, subject.find):
        for element in process.elements.values():
            if not element.called or subject.find(element.called) is not callee:
                continue
            lane = process.lane(element.lane)
            said = element.properties.get("department", "").strip()
            department = said or (_said_around(process, lane, "department") if lane else "")
            if department != CALLER:
                found.add(department)
            elif process.id not in on_the_way:
                found |= _departments_that_call(subject, process, on_the_way | {process.id})
    return found - {""}


def _inherited(subject: Subject, lane: Lane, key: str) -> str:
    """Return what the lane, or a lane around it, says."""
    return _said_around(subject.process, lane, key)


def _said_around(process: Process, lane: Lane, key: str) -> str:
    here: Lane | None = lane
    while here is not None:
        if here.properties.get(key, "").strip():
            return here.properties[key].strip()
        here = process.lane(here.parent)
    return ""
