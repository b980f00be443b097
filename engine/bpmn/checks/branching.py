"""Conditions, default flows and what may stand behind gateways."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.model import ACTIVITIES, Element, Flow
from engine.text import zh

DEFAULT_NOT_OUTGOING = Rule("default-not-outgoing")
DEFAULT_WITH_CONDITION = Rule("default-with-condition", "warning")
NO_DEFAULT = Rule("no-default", lenient="warning")
FLOW_WITHOUT_CONDITION = Rule("flow-without-condition")
NO_CONDITIONS = Rule("no-conditions", lenient="warning")
ALWAYS_TAKEN = Rule("always-taken", "warning")
CONDITION_NOT_ALLOWED = Rule("condition-not-allowed")
EVENT_GATEWAY_TARGET = Rule("event-gateway-target")
IMPLICIT_SPLIT = Rule("implicit-split", "warning")

RULES = (
    DEFAULT_NOT_OUTGOING,
    DEFAULT_WITH_CONDITION,
    NO_DEFAULT,
    FLOW_WITHOUT_CONDITION,
    NO_CONDITIONS,
    ALWAYS_TAKEN,
    CONDITION_NOT_ALLOWED,
    EVENT_GATEWAY_TARGET,
    IMPLICIT_SPLIT,
)
_DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_WAITED_FOR = frozenset({"message", "timer", "signal", "conditional"})


def find(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the branches of each node."""
    for element in subject.elements():
        out = subject.process.outgoing(element.id)
        yield from _default(subject, element, out)
        if element.type in _DECIDING or element.type in ACTIVITIES:
            yield from _decision(element, out)
        else:
            for flow in out:
                if flow.condition is not None:
                    message = zh("“{name}”流出的顺序流不能带条件：条件不会起作用", name=label(element))
                    yield CONDITION_NOT_ALLOWED.at(flow.id, message)
        if element.type == "eventBasedGateway":
            yield from _event_gateway(subject, element, out)
        elif not element.type.endswith("Gateway") and len(out) > 1:
            message = zh("“{name}”流出多条顺序流，会同时走；建议画出网关", name=label(element))
            if all(flow.condition is None for flow in out):
                yield IMPLICIT_SPLIT.at(element.id, message)


def _default(subject: Subject, element: Element, out: tuple[Flow, ...]) -> Iterator[Finding]:
    flow = subject.process.flows.get(element.default or "")
    if flow is None:
        return
    if flow not in out or element.type not in _DECIDING | ACTIVITIES:
        message = zh("默认流“{flow}”不是从“{name}”流出的可选分支", flow=flow.id, name=label(element))
        yield DEFAULT_NOT_OUTGOING.at(element.id, message)
    elif flow.condition is not None:
        yield DEFAULT_WITH_CONDITION.at(flow.id, zh("默认流上的条件不起作用，请删去条件"))


def _decision(element: Element, out: tuple[Flow, ...]) -> Iterator[Finding]:
    options = [flow for flow in out if flow.id != element.default]
    bare = [flow for flow in options if flow.condition is None]
    if element.type in _DECIDING and len(out) > 1:
        yield from _without_condition(element, bare, conditional=len(options) > len(bare))
    if options and not bare and not element.default:
        message = zh("“{name}”没有默认流：所有条件都不成立时办件会停在这里", name=label(element))
        yield NO_DEFAULT.at(element.id, message)


def _without_condition(element: Element, bare: list[Flow], *, conditional: bool) -> Iterator[Finding]:
    if element.type == "inclusiveGateway":
        for flow in bare:
            message = zh("“{name}”的分支“{flow}”没有条件，总会走", name=label(element), flow=flow.name or flow.id)
            yield ALWAYS_TAKEN.at(flow.id, message)
    elif not conditional and len(bare) > (0 if element.default else 1):
        message = zh("“{name}”的分支都没有条件，总是走同一条；请写上条件", name=label(element))
        yield NO_CONDITIONS.at(element.id, message)
    else:
        # One branch without a condition stands in for a default flow where none is named.
        for flow in bare[0 if element.default else 1 :]:
            message = zh("“{name}”的分支“{flow}”既没有条件也不是默认流", name=label(element), flow=flow.name or flow.id)
            yield FLOW_WITHOUT_CONDITION.at(flow.id, message)


def _event_gateway(subject: Subject, element: Element, out: tuple[Flow, ...]) -> Iterator[Finding]:
    if len(out) < 2:
        yield EVENT_GATEWAY_TARGET.at(element.id, zh("事件网关后面至少要有两个事件"))
    for flow in out:
        target = subject.process.elements[flow.target]
        kind = target.event.kind if target.event else "none"
        waits = target.type == "intermediateCatchEvent" and kind in _WAITED_FOR
        if not waits and target.type != "receiveTask":
            message = zh("事件网关后面只能是消息、定时、信号事件或者接收任务，“{name}”不是", name=label(target))
            yield EVENT_GATEWAY_TARGET.at(target.id, message)
        elif len(subject.process.incoming(target.id)) > 1:
            message = zh("事件网关后面的“{name}”不能再有别的流入", name=label(target))
            yield EVENT_GATEWAY_TARGET.at(target.id, message)
        elif subject.process.boundary(target.id) or target.multi_instance or target.loop:
            message = zh("事件网关后面的“{name}”不能带边界事件或者多实例", name=label(target))
            yield EVENT_GATEWAY_TARGET.at(target.id, message)
