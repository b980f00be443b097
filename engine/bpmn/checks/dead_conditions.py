"""Conditions that never hold, as far as their form shows, and messages that are thrown to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.exploration.exclusion import opposed
from engine.bpmn.expressions import ExpressionError, compile_expression
from engine.bpmn.expressions.nodes import Comparison, Constant, Junction, Node
from engine.text import zh

DEAD_CONDITION = Rule("dead-condition", house=True)
MESSAGE_UNCAUGHT = Rule("message-uncaught", house=True)

RULES = (DEAD_CONDITION, MESSAGE_UNCAUGHT)

_SIGNS = {"==": True, "!=": False}


def find(subject: Subject) -> Iterator[Finding]:
    """Yield flows whose condition never holds where it is asked, and throw events that nothing waits for."""
    for element in subject.elements():
        earlier: list[tuple[str, Node]] = []
        for flow in subject.process.outgoing(element.id):
            node = _compiled(flow.condition) if flow.id != element.default else None
            if node is None:
                continue
            if _never(node):
                message = zh("条件“{text}”永远不成立，这条分支走不到", text=_short(flow.condition))
                yield DEAD_CONDITION.at(flow.id, message, (element.id, flow.target))
            elif element.type == "exclusiveGateway" and (same := [name for name, one in earlier if one == node]):
                message = zh(
                    "条件“{text}”与前面的“{other}”相同，总是先走那一条", text=_short(flow.condition), other=same[0]
                )
                yield DEAD_CONDITION.at(flow.id, message, (element.id, flow.target))
            earlier.append((flow.id, node))
    if subject.runs:
        yield from _uncaught(subject)


def _uncaught(subject: Subject) -> Iterator[Finding]:
    elements = [node.element for node in subject.graph.nodes.values()]
    waited = {one.event.name for one in elements if one.event and one.event.kind == "message" and _catches(one.type)}
    for element in elements:
        event = element.event
        if event and event.kind == "message" and not _catches(element.type) and event.name not in waited:
            message = zh("“{name}”发出消息“{message}”，但没有节点等它", name=label(element), message=event.name or "")
            yield MESSAGE_UNCAUGHT.at(element.id, message)


def _catches(kind: str) -> bool:
    return kind in ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")


def _compiled(text: str | None) -> Node | None:
    try:
        return compile_expression(text).node if text is not None else None
    except ExpressionError:
        return None


def _never(node: Node) -> bool:
    """Return whether a condition is false by its form: constants that differ, or parts that exclude each other."""
    if isinstance(node, Constant):
        return node.value is False
    if isinstance(node, Junction):
        if node.word == "or":
            return all(map(_never, node.operands))
        return any(map(_never, node.operands)) or any(opposed(one, two) for one, two in combinations(node.operands, 2))
    if isinstance(node, Comparison) and len(node.rest) == 1:
        (sign, right), left = node.rest[0], node.first
        if sign in _SIGNS and isinstance(left, Constant) and isinstance(right, Constant):
            return (left.value == right.value) is not _SIGNS[sign]
    return False


def _short(text: str | None) -> str:
    return " ".join((text or "").split())[:80]
