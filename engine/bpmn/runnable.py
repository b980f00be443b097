"""What can run: the node class of each BPMN element, and the refusal of everything else."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.bpmn.activities import ReceiveTask, ScriptTask, SendTask, ServiceTask, SubProcess, UserTask
from engine.bpmn.events import Boundary, CatchEvent, StartEvent
from engine.bpmn.model import BpmnError, Element, Model, Process
from engine.bpmn.nodes import EventGateway, ExclusiveGateway, InclusiveGateway, Node, ParallelGateway
from engine.bpmn.repetition import Approval
from engine.bpmn.throw_events import EndEvent, ThrowEvent
from engine.text import zh

CLASSES: Mapping[str, type[Node]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
    "boundaryEvent": Boundary,
    "task": UserTask,
    "userTask": UserTask,
    "manualTask": UserTask,
    "serviceTask": ServiceTask,
    "scriptTask": ScriptTask,
    "businessRuleTask": ScriptTask,
    "sendTask": SendTask,
    "receiveTask": ReceiveTask,
    "subProcess": SubProcess,
    "callActivity": SubProcess,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
}
EVENT_KINDS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset(("none", "message", "timer", "signal")),
    "endEvent": frozenset(("none", "message", "signal", "error", "escalation", "terminate")),
    "intermediateCatchEvent": frozenset(("message", "timer", "signal", "link")),
    "intermediateThrowEvent": frozenset(("none", "message", "signal", "escalation", "link")),
    "boundaryEvent": frozenset(("message", "timer", "signal", "error", "escalation")),
}


def refuse_faults(model: Model, process: Process) -> None:
    """Raise for what reading had to leave out or could not make sense of."""
    for fault in model.faults:
        here = fault.process == process.id or (not fault.process and fault.element in process.elements)
        if here and fault.rule != "dangling-lane-reference":
            raise BpmnError(fault.text, fault.element, fault.line)


def refuse(element: Element) -> None:
    """Raise for what would not run as BPMN says."""
    kind = element.event.kind if element.event is not None else "none"
    allowed = EVENT_KINDS.get(element.type)
    if element.type not in CLASSES:
        text = zh("不支持 {type}。", type=element.type)
    elif element.triggered_by_event:
        text = zh("不支持事件子流程。")
    elif allowed is not None and kind not in allowed:
        text = zh("不支持 {type} 的 {kind} 事件。", type=element.type, kind=kind)
    else:
        return
    raise BpmnError(text, element.id, element.line)


def starts(process: Process, scope: str | None, nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    """Return where a scope begins: its none start event, else its first, else all nodes nothing leads to."""
    inside = process.inside(scope)
    events = [element for element in inside if element.type == "startEvent"]
    plain = [element for element in events if element.event is None or element.event.kind == "none"]
    if plain or events:
        return (nodes[(plain or events)[0].id],)
    return tuple(
        nodes[element.id] for element in inside if element.type != "boundaryEvent" and not process.incoming(element.id)
    )


def approval_of(element: Element) -> Approval | None:
    text = element.properties.get("approval", "").strip()
    if not text or text == "single":
        return None
    if text in ("all", "any", "sequential"):
        return Approval(text)
    if text.startswith("ratio:"):
        try:
            share = Fraction(text.removeprefix("ratio:").strip())
        except (ValueError, ZeroDivisionError):
            share = Fraction(0)
        if 0 < share <= 1:
            return Approval("ratio", share)
    raise BpmnError(zh("approval 的值“{text}”不认识。", text=text[:40]), element.id, element.line)
