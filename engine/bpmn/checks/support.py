"""What the engine does not run as BPMN says is refused here, so that nothing is misread in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.references import COMPENSATION
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.model import Element
from engine.text import zh

COMPLEX_GATEWAY = Rule("complex-gateway")
AD_HOC = Rule("ad-hoc")
TRANSACTION = Rule("transaction")
EVENT_SUB_PROCESS = Rule("event-sub-process")
CONDITIONAL_EVENT = Rule("conditional-event")
EVENT_KIND = Rule("event-kind")
MULTI_INSTANCE_COUNT = Rule("multi-instance-count")
CALLED_PROCESS = Rule("called-process", lenient="warning")
CALL_CYCLE = Rule("call-cycle", lenient="warning")

RULES = (
    COMPLEX_GATEWAY,
    AD_HOC,
    TRANSACTION,
    EVENT_SUB_PROCESS,
    CONDITIONAL_EVENT,
    EVENT_KIND,
    MULTI_INSTANCE_COUNT,
    CALLED_PROCESS,
    CALL_CYCLE,
)
EVENT_KINDS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"none", "message", "timer", "signal"}),
    "endEvent": frozenset({"none", "message", "signal", "error", "escalation", "terminate"}),
    "intermediateCatchEvent": frozenset({"message", "timer", "signal", "link"}),
    "intermediateThrowEvent": frozenset({"none", "message", "signal", "escalation", "link"}),
    "boundaryEvent": frozenset({"message", "timer", "signal", "error", "escalation"}),
}
_NAMES = {
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件",
    "boundaryEvent": "边界事件",
}
_REPLACED = {
    "complexGateway": (COMPLEX_GATEWAY, zh("不支持复杂网关，请改用包容网关或者并行网关")),
    "adHocSubProcess": (AD_HOC, zh("不支持自由子流程，请改用普通子流程")),
    "transaction": (TRANSACTION, zh("不支持事务，请改用普通子流程和错误边界事件")),
}


def find(subject: Subject) -> Iterator[Finding]:
    """Yield what the engine would not run as it is drawn."""
    for element in subject.elements():
        if element.type in _REPLACED:
            rule, message = _REPLACED[element.type]
            yield rule.at(element.id, message)
        if element.triggered_by_event:
            message = zh("不支持事件子流程：撤回、中止等由系统办理；其他情形请改用边界事件")
            yield EVENT_SUB_PROCESS.at(element.id, message)
        yield from _event(subject, element)
        repeat = element.multi_instance
        if repeat is not None and repeat.cardinality is None and repeat.collection is None:
            message = zh("多实例“{name}”要写明个数（loopCardinality）或者集合（loopDataInputRef）", name=label(element))
            yield MULTI_INSTANCE_COUNT.at(element.id, message)
        if element.type == "callActivity":
            yield from _call(subject, element)


def _event(subject: Subject, element: Element) -> Iterator[Finding]:
    allowed = EVENT_KINDS.get(element.type)
    kind = element.event.kind if element.event else "none"
    if allowed is None or kind == "multiple":
        return  # several definitions are a fault that the reader reports
    if kind == "compensation":
        yield COMPENSATION.at(element.id, zh("不支持补偿事件，请画出撤销时要做的任务"))
    elif kind == "cancel":
        yield TRANSACTION.at(element.id, zh("不支持取消事件，请改用错误事件"))
    elif kind == "conditional":
        message = zh("不支持条件事件，请改用网关，或者等待一条消息")
        yield CONDITIONAL_EVENT.at(element.id, message)
    elif kind not in allowed:
        if not _starts_event_sub_process(subject, element):
            message = zh("{type}不能是 {kind} 类型", type=_NAMES[element.type], kind=kind)
            yield EVENT_KIND.at(element.id, message)
    elif element.type == "boundaryEvent" and kind == "error" and not element.interrupting:
        yield EVENT_KIND.at(element.id, zh("错误边界事件总是中断活动，不能设为不中断"))


def _starts_event_sub_process(subject: Subject, element: Element) -> bool:
    holder = subject.process.elements.get(element.scope or "")
    return element.type == "startEvent" and holder is not None and holder.triggered_by_event


def _call(subject: Subject, element: Element) -> Iterator[Finding]:
    if not element.called:
        yield CALLED_PROCESS.at(element.id, zh("“{name}”没有写明调用哪个流程", name=label(element)))
        return
    if subject.find(element.called) is None:
        yield CALLED_PROCESS.at(element.id, zh("找不到被调用的流程“{called}”", called=element.called))
        return
    seen: set[str] = set()
    waiting = [element.called]
    while waiting:
        callee = subject.find(waiting.pop())
        if callee is None or callee.id in seen:
            continue
        seen.add(callee.id)
        waiting.extend(inner.called for inner in callee.elements.values() if inner.called)
    if subject.process.id in seen:
        message = zh("流程“{called}”会调用回本流程，没有尽头", called=element.called)
        yield CALL_CYCLE.at(element.id, message)
