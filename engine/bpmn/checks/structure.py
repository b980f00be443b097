"""The shape of a process: starts, ends, what leads where, sub-processes, links."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.model import SUB_PROCESSES, Element
from engine.text import zh

EMPTY_PROCESS = Rule("empty-process")
NO_START = Rule("no-start")
IMPLICIT_START = Rule("implicit-start", "warning")
SEVERAL_STARTS = Rule("several-starts")
START_NOT_TAKEN = Rule("start-not-taken")
START_TRIGGER = Rule("start-trigger", "warning")
SUB_PROCESS_START = Rule("sub-process-start")
IMPLICIT_END = Rule("implicit-end", "warning")
FLOW_DIRECTION = Rule("flow-direction")
FLOW_CROSSES_SCOPE = Rule("flow-crosses-scope")
NO_INCOMING = Rule("no-incoming")
UNREACHABLE = Rule("unreachable")
LINK_PARTNER = Rule("link-partner")
OTHER_PROCESS = Rule("other-process", "warning")

RULES = (
    EMPTY_PROCESS,
    NO_START,
    IMPLICIT_START,
    SEVERAL_STARTS,
    START_NOT_TAKEN,
    START_TRIGGER,
    SUB_PROCESS_START,
    IMPLICIT_END,
    FLOW_DIRECTION,
    FLOW_CROSSES_SCOPE,
    NO_INCOMING,
    UNREACHABLE,
    LINK_PARTNER,
    OTHER_PROCESS,
)


def find(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the shape of the process."""
    if not subject.process.elements:
        yield EMPTY_PROCESS.at(subject.process.id, zh("流程里没有任何节点"))
        return
    yield from _scope(subject, None, subject.process.id)
    for element in subject.elements(*SUB_PROCESSES):
        if not element.triggered_by_event:
            yield from _scope(subject, element.id, element.id)
    yield from _flows(subject)
    yield from _ends(subject)
    yield from _reach(subject)
    yield from _links(subject)
    yield from _others(subject)


def _scope(subject: Subject, scope: str | None, named: str) -> Iterator[Finding]:
    inside = subject.process.inside(scope)
    if not inside:
        yield EMPTY_PROCESS.at(named, zh("子流程里没有内容：请画出内容，或者改成任务"))
        return
    starts = [element for element in inside if element.type == "startEvent"]
    plain = [element for element in starts if _kind(element) == "none"]
    if not starts:
        if subject.graph.starts(scope):
            yield IMPLICIT_START.at(named, zh("没有开始事件：从所有没有流入的节点同时开始，建议画出开始事件"))
        else:
            yield NO_START.at(named, zh("没有开始事件，也没有可以开始的节点"))
    for start in plain[1:]:
        message = zh("有 {count} 个开始事件，只会从第一个开始；请合并为一个", count=len(plain))
        yield SEVERAL_STARTS.at(start.id, message)
    taken = (plain or starts)[:1]
    for start in starts:
        kind = _kind(start)
        if kind != "none" and scope is not None:
            message = zh("子流程只能用空白开始事件，“{name}”带有触发条件", name=label(start))
            yield SUB_PROCESS_START.at(start.id, message)
        elif kind != "none" and start not in taken:
            message = zh("流程从“{taken}”开始，不会从这个开始事件开始", taken=label(taken[0]))
            yield START_NOT_TAKEN.at(start.id, message)
        elif kind != "none":
            yield START_TRIGGER.at(start.id, zh("流程由提交申请开始，不等待这个开始事件写的触发条件"))


def _kind(element: Element) -> str:
    return element.event.kind if element.event else "none"


def _flows(subject: Subject) -> Iterator[Finding]:
    elements = subject.process.elements
    for flow in subject.process.flows.values():
        source, target = elements[flow.source], elements[flow.target]
        if source.scope != target.scope:
            yield FLOW_CROSSES_SCOPE.at(flow.id, zh("顺序流不能跨越子流程的边界；请连到子流程本身"))
        if source.type == "endEvent":
            yield FLOW_DIRECTION.at(source.id, zh("结束事件后面不能再有流程"))
        if target.type == "startEvent":
            yield FLOW_DIRECTION.at(target.id, zh("不能流回开始事件；请连到开始事件后面的节点"))
        if target.type == "boundaryEvent":
            yield FLOW_DIRECTION.at(target.id, zh("不能流入边界事件"))


def _ends(subject: Subject) -> Iterator[Finding]:
    for element in subject.elements():
        if element.type == "endEvent" or element.triggered_by_event or not _in_flow(subject, element):
            continue
        if not subject.graph.out[element.id] and not subject.process.outgoing(element.id):
            if element.type == "intermediateThrowEvent" and _kind(element) == "link":
                continue
            message = zh("“{name}”后面没有流程，走到这里就结束；建议画出结束事件", name=label(element))
            yield IMPLICIT_END.at(element.id, message)


def _in_flow(subject: Subject, element: Element) -> bool:
    return element.id in subject.graph.nodes


def _reach(subject: Subject) -> Iterator[Finding]:
    graph = subject.graph
    reached = graph.reachable(key for group in graph.starts(None) for key in group)
    lost = [element for element in subject.elements() if _in_flow(subject, element) and element.id not in reached]
    named: set[str] = set()
    for element in lost:
        if element.scope in {other.id for other in lost}:
            continue  # the sub-process around it is named
        if element.type == "boundaryEvent":
            continue  # its host, or its broken reference, is named
        if not graph.into[element.id]:
            named |= graph.reachable([element.id])
            if element.type == "intermediateCatchEvent" and _kind(element) == "link":
                continue
            yield NO_INCOMING.at(element.id, zh("没有流程通向“{name}”，永远不会执行", name=label(element)))
    for element in lost:
        if element.id not in named:
            named |= graph.reachable([element.id])
            yield UNREACHABLE.at(element.id, zh("从开始事件走不到“{name}”", name=label(element)))


def _links(subject: Subject) -> Iterator[Finding]:
    links = [element for element in subject.elements() if _kind(element) == "link"]
    for element in links:
        partners = [
            other
            for other in links
            if other.type != element.type and other.scope == element.scope and other.event == element.event
        ]
        if element.type == "intermediateThrowEvent":
            if len(partners) != 1:
                message = zh(
                    "链接“{name}”在同一范围内要有且只有一个同名的接收端，现有 {count} 个",
                    name=label(element),
                    count=len(partners),
                )
                yield LINK_PARTNER.at(element.id, message)
            if subject.process.outgoing(element.id):
                yield LINK_PARTNER.at(element.id, zh("链接的发出端不能再有流出"))
        elif element.type == "intermediateCatchEvent":
            if not partners:
                message = zh("链接“{name}”没有同名的发出端，永远不会执行", name=label(element))
                yield LINK_PARTNER.at(element.id, message)
            if subject.process.incoming(element.id):
                yield LINK_PARTNER.at(element.id, zh("链接的接收端不能再有流入"))


def _others(subject: Subject) -> Iterator[Finding]:
    if not subject.runs:
        return
    called = {element.called for process in subject.model.processes for element in process.elements.values()}
    for process in subject.model.processes:
        if process is not subject.process and process.elements and process.id not in called:
            message = zh(
                "文件里另有流程“{name}”：只运行“{main}”", name=process.name or process.id, main=subject.process.id
            )
            yield OTHER_PROCESS.at(process.id, message)
