"""Ids and references: what the reader of the file noticed, and ids that cannot serve as names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject
from engine.bpmn.expressions.parser import CONSTANTS, WORDS
from engine.text import zh

DUPLICATE_ID = Rule("duplicate-id")
DANGLING_REFERENCE = Rule("dangling-reference")
DANGLING_LANE_REFERENCE = Rule("dangling-lane-reference", "warning")
TIMER_WITHOUT_TIME = Rule("timer-without-time")
MULTIPLE_EVENT = Rule("multiple-event")
MULTI_INSTANCE_BEHAVIOR = Rule("multi-instance-behavior")
TOKEN_QUANTITY = Rule("token-quantity")
COMPENSATION = Rule("compensation")
UNSUPPORTED_ELEMENT = Rule("unsupported-element")
RESERVED_ID = Rule("reserved-id", "warning")
ID_FORM = Rule("id-form", house=True)

RULES = (
    DUPLICATE_ID,
    DANGLING_REFERENCE,
    DANGLING_LANE_REFERENCE,
    TIMER_WITHOUT_TIME,
    MULTIPLE_EVENT,
    MULTI_INSTANCE_BEHAVIOR,
    TOKEN_QUANTITY,
    COMPENSATION,
    UNSUPPORTED_ELEMENT,
    RESERVED_ID,
    ID_FORM,
)
_BY_ID = {rule.id: rule for rule in RULES}
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_RESERVED = frozenset({"Start", "End", "Root"})
NOT_A_NAME = WORDS | CONSTANTS.keys() | {"application"}


def find(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with ids and references."""
    yield from _faults(subject)
    for element in subject.elements():
        if element.id in _RESERVED or element.id.endswith(".EndJoin"):
            message = zh("标识“{id}”在一些引擎里是保留字；本系统照常运行，建议改名", id=element.id)
            yield RESERVED_ID.at(element.id, message)
        if not _IDENTIFIER.fullmatch(element.id) or element.id.startswith("__"):
            message = zh("标识“{id}”应当由小写英文字母、数字和下划线组成，不以数字开头", id=element.id)
            yield ID_FORM.at(element.id, message)
        elif element.id in NOT_A_NAME:
            message = zh("标识“{id}”在条件里另有含义，请改名", id=element.id)
            yield ID_FORM.at(element.id, message)


def _faults(subject: Subject) -> Iterator[Finding]:
    """Yield what was noticed in this process; faults that belong to no process count to the one that runs."""
    for fault in subject.model.faults:
        owner = next((one for one in subject.model.processes if _holds(one.id, fault.element, subject)), None)
        if owner is subject.process or (owner is None and subject.process is subject.model.main):
            yield _BY_ID.get(fault.rule, UNSUPPORTED_ELEMENT).at(fault.element, fault.text)


def _holds(process_id: str, element: str, subject: Subject) -> bool:
    process = subject.model.process(process_id)
    return process is not None and (element in process.elements or element in process.flows)
